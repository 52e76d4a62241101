"""Two people find hours in common, plan several meetings at once, answer from a mail, move one, log one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import icalendar
from playwright.sync_api import BrowserContext, expect

from tests.journeys.actors import Actor
from tests.support.site import Site, links_of

PATIENCE = 60_000
WEEK = ("tue-12", "tue-13", "thu-18", "thu-19", "sat-10", "sat-11")


class Shelf:
    """A calendar at an address of this machine: what it says, and how often it was asked."""

    content = b""
    asked = 0


@contextmanager
def calendar_at_home(shelf: Shelf) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shelf.asked += 1
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar")
            self.end_headers()
            self.wfile.write(shelf.content)

        def log_message(self, *_arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/private.ics"
        server.shutdown()


def busy_at(moment: datetime) -> bytes:
    made = icalendar.Calendar()
    event = icalendar.Event()
    event.add("uid", "dentist@elsewhere.example")
    event.add("dtstart", moment)
    event.add("dtend", moment + timedelta(hours=2))
    event.add("summary", "Dentiste")
    made.add_component(event)
    return made.to_ical()


def slots(actor: Actor) -> list[str]:
    found = actor.page.locator("input[name=slot]").evaluate_all("all => all.map(e => e.value)")
    return [one for one in found if one]


def pick(actor: Actor, slot: str) -> None:
    actor.page.locator(f"label:has(+ input[value='{slot}']), input[value='{slot}'] + label").click()


def say_week(actor: Actor) -> None:
    actor.go("/me/calendars/")
    form = "main form[action$='/week/']"
    ticked = actor.page.locator(f"{form} input[type=checkbox]:checked")
    while ticked.count():
        ticked.first.uncheck()
    for hour in WEEK:
        actor.page.locator(f"{form} input[value='{hour}']").check()
    actor.send(form)


def log_one(actor: Actor, pair: str) -> None:
    """Note a meeting that took place: two taps from the meetings, and not a word to type."""
    actor.go(pair + "meetings/")
    began = time.monotonic()
    taps = 0
    for target in ("main a[href$='/log/']", "main form:has(input[name=summary]) [type=submit]"):
        with actor.page.expect_navigation(wait_until="load"):
            actor.page.locator(target).first.click()
        taps += 1
    assert "/pulse/" in actor.page.url
    print(f"a meeting noted: {taps} taps, {time.monotonic() - began:.1f} s")
    actor.look()


def test_pair_finds_hours_plans_a_series_answers_moves_and_logs(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    ines = Actor(site, visitor(viewport={"width": 390, "height": 844}).new_page())
    claire = Actor(site, visitor(viewport={"width": 1440, "height": 900}).new_page())
    for actor, key in ((ines, "ines"), (claire, "claire")):
        actor.page.set_default_timeout(PATIENCE)
        actor.sign_in(key)
        say_week(actor)
    ines.go("/me/pairs/")
    ines.page.locator("main a[href*='/messages/']").first.click()
    pair = ines.page.url.split("messages/")[0].split("#")[0].removeprefix(site.url)

    ines.go(pair + "meetings/plan/")
    first = slots(ines)[0]
    shelf = Shelf()
    shelf.content = busy_at(datetime.fromisoformat(first))
    with calendar_at_home(shelf) as address:
        ines.go("/me/calendars/")
        ines.page.fill("input[name=address]", address)
        ines.send("main form:has(input[name=address])")
    assert shelf.asked == 1
    assert "Dentiste" not in ines.page.content()
    ines.go(pair + "meetings/plan/")
    assert first not in slots(ines), "an hour busy in the calendar is not proposed"

    chosen = slots(ines)[0]
    pick(ines, chosen)
    expect(ines.page.locator(".other-hour")).to_be_hidden()
    ines.page.locator("summary", has_text="plusieurs rencontres").click()
    ines.page.locator("select[name=every_weeks]").select_option("1")
    ines.page.fill("input[name=times]", "3")
    ines.send("main form:has(input[name=slot])")

    invited = site.mail(to=claire.email, about="3 rencontres")
    parts = [part for part in invited.walk() if part.get_content_type() == "text/calendar"]
    assert "RRULE" in parts[0].get_content()
    link = next(one for one in links_of(invited) if "/answer/" in one)
    stranger = Actor(site, visitor(viewport={"width": 390, "height": 844}).new_page())
    stranger.page.set_default_timeout(PATIENCE)
    stranger.go(link)
    stranger.send("main form", "button[value=accepted]")
    assert site.mail(to=ines.email, about="Réponse de Claire")

    claire.go(pair + "meetings/")
    claire.page.locator("main a[href$='/move/']").last.click()
    claire.page.wait_for_load_state("load")
    pick(claire, slots(claire)[-1])
    claire.send("main form:has(input[name=slot])")
    moved = site.mail(to=ines.email, about="déplacée")
    [part] = [part for part in moved.walk() if part.get_content_type() == "text/calendar"]
    assert "RECURRENCE-ID" in part.get_content()

    log_one(ines, pair)
    for actor in (ines, claire, stranger):
        assert actor.errors == []
