"""Two people meet in the video room: real browsers, false cameras; they see, hear, write, share, mute and come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from tests.journeys.actors import Actor
from tests.journeys.conftest import PHONE
from tests.support.site import Site

PATIENCE = 60_000
FALSE_CAMERA = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--auto-select-desktop-capture-source=Entire screen",
]
# What the browser decoded of the other: frames of their picture, energy of their voice.
RECEIVED = """async () => {
  const found = { frames: 0, sound: 0 };
  for (const one of (await window.ithaqueCall.getStats()).values()) {
    if (one.type !== "inbound-rtp") continue;
    if (one.kind === "video") found.frames += one.framesDecoded ?? 0;
    if (one.kind === "audio") found.sound += one.totalSamplesReceived ?? 0;
  }
  return found;
}"""
# The connection a page makes is the one asked for its figures; speech is written down by a stand-in.
WATCH = """
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real { constructor(...given) { super(...given); window.ithaqueCall = this; } };
class Ear extends EventTarget {
  static async available() { return window.canCaption ? "available" : "unavailable"; }
  start() { this.timer = setInterval(() => this.dispatchEvent(Object.assign(new Event("result"),
    { results: [Object.assign([{ transcript: "Bonjour, vous m’entendez ?" }], { isFinal: true })] })), 300); }
  stop() { clearInterval(this.timer); }
}
window.SpeechRecognition = Ear;
"""


@pytest.fixture
def call_browser(browser_type: BrowserType, browser_type_launch_args: dict) -> Iterator[Browser]:
    """A browser with a false camera and a false microphone."""
    options = {**browser_type_launch_args}
    options["args"] = [*options["args"], *FALSE_CAMERA]
    launched = browser_type.launch(**options)
    yield launched
    launched.close()


@pytest.fixture
def caller(call_browser: Browser, browser_context_args: dict, site: Site) -> Callable[..., Actor]:
    """Open the browser of one of the two, camera and microphone allowed."""

    def open_one(key: str, **changes: object) -> Actor:
        context: BrowserContext = call_browser.new_context(**{**browser_context_args, **changes})
        context.grant_permissions(["camera", "microphone"])
        context.add_init_script(WATCH)
        actor = Actor(site, context.new_page())
        actor.page.set_default_timeout(PATIENCE)
        actor.sign_in(key)
        return actor

    return open_one


def _plan_now(actor: Actor) -> str:
    """Plan a meeting by video in ten minutes; return the path of its room."""
    actor.go("/me/pairs/")
    actor.page.locator("main a[href*='/meetings/']").first.click()
    pair = actor.page.url.split("/pairs/")[1].split("/")[0]
    actor.go(f"/me/pairs/{pair}/meetings/plan/")
    soon = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(minutes=10)
    form = actor.page.locator("main form:has([name=topic])")
    form.locator("[name=slot][value='']").check(force=True)  # another hour than those in common
    form.locator("[name=day]").fill(soon.date().isoformat())
    form.locator("[name=hour]").fill(f"{soon:%H:%M}")
    form.locator("[name=modality]").select_option("remote")
    form.locator("[name=topic]").fill("Essai de la vidéo")
    actor.send(form)
    actor.follow("article:has-text('Essai de la vidéo') h3 a")
    return actor.page.url.replace(actor.site.url, "") + "call/"


def _enter(actor: Actor, room: str) -> Page:
    actor.go(room)
    page = actor.page
    page.get_by_role("button", name="Essayer ma caméra").click()
    expect(page.get_by_text("La caméra et le micro fonctionnent")).to_be_visible(timeout=PATIENCE)
    actor.look()
    page.locator("[data-part=join]").click()
    return page


def _grows(page: Page, name: str) -> None:
    before = page.evaluate(RECEIVED)[name]
    page.wait_for_function(
        f"async ([name, before]) => (await ({RECEIVED})())[name] > before + 5",
        arg=[name, before],
        timeout=PATIENCE,
    )


def _is_together(page: Page) -> None:
    expect(page.locator("[data-call]")).to_have_attribute(
        "data-state", "connected", timeout=PATIENCE
    )


def test_two_people_meet_by_video(site: Site, caller: Callable[..., Actor]) -> None:
    ines, claire = caller("ines", viewport=PHONE), caller("claire")
    room = _plan_now(ines)

    here = _enter(ines, room)
    expect(here.get_by_text("n’est pas encore là")).to_be_visible()
    there = _enter(claire, room)
    for page in (here, there):
        _is_together(page)
        _grows(page, "frames")
        _grows(page, "sound")
    ines.look()
    claire.look()

    here.locator("[data-part=write]").fill("Je vous vois <b>bien</b>")
    here.locator("[data-part=write]").press("Enter")
    expect(there.locator("[data-part=words]")).to_contain_text("Je vous vois <b>bien</b>")

    there.get_by_role("button", name="Micro", exact=True).click()
    expect(here.get_by_text("Claire a fermé son micro.")).to_be_visible()
    there.get_by_role("button", name="Micro", exact=True).click()
    expect(here.get_by_text("Claire a fermé son micro.")).to_be_hidden()

    there.get_by_role("button", name="Voix seule").click()
    expect(here.get_by_text("Claire continue par la voix seule")).to_be_visible()
    _grows(here, "sound")
    there.get_by_role("button", name="Voix seule").click()
    _grows(here, "frames")

    here.get_by_role("button", name="Sous-titres").click()
    expect(here.get_by_text("ne sait pas sous-titrer")).to_be_visible()
    here.get_by_role("button", name="Sous-titres").click()
    there.evaluate("window.canCaption = true")
    here.get_by_role("button", name="Sous-titres").click()
    expect(here.locator("[data-part=caption]")).to_have_text("Bonjour, vous m’entendez ?")
    expect(there.get_by_text("sous-titré pour l’autre")).to_be_visible()
    here.get_by_role("button", name="Sous-titres").click()
    expect(there.get_by_text("sous-titré pour l’autre")).to_be_hidden()

    there.get_by_role("button", name="Écran").click()
    expect(there.get_by_role("button", name="Écran")).to_have_attribute("aria-pressed", "true")
    _grows(here, "frames")

    # The page of one is lost and opened again: they find each other, from the same address.
    here.reload()
    here.get_by_role("button", name="Essayer ma caméra").click()
    here.locator("[data-part=join]").click()
    for page in (here, there):
        _is_together(page)
        _grows(page, "frames")

    here.get_by_role("button", name="Quitter").click()
    expect(here.get_by_role("link", name="Actions et prochaine date")).to_be_visible()
    expect(there.get_by_text("Inès a quitté la salle")).to_be_visible(timeout=PATIENCE)
    ines.look()
    assert ines.errors == []
    assert claire.errors == []
