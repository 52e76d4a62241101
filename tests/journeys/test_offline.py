"""On a poor network: a meeting is read, a note and a log are written without one, and nothing is lost or doubled."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.actors import Actor
from tests.support.site import Site

PATIENCE = 60_000
PHONE = {"width": 390, "height": 844}
KEPT = """async () => (await Promise.all((await caches.keys()).filter((name) => name.startsWith("pages-"))
  .map(async (name) => (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))).flat()"""


def kept(page: Page, *, least: int) -> list[str]:
    """Return the pages kept on the device, once there are that many."""
    found: list[str] = []
    for _attempt in range(60):
        found = page.evaluate(KEPT)
        if len(found) >= least:
            break
        page.wait_for_timeout(500)
    return found


def write_note(actor: Actor, room: str, change: Callable[[str], str]) -> None:
    """Change the shared note, and wait until it is kept."""
    actor.go(f"{room}note/")
    area = actor.page.locator("main form[data-note-state=ready] textarea[name=body]")
    area.fill(change(area.input_value()))
    expect(actor.page.locator("[data-note-said]")).to_contain_text("Enregistré", timeout=PATIENCE)


def test_note_and_log_written_without_a_network_are_there_once_beside_the_words_of_the_other(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    phone = visitor(viewport=PHONE)
    ines, claire = Actor(site, phone.new_page()), Actor(site, visitor().new_page())
    for actor, key in ((ines, "ines"), (claire, "claire")):
        actor.page.set_default_timeout(PATIENCE)
        actor.sign_in(key)
    ines.go("/me/pairs/")
    ines.page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)
    room = re.sub(r"(/me/pairs/[0-9a-f-]+/).*", r"\1", ines.page.url.removeprefix(site.url))
    write_note(ines, room, lambda _old: "Première ligne\n\nDernière ligne")
    ines.go(f"{room}meetings/")
    meeting = ines.page.locator("main a[href*='/me/meetings/']").first.get_attribute("href")
    assert meeting
    meeting = re.sub(r"(/me/meetings/[0-9a-f-]+/).*", r"\1", meeting)
    ines.go(meeting)
    title = ines.page.locator("main h2").first.inner_text()
    wanted = {meeting, f"{room}meetings/log/", f"{room}note/"}
    assert wanted <= set(kept(ines.page, least=5))
    ines.go(f"{room}note/")

    phone.set_offline(True)
    ines.go(meeting)
    assert ines.page.locator("main h2").first.inner_text() == title
    expect(ines.page.locator("[data-offline-words]")).to_contain_text("Pas de réseau")
    ines.go(f"{room}note/")
    area = ines.page.locator("main form[data-note-state=ready] textarea[name=body]")
    area.fill(area.input_value() + "\n\nÉcrit dans le train")
    ines.go(f"{room}meetings/log/")
    two_days_ago = (date.today() - timedelta(days=2)).isoformat()
    log(ines, two_days_ago, "Appel court, noté dans le train")
    expect(ines.page.locator("[data-waiting]")).to_contain_text("Écrit dans le train")
    expect(ines.page.locator("[data-waiting] > li")).to_have_count(2)
    expect(ines.page.locator("[data-readable]")).to_contain_text("Inès")

    write_note(claire, room, lambda old: "Ajout de Claire\n\n" + old)

    phone.set_offline(False)
    expect(ines.page.locator("[data-waiting] > li")).to_have_count(0, timeout=PATIENCE)
    claire.go(f"{room}note/")
    merged = claire.page.locator("main textarea[name=body]").input_value()
    for words in ("Ajout de Claire", "Première ligne", "Dernière ligne", "Écrit dans le train"):
        assert merged.count(words) == 1, merged
    claire.go(f"{room}meetings/")
    expect(claire.page.get_by_text("Appel court, noté dans le train")).to_have_count(1)

    # What the server cannot take as it is comes back to its author, and is never thrown away.
    ines.go(f"{room}meetings/log/")
    phone.set_offline(True)
    log(ines, (date.today() + timedelta(days=9)).isoformat(), "Noté au mauvais jour")
    phone.set_offline(False)
    ines.page.locator("[data-waiting] a.btn").click(timeout=PATIENCE)
    expect(ines.page.locator("main [name=summary]")).to_have_value("Noté au mauvais jour")
    ines.page.locator("main form[data-offline] button[type=submit]").click()
    expect(ines.page.locator(".error-summary")).to_be_visible()
    log(ines, (date.today() - timedelta(days=1)).isoformat(), "Noté au bon jour")
    ines.page.wait_for_url("**/pulse/**")
    ines.go("/offline/")
    expect(ines.page.locator("[data-waiting] > li")).to_have_count(0)


def log(actor: Actor, day: str, words: str) -> None:
    """Fill in the form that notes a past meeting, and send it."""
    actor.page.locator("main [name=day]").fill(day)
    actor.page.locator("main [name=summary]").fill(words)
    actor.page.locator("main form[data-offline] button[type=submit]").click()


def test_nothing_kept_is_shown_to_the_next_person_of_the_device(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    device = visitor(viewport=PHONE)
    ines = Actor(site, device.new_page())
    ines.page.set_default_timeout(PATIENCE)
    ines.sign_in("ines")
    ines.go("/me/pairs/")
    ines.page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)
    room = ines.page.url
    assert kept(ines.page, least=3)
    ines.go("/account/logout/")
    ines.page.locator("main form button[type=submit]").first.click()
    ines.page.wait_for_load_state()
    for _attempt in range(20):
        if not ines.page.evaluate(KEPT):
            break
        ines.page.wait_for_timeout(250)
    assert ines.page.evaluate(KEPT) == []
    device.set_offline(True)
    ines.page.goto(room)
    expect(ines.page.locator("h1")).to_have_text("Sans réseau")
    expect(ines.page.locator("[data-readable] > li")).to_have_count(0)


def test_browser_finds_the_site_fit_to_be_installed(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    page = visitor().new_page()
    page.goto(site.url)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)", timeout=PATIENCE)
    session = page.context.new_cdp_session(page)
    told = session.send("Page.getAppManifest")
    assert told["errors"] == []
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's browser has no profile to install into; everything else is as it should be.
    assert [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"] == []
