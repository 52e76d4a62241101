"""A programme for young people, whose mentors pass an interview, a check and a training before they are matched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.test_whole_loop import Loop
from tests.support.site import Site


def test_mentor_is_interviewed_checked_trained_then_matched(
    site: Site, visitor: Callable[..., BrowserContext]
) -> None:
    welcome = Welcome(site, visitor)
    welcome.open_a_programme()
    welcome.enrol()
    welcome.interview()
    welcome.check()
    welcome.train()
    welcome.validate()
    welcome.match()
    welcome.accept()
    assert [error for actor in welcome.actors for error in actor.errors] == []


class Welcome(Loop):
    """The scenes between the form and the match, from the template for young people."""

    template = "youth-insertion"

    def interview(self) -> None:
        """Hours are opened, the mentor books one, the coordinator says how it went."""
        nadia, mentor = self.nadia, self.mentor
        self._open_hours()
        nadia.send("main form:has(input[name=begins])")
        self._open_hours()
        with pytest.raises(AssertionError, match="chevauchent"):  # the same hours, a second time
            nadia.send("main form:has(input[name=begins])")
        self._find_the_mentor()
        nadia.page.select_option("main select[name=to]", "interview")
        nadia.send("main form[action$='/move/']")
        self.site.mail(to=mentor.email, about="entretien")
        mentor.go(self.status)
        hours = mentor.page.locator("main input[name=slot]")
        assert hours.count() == 2
        hours.first.check()
        mentor.send("main form:has(input[name=slot])")
        for email in (mentor.email, nadia.email):
            invited = self.site.mail(to=email, about="Votre entretien")
            assert any(part.get_content_type() == "text/calendar" for part in invited.walk())
        nadia.go(self.enrolment)
        nadia.page.locator("main summary:has(+ form[action$='/step/'])").click()
        form = nadia.page.locator("main form[action$='/step/']")
        form.locator("select[name$=step]").select_option("interview")
        form.locator("input[value=passed]").check()
        nadia.send(form)

    def check(self) -> None:
        """A document is shown; its day and its end are kept, and a word of honour."""
        nadia = self.nadia
        nadia.page.locator("main summary", has_text="casier").click()
        form = nadia.page.locator("main form[action$='/check/']")
        form.locator("input[value=passed]").check()
        form.locator("input[name$=seen_by_me]").check()
        nadia.send(form)
        assert "vaut jusqu’au" in nadia.page.locator("#vetting").inner_text()
        assert nadia.page.get_by_text("reste à franchir").count()

    def train(self) -> None:
        """The mentor follows the training, and says so: the team has everything it asked for."""
        self.mentor.go(self.status)
        self.mentor.send("main form[action$='/trained/']")
        self.nadia.go(self.enrolment)
        assert not self.nadia.page.get_by_text("reste à franchir").count()

    def _open_hours(self) -> None:
        tomorrow = f"{datetime.now() + timedelta(days=1):%F}"
        page = self.nadia.page
        self.nadia.go(f"{self.programme}interviews/")
        for name in ("first", "last"):
            page.fill(f"main input[name={name}]", tomorrow)
        for box in page.locator("main input[name=weekdays]").all():
            box.check()
        page.fill("main input[name=begins]", "20:00")
        page.fill("main input[name=ends]", "21:00")
        page.fill("main input[name=place]", "Maison des associations")

    def _find_the_mentor(self) -> None:
        self.nadia.go(self.programme)
        self.nadia.follow("main a[href$='/enrolments/']")
        self.nadia.follow("main a:has-text('Ada Brel')")
        self.enrolment = self.nadia.page.url
        self.status = f"/me/enrolments/{self.enrolment.rstrip('/').rpartition('/')[2]}/"
