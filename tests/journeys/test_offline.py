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


def note_of(actor: Actor, room: str) -> str:
    actor.go(f"{room}note/")
    return actor.page.locator("main textarea[name=body]").input_value()


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
    ines.go(f"{room}note/")
    ines.page.locator("main textarea[name=body]").fill("Première ligne\n\nDernière ligne")
    ines.page.locator("main form[data-offline] button[type=submit]").click()
    ines.page.wait_for_url(f"**{room}")
    ines.go(f"{room}meetings/")
    meeting = ines.page.locator("main a[href*='/me/meetings/']").first.get_attribute("href")
    assert meeting
    ines.go(meeting)
    title = ines.page.locator("main h2").first.inner_text()
    ines.go(f"{room}note/")
    assert {meeting.partition("#")[0], f"{room}meetings/log/", f"{room}note/"} <= set(
        kept(ines.page, least=5)
    )

    phone.set_offline(True)
    ines.go(meeting)
    assert ines.page.locator("main h2").first.inner_text() == title
    expect(ines.page.locator("[data-offline-words]")).to_contain_text("Pas de réseau")
    ines.go(f"{room}note/")
    ines.page.locator("main textarea[name=body]").fill(
        "Première ligne\n\nDernière ligne\n\nÉcrit dans le train"
    )
    ines.page.locator("main form[data-offline] button[type=submit]").click()
    expect(ines.page.locator("[data-waiting]")).to_contain_text("Écrit dans le train")
    ines.go(f"{room}meetings/log/")
    yesterday = (date.today() - timedelta(days=2)).isoformat()
    ines.page.locator("main [name=day]").fill(yesterday)
    ines.page.locator("main [name=summary]").fill("Appel court, noté dans le train")
    ines.page.locator("main form[data-offline] button[type=submit]").click()
    expect(ines.page.locator("[data-waiting] > li")).to_have_count(2)
    expect(ines.page.locator("[data-readable]")).to_contain_text("Inès et Claire")

    claire.go(f"{room}note/")
    claire.page.locator("main textarea[name=body]").fill(
        "Ajout de Claire\n\nPremière ligne\n\nDernière ligne"
    )
    claire.page.locator("main form[data-offline] button[type=submit]").click()
    claire.page.wait_for_url(f"**{room}")

    phone.set_offline(False)
    expect(ines.page.locator("[data-waiting] > li")).to_have_count(0, timeout=PATIENCE)
    merged = note_of(claire, room)
    for words in ("Ajout de Claire", "Première ligne", "Écrit dans le train"):
        assert merged.count(words) == 1, merged
    claire.go(f"{room}meetings/")
    expect(claire.page.get_by_text("Appel court, noté dans le train")).to_have_count(1)

    # Both changed the same line: nothing is overwritten, the words wait for their author to settle.
    ines.go(f"{room}note/")
    phone.set_offline(True)
    area = ines.page.locator("main textarea[name=body]")
    area.fill(area.input_value().replace("Première ligne", "Première ligne selon Inès"))
    ines.page.locator("main form[data-offline] button[type=submit]").click()
    expect(ines.page.locator("[data-waiting] > li")).to_have_count(1)
    claire.go(f"{room}note/")
    area = claire.page.locator("main textarea[name=body]")
    area.fill(area.input_value().replace("Première ligne", "Première ligne selon Claire"))
    claire.page.locator("main form[data-offline] button[type=submit]").click()
    claire.page.wait_for_url(f"**{room}")
    phone.set_offline(False)
    ines.page.locator("[data-waiting] a.btn").click(timeout=PATIENCE)
    expect(ines.page.locator("main textarea[name=body]")).to_have_value(re.compile("selon Inès"))
    ines.page.locator("main form[data-offline] button[type=submit]").click()
    expect(ines.page.locator("#mine")).to_contain_text("selon Inès")
    expect(ines.page.locator("#theirs")).to_contain_text("selon Claire")
    ines.page.locator("main form[data-offline] button[type=submit]").click()
    ines.page.wait_for_url(f"**{room}")
    assert "selon Inès" in note_of(claire, room)
    assert "selon Claire" in note_of(claire, room)
    ines.go("/offline/")
    expect(ines.page.locator("[data-waiting] > li")).to_have_count(0)


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
