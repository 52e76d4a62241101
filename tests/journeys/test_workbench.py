"""A coordinator moves someone by keyboard, by mouse or by touch: the price first, then the change."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, expect

from tests.journeys.actors import Actor
from tests.journeys.conftest import PHONE
from tests.support.site import Site

FREE = "details.match:has(button[data-picks]):has(form[action$='/lock/'])"
"""A proposal that may move: nothing locks it."""


def test_a_person_is_moved_by_keyboard_with_its_price_known(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    nadia = Actor(site, visitor().new_page())
    page = _open_the_run(nadia).page
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


def test_a_person_is_moved_with_the_mouse_once_its_price_is_known(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    nadia = _open_the_run(Actor(site, visitor().new_page()))
    page = nadia.page
    card, other = _two_cards(nadia)
    name = card.get_attribute("data-name")
    start, end = _centre(card), _centre(other)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 12, start[1] + 12, steps=4)
    page.mouse.move(*end, steps=12)
    expect(other).to_have_class(re.compile("is-over"))
    page.mouse.up()
    price = page.locator("dialog#move .price").first
    expect(price).to_be_visible()
    expect(price).to_contain_text("points")
    with page.expect_navigation(wait_until="load"):
        price.locator("form button[type=submit]").first.click()
    moved = page.locator(f"details.match[data-name='{name}']")
    expect(moved.locator("summary .status").first).to_contain_text("Verrouillé")
    nadia.look()
    assert nadia.errors == []


def test_a_person_is_moved_by_touch_picked_then_put_down(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    nadia = _open_the_run(Actor(site, visitor(viewport=PHONE, has_touch=True).new_page()))
    card, other = _two_cards(nadia)
    if card.get_attribute("open") is None:
        card.locator("summary").first.tap()
    card.locator("button[data-picks]").tap()
    expect(nadia.page.locator("#move-said")).to_contain_text(card.get_attribute("data-name") or "")
    other.locator("summary").first.tap()
    dialog = nadia.page.locator("dialog#move")
    expect(dialog.locator(".price").first).to_be_visible()
    dialog.locator("[data-closes]").first.tap()
    expect(dialog).to_be_hidden()
    assert nadia.errors == []


def _open_the_run(nadia: Actor) -> Actor:
    nadia.sign_in("nadia")
    nadia.go("/coordination/runs/")
    nadia.follow("main article:has-text('Cap Insertion') a[href*='/coordination/runs/']")
    return nadia


def _two_cards(nadia: Actor) -> tuple[Locator, Locator]:
    """Return someone who may move, and a card with another mentor; both by name, whatever changes on the page."""
    names = [
        (one.get_attribute("data-name"), one.get_attribute("data-mentor"))
        for one in nadia.page.locator(FREE).all()
    ]
    name, mentor = names[0]
    other = next(each for each, place in names if place and place != mentor)
    card, target = (
        nadia.page.locator(f"details.match[data-name='{each}']") for each in (name, other)
    )
    return card, target


def _centre(card: Locator) -> tuple[float, float]:
    summary = card.locator("summary").first
    summary.scroll_into_view_if_needed()
    box = summary.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
