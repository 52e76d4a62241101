"""Two people write in the same note at once: the words of each appear before the other, a cut line loses none."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.actors import Actor
from tests.support.site import Site

PATIENCE = 60_000


def test_two_browsers_write_the_same_note_at_once(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    ines = Actor(site, visitor(viewport={"width": 390, "height": 844}).new_page())
    claire = Actor(site, visitor(viewport={"width": 1440, "height": 900}).new_page())
    for actor, key in ((ines, "ines"), (claire, "claire")):
        actor.page.set_default_timeout(PATIENCE)
        actor.sign_in(key)
        actor.go("/me/pairs/")
        actor.page.locator("main a[href$='/note/']").first.click()
        expect(actor.page.locator("[data-live-state=open]")).to_have_count(1, timeout=PATIENCE)
        expect(actor.page.locator("[data-note-state=ready]")).to_have_count(1)
    field = "main textarea[name=body]"
    ines.page.locator(field).press("Control+Home")
    ines.page.locator(field).press_sequentially("Début d’Inès. ", delay=40)
    claire.page.locator(field).press("Control+End")
    claire.page.locator(field).press_sequentially(" Fin de Claire.", delay=40)
    for actor in (ines, claire):
        expect(actor.page.locator(field)).to_have_value(
            re_of("Début d’Inès.", "Fin de Claire."), timeout=PATIENCE
        )
    claire.page.context.set_offline(True)
    claire.page.locator(field).press("Control+End")
    claire.page.locator(field).press_sequentially(" Écrit sans réseau.")
    expect(claire.page.locator("[data-note-said]")).to_contain_text("Pas de connexion")
    ines.page.locator(field).press("Control+Home")
    ines.page.locator(field).press_sequentially("Pendant ce temps. ")
    claire.page.context.set_offline(False)
    for actor in (ines, claire):
        expect(actor.page.locator(field)).to_have_value(
            re_of("Pendant ce temps.", "Début d’Inès.", "Fin de Claire.", "Écrit sans réseau."),
            timeout=PATIENCE,
        )
    assert ines.page.locator(field).input_value() == claire.page.locator(field).input_value()
    ines.look()
    assert ines.errors == []
    assert claire.errors == []


def re_of(*parts: str) -> object:
    """Return what a text that holds these parts in this order looks like."""
    import re

    return re.compile(r"[\s\S]*".join(re.escape(part) for part in ("", *parts, "")))
