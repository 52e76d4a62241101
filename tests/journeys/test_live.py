"""Two people of a pair write to each other: what one sends appears before the other without a reload."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.actors import Actor
from tests.support.site import Site

PATIENCE = 60_000


def test_message_appears_before_the_other_without_a_reload(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    ines = Actor(site, visitor(viewport={"width": 390, "height": 844}).new_page())
    claire = Actor(site, visitor(viewport={"width": 1440, "height": 900}).new_page())
    for actor, key in ((ines, "ines"), (claire, "claire")):
        actor.page.set_default_timeout(PATIENCE)
        actor.sign_in(key)
    for actor in (ines, claire):
        actor.go("/me/pairs/")
        actor.page.locator("main a[href*='/messages/']").first.click()
        expect(actor.page.locator("[data-live-state=open]")).to_have_count(1, timeout=PATIENCE)
    claire.page.locator("main textarea[name=body]").fill("Une bonne nouvelle pour jeudi !")
    ines.page.locator("main textarea[name=body]").fill("J’allais vous écrire")
    claire.page.locator("main form:has(textarea[name=body]) button[type=submit]").click()
    expect(ines.page.locator("#letters")).to_contain_text(
        "Une bonne nouvelle pour jeudi !", timeout=PATIENCE
    )
    typed = ines.page.locator("main textarea[name=body]").input_value()
    assert typed == "J’allais vous écrire", "what is being typed stays"
    ines.look()
    assert ines.errors == []
    assert claire.errors == []
