"""A coordinator draws a form and publishes it; someone fills it on a phone, leaves, and takes it up by link."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import BrowserContext, Locator, expect

from tests.journeys.actors import Actor
from tests.journeys.conftest import PHONE
from tests.support.site import Site

SAVED = re.compile(r"Enregistré à \d+\sh")
LICENCE, WHICH, CHILDREN = "Avez-vous le permis ?", "Lequel ?", "Combien d’enfants ?"


def test_form_is_drawn_published_filled_on_a_phone_and_taken_up_by_link(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    nadia = Actor(site, visitor().new_page())
    drawn = Drawing(nadia)
    drawn.begin()
    drawn.write_the_step()
    drawn.ask_a_choice()
    drawn.ask_on_condition()
    drawn.ask_for_reports_only()
    drawn.bring_the_step_first()
    drawn.preview()
    public = drawn.publish()
    lou = Actor(site, visitor(viewport=PHONE).new_page())
    Filling(lou, public).play()
    assert nadia.errors == []
    assert lou.errors == []


class Drawing:
    """The coordinator’s scenes, without a pause between typing and the next press."""

    def __init__(self, nadia: Actor) -> None:
        self.nadia, self.page = nadia, nadia.page

    @property
    def editor(self) -> Locator:
        """Return the part being written."""
        return self.page.locator("form.designer-editor")

    def begin(self) -> None:
        """A programme of one’s own, from the blank template, and the form of its mentees."""
        nadia = self.nadia
        nadia.sign_in("nadia")
        nadia.go("/coordination/programmes/new/blank/")
        self.page.fill("input[name=title_fr]", "Sur la route")
        self.page.fill("input[name=title_en]", "On the road")
        nadia.send("main form:has(input[name=title_fr])")
        self.programme = self.page.url.partition("?")[0]
        nadia.go(f"{self.programme}forms/mentee/")

    def write_the_step(self) -> None:
        """A step of its own, in both languages."""
        self._add("section")
        self._type("title", "Vous et la route", "You and the road")
        self._done()
        self.step = self.page.locator(".designer-step").last.get_attribute("data-section") or ""

    def ask_a_choice(self) -> None:
        """One choice; its words are kept although the next question is asked for at once."""
        self._add("choice")
        self._type("label", LICENCE, "Do you drive?")
        for number, (french, english) in enumerate((("Oui", "Yes"), ("Non", "No"))):
            self.editor.locator(f"[name=options-{number}-fr]").fill(french)
            self.editor.locator(f"[name=options-{number}-en]").fill(english)
        self.editor.locator("[name=required]").check()
        self._add("short-text")
        expect(self.page.locator(".designer-questions").last).to_contain_text(LICENCE)

    def ask_on_condition(self) -> None:
        """A text asked only of who said yes."""
        self._type("label", WHICH, "Which one?")
        condition = self.editor.locator(".designer-condition").first
        condition.locator("[name=shown_if-0-question]").select_option(label=LICENCE)
        value = self.editor.locator("[name=shown_if-0-value]")
        expect(value).to_be_visible()
        value.select_option(label="Oui")
        self._done()
        expect(self.page.locator(".designer-questions").last).to_contain_text(WHICH)

    def ask_for_reports_only(self) -> None:
        """A number for reports, which is no matching criterion, and the screen says why."""
        self._add("number")
        self._type("label", CHILDREN, "How many children?")
        self.editor.locator("[name=used_for][value=reporting]").check()
        expect(self.editor.locator("[data-saved]")).to_have_text(SAVED)
        self.editor.locator("[name=required]").check()
        self._done()
        self.nadia.look()
        self.page.get_by_role("link", name=CHILDREN, exact=True).click()
        self.editor.locator("[name=readers]:not(:checked)").first.check()
        expect(self.editor.locator("[data-saved]")).to_have_text(SAVED)
        self._done()

    def bring_the_step_first(self) -> None:
        """The step moves up by its button, place by place."""
        while self.page.locator(".designer-step").first.get_attribute("data-section") != self.step:
            before = self.page.locator(".designer-step").count()
            place = self._place()
            self.page.locator(f"button[value='up:{self.step}']").click()
            expect(self.page.locator(f".designer-step:nth-child({place})")).to_have_attribute(
                "data-section", self.step
            )
            assert self.page.locator(".designer-step").count() == before

    def preview(self) -> None:
        """What a mentee sees, on a phone, in both languages."""
        for language, words in (("fr", LICENCE), ("en", "Do you drive?")):
            self.nadia.go(
                f"{self.programme}forms/mentee/preview/?role=answers&language={language}&size=phone"
            )
            frame = self.page.frame_locator("iframe.preview-frame")
            expect(frame.get_by_text(words).first).to_be_visible()

    def publish(self) -> str:
        """The differences in words, then the version; enrolment opens; return its public page."""
        nadia = self.nadia
        nadia.go(f"{self.programme}forms/mentee/publish/")
        assert LICENCE in self.page.locator(".designer-differences").inner_text()
        nadia.send("main form:has(input[name=revision])")
        nadia.go(self.programme)
        nadia.send("main form[action$='/open/']")
        return self.page.locator("main a[href^='/p/']").first.get_attribute("href") or ""

    def _add(self, kind: str) -> None:
        before = self.editor.get_attribute("action") if self.editor.count() else None
        self.page.locator(f".designer-palette button[value={kind}]").click()
        expect(self.editor).not_to_have_attribute("action", before or "")

    def _type(self, name: str, french: str, english: str) -> None:
        self.editor.locator(f"[name={name}_fr]").press_sequentially(french)
        self.editor.locator(f"[name={name}_en]").fill(english)

    def _done(self) -> None:
        self.editor.locator("button[value=done]").click()
        expect(self.editor).to_have_count(0)

    def _place(self) -> int:
        steps = self.page.locator(".designer-step").all()
        return next(
            number
            for number, one in enumerate(steps)
            if one.get_attribute("data-section") == self.step
        )


class Filling:
    """The mentee’s scenes, on a phone."""

    def __init__(self, lou: Actor, public: str) -> None:
        self.lou, self.page, self.public = lou, lou.page, public

    def play(self) -> None:
        """Sign up, answer, leave in the middle, come back by the link of the mail."""
        lou = self.lou
        lou.go(self.public)
        lou.follow("main a[href*='mentee%2F']")
        lou.sign_up(f"lou-{datetime.now():%H%M%S}@ithaque.example", "Lou", "Carré")
        lou.send("main form")
        expect(self.page.locator("h1")).to_have_text("Vous et la route")
        which = self.page.get_by_label(WHICH)
        expect(which).to_be_hidden()
        self.page.get_by_label("Oui").check()
        expect(self.page.locator("[data-saved]").first).to_have_text(SAVED)
        which.fill("Celui des cars")
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator("main button[value=elsewhere]").click()
        lou.look()
        lou.send("main form[action$='/elsewhere/']")
        lou.go("/me/")
        lou.go(lou.link("formulaire"))
        expect(self.page.get_by_label("Oui")).to_be_checked()
        expect(self.page.get_by_label(WHICH)).to_have_value("Celui des cars")
        self.page.get_by_label(CHILDREN).fill("2")
        lou.send("main form:has(.form-actions)")
        expect(self.page.locator("h1")).not_to_have_text("Vous et la route")
