"""A form drawn with the keyboard alone, then filled in on a phone whose network cuts, and taken up elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.actors import Actor
from tests.journeys.conftest import PHONE
from tests.support.site import Site

BIKE, COLOUR = "Venez-vous à vélo ?", "De quelle couleur est-il ?"
SAVED, CUT = re.compile("Enregistré à|Saved at"), re.compile("réseau|network")
"""What a page says in the language of whoever looks at it."""


PATIENCE = 20_000
"""Milliseconds a page is waited for: a busy machine is no fault."""


def press(page: Page, selector: str) -> None:
    """Reach a button as the keyboard does, and press it."""
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")


def write(page: Page, name: str, words: str) -> None:
    """Type into a field of the part that is open."""
    page.locator(f".designer-editor [name='{name}']").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def draw_two_questions(page: Page) -> None:
    """Add a choice, then a text asked only when the choice is the first one."""
    press(page, "button[name=kind][value=choice]")
    write(page, "label_fr", BIKE)
    write(page, "options-0-fr", "oui")
    write(page, "options-1-fr", "non")
    expect(page.locator(".designer-editor [data-saved]")).to_have_text(SAVED, timeout=PATIENCE)
    press(page, ".designer-editor button[value=done]")
    expect(page.locator(".designer-editor")).to_have_count(0, timeout=PATIENCE)
    press(page, "button[name=kind][value=short-text]")
    write(page, "label_fr", COLOUR)
    page.locator("[name='shown_if-0-question']").select_option(label=BIKE)
    page.locator("[name='shown_if-0-value']").wait_for()
    page.locator("[name='shown_if-0-value']").select_option(label="oui")
    press(page, ".designer-editor button[value=done]")
    expect(page.locator(".designer-editor")).to_have_count(0, timeout=PATIENCE)


def labels(page: Page) -> list[str]:
    """Return the questions of the outline, in order."""
    return page.locator(".designer-label").all_inner_texts()


def test_form_is_drawn_by_keyboard_and_filled_on_a_phone(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    oscar = Actor(site, visitor().new_page())
    page = oscar.page
    oscar.sign_in("oscar")
    oscar.go("/coordination/programmes/")
    oscar.follow("main a:has-text('Gangway')")
    oscar.follow("main a[href$='/forms/']")
    oscar.follow("main a[href$='/forms/mentee/']")
    draw_two_questions(page)
    drawn = labels(page)
    assert drawn[-2:] == [BIKE, COLOUR]

    key = page.locator(".designer-question").last.get_attribute("data-key")
    press(page, f"button[value='up:{key}']")
    expect(page.locator(".designer-label").last).to_have_text(BIKE, timeout=PATIENCE)
    expect(page.locator(f"button[value='up:{key}']")).to_be_focused(timeout=PATIENCE)
    press(page, "button[name=do][value^='undo:']")
    expect(page.locator(".designer-label").last).to_have_text(COLOUR, timeout=PATIENCE)
    press(page, f"#part-{key} .designer-label a")
    page.locator(".designer-editor").wait_for()
    oscar.look()
    oscar.follow("main a[href$='/preview/']")
    expect(page.frame_locator("iframe").get_by_text(BIKE).first).to_be_visible(timeout=PATIENCE)
    oscar.follow("main a[href$='/publish/']")
    assert BIKE in page.locator(".designer-differences").inner_text()
    oscar.send("main form:has(input[name=revision])")

    rita = Actor(site, (phone := visitor(viewport=PHONE)).new_page())
    rita.sign_in("rita")
    rita.go("/p/passerelle/")
    rita.send("main form[action*='/mentee/']", "button")
    fill_on_a_phone(rita, phone)
    take_up_elsewhere(rita, visitor)
    assert oscar.errors == []
    assert rita.errors == []


def fill_on_a_phone(rita: Actor, phone: BrowserContext) -> None:
    """Answer the new questions, lose the network while typing, find the words again."""
    page = rita.page
    rita.follow(".voyage a >> nth=-2")
    colour = page.locator(f"[data-question]:has-text('{COLOUR}')")
    expect(colour).to_be_hidden(timeout=PATIENCE)
    page.get_by_role("group", name=BIKE).get_by_label("oui", exact=True).check()
    expect(colour).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=PATIENCE)
    rita.look()
    phone.set_offline(True)
    colour.locator("input[type=text]").fill("vert bouteille")
    expect(page.locator("[data-saved]")).to_have_text(CUT, timeout=PATIENCE)
    phone.set_offline(False)
    page.reload()
    expect(page.locator("[data-saved]")).to_have_text(SAVED, timeout=PATIENCE)
    page.reload()
    expect(colour.locator("input[type=text]")).to_have_value("vert bouteille", timeout=PATIENCE)


def take_up_elsewhere(rita: Actor, visitor: Callable[..., Any]) -> None:
    """Ask for the link by mail; nobody else learns anything from it."""
    rita.follow("button[value=elsewhere]")
    rita.follow("main form button:has(svg)")
    link = rita.link("form")
    stranger = Actor(rita.site, visitor().new_page())
    stranger.go(link)
    assert "Passerelle" not in stranger.page.locator("main").inner_text()
    rita.go(link)
    assert "/enrolments/" in rita.page.url
