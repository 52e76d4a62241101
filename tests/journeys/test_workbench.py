"""A coordinator moves someone by keyboard alone: the price first, then the change, and the next person's turn."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.actors import Actor
from tests.support.site import Site

FREE = "details.match:has(button[data-picks]):has(form[action$='/lock/'])"
"""A proposal that may move: nothing locks it."""


def test_a_person_is_moved_by_keyboard_with_its_price_known(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    nadia = Actor(site, visitor().new_page())
    nadia.sign_in("nadia")
    nadia.go("/coordination/runs/")
    nadia.follow("main article:has-text('Cap Insertion') a[href*='/coordination/runs/']")
    page = nadia.page
    card = page.locator(FREE).first
    name = card.get_attribute("data-name")
    moved = page.locator(f"details.match[data-name='{name}']")
    if moved.get_attribute("open") is None:
        moved.locator("summary").first.focus()
        page.keyboard.press("Enter")
    pick = moved.locator("button[data-picks]")
    expect(pick).to_be_visible()
    pick.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#move-said")).to_contain_text(name or "")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog#move")
    expect(dialog.locator(".price").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    nadia.look()

    # Without the dialog: the same page by its link, a mentor that costs least, chosen by Enter.
    link = moved.locator("a[data-asks]")
    nadia.go(link.get_attribute("data-asks") or "")
    choice = page.locator("main .price form button[type=submit]").first
    choice.focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    expect(moved.locator("summary .status")).to_contain_text("Verrouillé")
    assert nadia.errors == []
