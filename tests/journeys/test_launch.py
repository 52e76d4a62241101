"""From sign-in to open enrolment with a template, counted: gestures of the hand, as a new coordinator would make them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from ithaque.demo.cast import BY_KEY, PASSWORD
from tests.support.site import Site

CLICKS, MINUTES = 12, 15
"""The bar is 40 clicks and a quarter of an hour; more clicks than this would be a step backwards."""

KEY, POINT, PRESS, HOME, THINK = 0.28, 1.1, 0.2, 0.4, 1.35
"""Seconds of the keystroke-level model (Card, Moran and Newell, 1980): a key for an average typist, pointing, a press
of the mouse (down and up), a hand moved to the keyboard or back, preparing oneself for each click."""

WORDS_A_MINUTE = 195
"""Silent reading in French (Trauzettel-Klosinski and Dietz, 2012, IReST)."""


class Hand:
    """Counts what a hand does: presses of the button of the mouse, and keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.keys, self.homes, self.words = page, 0, 0, 0, 0

    @property
    def minutes(self) -> float:
        """Return how long all this takes someone who reads every word of every page."""
        hand = self.clicks * (THINK + POINT + PRESS) + self.keys * KEY + self.homes * HOME
        return hand / 60 + self.words / WORDS_A_MINUTE

    def read(self) -> None:
        """Read the page that came, whole."""
        self.words += len(self.page.locator("main").inner_text().split())

    def click(self, selector: str) -> None:
        """Press something that leads to another page."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()
        self.clicks += 1
        self.read()

    def type(self, selector: str, words: str) -> None:
        """Click a field and type in it."""
        self.page.fill(selector, words)
        self.clicks += 1
        self.keys += len(words)
        self.homes += 2


def test_enrolment_opens_a_few_clicks_after_signing_in(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    page = visitor().new_page()
    page.goto(f"{site.url}/account/login/")
    hand = Hand(page)
    hand.read()
    hand.type("main input[name=login]", BY_KEY["oscar"].email)
    hand.type("main input[name=password]", PASSWORD)
    hand.click("main form:has(input[name=password]) button[type=submit]")
    hand.click("nav a[href$='/coordination/programmes/']")
    hand.click("main a[href$='/programmes/new/']")
    hand.click("main a[href$='/programmes/new/peers/']")
    hand.click("main form:has(input[name=title_fr]) button[type=submit]")
    hand.click("main form[action$='/open/'] button")
    expect(page.locator("main")).to_contain_text("open")
    hand.click("main a[href*='/p/']")
    expect(page.locator("main form, main a.btn-sun").first).to_be_visible()
    assert hand.clicks <= CLICKS, hand.clicks
    assert hand.minutes <= MINUTES, hand.minutes
    print(
        f"{hand.clicks} clicks, {hand.keys} keys, {hand.words} words read, {hand.minutes:.1f} minutes"
    )
