"""An instance nobody runs yet: the code of the terminal, an administrator, a message tried, a programme."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.actors import Actor
from tests.journeys.conftest import PHONE
from tests.support.site import Site, text_of

EMAIL = "adele@cap-brest.example"
PASSWORD = "trois voiles sur la rade"


def test_a_new_instance_is_taken_in_hand_on_a_phone_in_french(
    empty_site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    adele = Actor(empty_site, visitor(viewport=PHONE).new_page(), email=EMAIL)
    say_the_code(adele)
    say_who_one_is(adele)
    try_the_mail(adele)
    open_a_first_programme(adele)
    nobody_else_can(Actor(empty_site, visitor(locale="en-GB").new_page()))
    assert adele.errors == []


def say_the_code(adele: Actor) -> None:
    """The home of an empty instance leads to its set-up; a wrong code is said, and kept on screen."""
    adele.go("/")
    expect(adele.page).to_have_url(adele.site.url + "/set-up/")
    adele.page.fill("input[name=code]", "AAAA-BBBB-CCCC")
    said = adele.be_refused("main form:has(input[name=code])")
    assert "Ce n’est pas le code du terminal" in said
    expect(adele.page.locator("input[name=code]")).to_have_value("AAAA-BBBB-CCCC")
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", adele.site.printed)
    assert found, adele.site.printed
    adele.page.fill("input[name=code]", found.group().lower())
    adele.send("main form:has(input[name=code])")


def say_who_one_is(adele: Actor) -> None:
    """A weak password is refused with its reason, and the rest is kept."""
    for name, value in {
        "organisation": "Cap Brest",
        "first_name": "Adèle",
        "last_name": "Fontaine",
        "email": EMAIL,
        "password": "voile",
    }.items():
        adele.page.fill(f"input[name={name}]", value)
    adele.be_refused("main form:has(input[name=organisation])")
    expect(adele.page.locator("input[name=organisation]")).to_have_value("Cap Brest")
    adele.page.fill("input[name=password]", PASSWORD)
    adele.send("main form:has(input[name=organisation])")
    expect(adele.page.locator("h1")).to_contain_text("Le courrier part-il")


def try_the_mail(adele: Actor) -> None:
    """The message tried is a real one: it is in the outbox, in French."""
    adele.send("main form:has(input[name=to])")
    expect(adele.page.locator("main")).to_contain_text("Le message est écrit")
    assert "essai" in text_of(adele.site.mail(to=EMAIL))


def open_a_first_programme(adele: Actor) -> None:
    """From a template to its public page; the administration is one link away."""
    adele.follow("main a[href$='/programmes/new/']")
    adele.follow("main a[href$='youth-insertion/']")
    adele.page.fill("input[name=title_fr]", "Cap Insertion Brest")
    adele.page.fill("input[name=title_en]", "Cap Insertion Brest")
    adele.send("main form:has(input[name=title_fr])")
    adele.send("main form[action$='/open/']")
    adele.go("/administration/")
    adele.go("/administration/outbox")
    adele.go("/administration/organisations")
    adele.follow("main a.sheet")
    expect(adele.page.locator("h1")).to_have_text("Cap Brest")


def nobody_else_can(stranger: Actor) -> None:
    """The set-up page is gone, and the home shows the programme."""
    answer = stranger.page.goto(stranger.site.url + "/set-up/")
    assert answer is not None
    assert answer.status == 404
    stranger.go("/")
    expect(stranger.page.locator("main")).to_contain_text("Cap Insertion Brest")
