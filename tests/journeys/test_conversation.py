"""Two people write to each other: files, the card of a goal, a reading seen live, a word found again."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from ithaque.demo import papers
from tests.journeys.actors import Actor
from tests.journeys.conftest import PHONE
from tests.support.site import Site

PATIENCE = 60_000
WORDS = "Nous avons rencontré l’équipe du musée."


def test_files_card_reading_seen_live_and_search(
    site: Site, visitor: Callable[..., BrowserContext]
):
    ines = Actor(site, visitor(viewport=PHONE).new_page())
    claire = Actor(site, visitor().new_page())
    for actor, key in ((ines, "ines"), (claire, "claire")):
        actor.page.set_default_timeout(PATIENCE)
        actor.sign_in(key)
        actor.go("/me/pairs/")
    claire.follow("main a[href*='/messages/']")
    claire.page.locator("main textarea[name=body]").fill(WORDS)
    claire.page.locator("summary", has_text="Joindre un fichier").click()
    claire.page.locator("input[name=files]").set_input_files(
        [
            {"name": "Programme.pdf", "mimeType": "application/pdf", "buffer": pdf()},
            {"name": "Semaine.png", "mimeType": "image/png", "buffer": papers.week([])},
        ]
    )
    claire.page.locator("input[name=about][value^='goal:']").first.check()
    claire.send("main form:has(textarea[name=body])")
    letter = claire.page.locator("#letters article", has_text=WORDS).last
    expect(letter).to_contain_text("envoyé")
    expect(letter).to_contain_text("Programme.pdf")
    expect(letter.locator("a.card-link[href*='/goals/']")).to_have_count(1)
    expect(claire.page.locator("[data-live-state=open]")).to_have_count(1, timeout=PATIENCE)

    open_letters(ines)
    expect(letter).to_contain_text("Lu par Inès", timeout=PATIENCE)
    expect(letter).not_to_contain_text("envoyé")
    claire.look()

    ines.page.locator("input[name=q]").fill("rencontre musee")
    ines.follow("form[role=search] button")
    found = ines.page.locator("main a", has_text="du musée").first
    expect(found.locator("mark")).to_have_text(["rencontré", "musée"])
    with ines.page.expect_navigation(wait_until="load"):
        found.click()
    letter = ines.page.locator("article", has_text=WORDS).last
    expect(letter).to_be_in_viewport()
    see_drawing(ines)
    ines.look()
    with ines.page.expect_download() as download:
        letter.locator("a[download]").click()
    assert download.value.suggested_filename == "Programme.pdf"
    assert download.value.path().read_bytes() == pdf()
    with ines.page.expect_navigation(wait_until="load"):
        letter.locator("a.card-link[href*='/goals/']").click()
    ines.look()
    assert ines.errors == []
    assert claire.errors == []


def open_letters(actor: Actor) -> None:
    """Open the messages of the pair from the list of pairs."""
    with actor.page.expect_navigation(wait_until="load"):
        actor.page.locator("main a[href*='/messages/']").first.click()
    see_drawing(actor)
    actor.look()


def see_drawing(actor: Actor) -> None:
    """Wait until the image of the letter is drawn: the page is then as tall as it gets."""
    drawn = actor.page.locator("article", has_text=WORDS).last.locator("img.enclosed-image")
    drawn.scroll_into_view_if_needed()
    expect(drawn).to_have_js_property("naturalWidth", 481)


def pdf() -> bytes:
    """Return the page Claire joins."""
    return papers.page("Programme de la visite", ["10 h : l’atelier de restauration"])
