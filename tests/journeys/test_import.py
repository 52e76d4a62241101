"""The alumni of a school, from two real tables to a match run: recognised, corrected, previewed, taken in."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.actors import Actor
from tests.support.site import Site

PEOPLE = Path(__file__).resolve().parents[1] / "data" / "people" / "fr-anabvangun"
MENTEES = (PEOPLE / "Filleul_250.csv").read_bytes()
MENTORS = (PEOPLE / "Mentor_250.csv").read_bytes()
NOBODY = b'"2021/08/17 3:32:41 PM UTC+2","","","2020","DATA","RECHERCHE","True"\r\n'
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PATIENCE = 240_000
"""Milliseconds given to the background work, on a machine that plays all the journeys at once."""


def test_two_real_tables_become_a_match_run(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    nadia = Actor(site, visitor(viewport={"width": 1440, "height": 900}).new_page())
    nadia.page.set_default_timeout(60_000)
    nadia.sign_in("nadia")
    cohort = open_a_programme_for_alumni(nadia)
    send_what_is_no_table(nadia, cohort)
    take_in(nadia, cohort, "mentee", MENTEES + NOBODY, bad=1)
    take_in_again(nadia, cohort, "mentee", MENTEES + NOBODY)
    take_in(nadia, cohort, "mentor", MENTORS, bad=0)
    match(nadia, cohort)
    assert nadia.errors == []


def open_a_programme_for_alumni(nadia: Actor) -> str:
    """Make a programme from the template of schools; return the address of its cohort."""
    nadia.go("/coordination/programmes/new/student-alumni/")
    nadia.page.fill("input[name=title_fr]", "Anciens et élèves")
    nadia.page.fill("input[name=title_en]", "Alumni and students")
    nadia.send("main form:has(input[name=title_fr])")
    nadia.send("main form[action$='/open/']")
    link = nadia.page.locator("a[href*='/coordination/cohorts/']").first
    found = re.match(r"/coordination/cohorts/[0-9a-f-]+/", link.get_attribute("href") or "")
    assert found
    return found.group()


def send_what_is_no_table(nadia: Actor, cohort: str) -> None:
    """A PDF under the name of a table is refused in words; nothing is kept."""
    choose_file(nadia, cohort, "mentee", "eleves.csv", PDF)
    assert "PDF" in nadia.be_refused("main form:has(input[type=file])")
    assert nadia.page.url.endswith("/import/")


def take_in(nadia: Actor, cohort: str, side: str, content: bytes, *, bad: int) -> None:
    """Send a table, correct a column, read the preview, take the good lines in, fetch the others."""
    page = nadia.page
    send_file(nadia, cohort, side, f"{side}.csv", content)
    meaning = {"mentee": "needs", "mentor": "offers"}[side]
    expect(column(page, "Activités et métiers")).to_have_value(meaning)
    expect(column(page, "Prénom")).to_have_value("first_name")
    expect(column(page, "Anglais")).to_have_value("speaks_en")
    column(page, "Horodateur").select_option("")
    nadia.send("main form:has(select)")
    expect(page.locator("h1")).to_contain_text(re.compile(r"^2[345]\d "))
    if bad:
        look_at_what_is_wrong(nadia)
    page.locator("input[name=enrol_as][value=available]").check()
    nadia.send("main form:has(input[name=enrol_as])")
    expect(page.locator("#report")).to_be_visible(timeout=PATIENCE)
    nadia.look()
    expect(page.locator("h1")).to_contain_text(re.compile(r"^2[345]\d personnes inscrites"))


def look_at_what_is_wrong(nadia: Actor) -> None:
    """Each fault has its line and what to do; the lines left out are handed over with their reason."""
    page = nadia.page
    nadia.follow("main a[href='?shelf=wrong']")
    expect(page.locator("main table")).to_contain_text("252")
    with page.expect_download() as download:
        page.locator("main a[href$='/bad-rows/']").first.click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").strip().splitlines()
    assert len(lines) == 2
    assert "RECHERCHE" in lines[1]
    nadia.follow("main a[href='?shelf=new']")


def take_in_again(nadia: Actor, cohort: str, side: str, content: bytes) -> None:
    """The same table again: the choices are remembered, and nobody is new."""
    send_file(nadia, cohort, side, f"{side}-bis.csv", content)
    expect(column(nadia.page, "Horodateur")).to_have_value("")
    nadia.send("main form:has(select)")
    expect(nadia.page.locator("main")).to_contain_text("Personne de nouveau")
    assert nadia.page.locator("input[name=enrol_as]").count() == 0


def match(nadia: Actor, cohort: str) -> None:
    """A run over everyone taken in gives proposals with reasons, and its proof."""
    nadia.go(cohort + "runs/")
    nadia.send("main form[action$='/ask/']")
    nadia.page.wait_for_selector("main a[href$='/announce/']", timeout=PATIENCE)
    nadia.look()
    assert nadia.page.locator("main").get_by_text("Optimum prouvé").count()
    assert nadia.page.locator(".match .reasons li").count() >= 2


def send_file(nadia: Actor, cohort: str, side: str, name: str, content: bytes) -> None:
    """Choose a side and a file, and send it."""
    choose_file(nadia, cohort, side, name, content)
    nadia.send("main form:has(input[type=file])")


def choose_file(nadia: Actor, cohort: str, side: str, name: str, content: bytes) -> None:
    """Choose a side and a file, without sending them."""
    nadia.go(cohort + "import/")
    nadia.page.locator(f"input[name=side][value={side}]").check()
    nadia.page.set_input_files(
        "input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def column(page: Page, header: str) -> Locator:
    """Return the choice of what a column means."""
    return page.get_by_label(header, exact=True)
