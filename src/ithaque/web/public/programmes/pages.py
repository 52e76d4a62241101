"""What the public page of a programme shows, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ithaque.kernel.bilingual import Bilingual
from ithaque.library import selectors as library
from ithaque.programmes import rules, selectors
from ithaque.programmes.enums import ProgrammeStatus, Side
from ithaque.programmes.models import Cohort, Enrolment, Programme
from ithaque.programmes.services import window_sentence
from ithaque.programmes.words import calendar_sentence


@dataclass(frozen=True)
class Door:
    """One of the two ways in: its words, and where its button leads this visitor."""

    side: str
    title: Bilingual
    intro: Bilingual
    points: list[Bilingual]
    label: str
    kind: str
    url: str
    posts: bool
    guides: tuple[Bilingual, ...]


@dataclass(frozen=True)
class Choice:
    """One of several cohorts open today: its dates in words, and its two ways in."""

    cohort: Cohort
    calendar: str
    doors: list[Door]


class ProgrammePage:
    """A programme as this visitor sees it."""

    def __init__(self, programme: Programme, person: Any) -> None:
        self.programme, self.person = programme, person
        self.settings = selectors.settings_of(programme)
        self.words = self.settings.page

    @cached_property
    def cohort(self) -> Cohort | None:
        """Return the cohort people may join, or the next one."""
        return selectors.public_cohort(self.programme)

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return reverse("public:programme", args=[self.programme.slug])

    @property
    def is_draft(self) -> bool:
        """Tell whether only its team sees this page."""
        return self.programme.status == ProgrammeStatus.DRAFT

    @property
    def is_open(self) -> bool:
        """Tell whether one can enrol today."""
        return self.cohort is not None and rules.can_enrol(self.cohort)

    @property
    def last_day(self) -> date | None:
        """Return the last day one enrols, None when there is none."""
        return self.cohort.enrols_until if self.cohort else None

    @property
    def calendar(self) -> str:
        """Return when one enrols and when the mentoring takes place."""
        return calendar_sentence(self.cohort) if self.cohort else ""

    @cached_property
    def choices(self) -> list[Choice]:
        """Return the cohorts open today: beyond one, people choose."""
        return [
            Choice(cohort, calendar_sentence(cohort), self._doors(cohort))
            for cohort in selectors.cohorts_to_join(self.programme)
        ]

    @property
    def closed_sentence(self) -> str:
        """Return why one cannot enrol today."""
        return window_sentence(self.cohort) if self.cohort else _("Enrolment is not open yet.")

    @cached_property
    def enrolled(self) -> list[Enrolment]:
        """Return what this visitor already has here."""
        if not self.person.is_authenticated or self.cohort is None:
            return []
        return list(selectors.enrolments_held(self.person, self.cohort))

    @cached_property
    def doors(self) -> list[Door]:
        """Return both ways in, the mentee's first."""
        return self._doors(self.cohort)

    def _doors(self, cohort: Cohort | None) -> list[Door]:
        words = self.words
        return [
            self._door(
                cohort,
                Side.MENTEE,
                words.mentee_title,
                words.mentee_intro,
                words.mentee_points,
                _("Find my mentor"),
                "primary",
            ),
            self._door(
                cohort,
                Side.MENTOR,
                words.mentor_title,
                words.mentor_intro,
                words.mentor_points,
                _("Become a mentor"),
                "line",
            ),
        ]

    def _door(
        self,
        cohort: Cohort | None,
        side: str,
        title: Bilingual,
        intro: Bilingual,
        points: list[Bilingual],
        label: str,
        kind: str,
    ) -> Door:
        url = ""
        if cohort is not None:
            start = reverse("participant:enrolment-start", args=[cohort.public_id, side])
            url = (
                start
                if self.person.is_authenticated
                else f"{reverse('account_signup')}?{urlencode({'next': start})}"
            )
        posts = self.person.is_authenticated
        return Door(side, title, intro, points, label, kind, url, posts, self._guides(side))

    def _guides(self, side: str) -> tuple[Bilingual, ...]:
        """Return the titles of the guides a side reads before the first meeting."""
        wanted = self.settings.vetting.of(side).training_guides
        titles = {guide.key: guide.title for guide in library.guides()}
        return tuple(titles[key] for key in wanted if key in titles)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return length, rhythm and time asked: figures with their words."""
        months, rhythm = self.settings.duration_months, self.settings.meetings_per_month
        return [
            (ngettext("%(n)d month", "%(n)d months", months) % {"n": months}, _("together, then a real goodbye")),
            (self._rhythm(rhythm), _("at the hours you both chose")),
            (ngettext("%(n)d day", "%(n)d days", self.settings.waiting_promise_days)
             % {"n": self.settings.waiting_promise_days}, _("at most before a proposal or an answer")),
        ]  # fmt: skip

    @staticmethod
    def _rhythm(rhythm: float) -> str:
        if rhythm == int(rhythm):
            n = int(rhythm)
            return ngettext("%(n)d meeting a month", "%(n)d meetings a month", n) % {"n": n}
        n = round(rhythm * 2)
        return ngettext("%(n)d meeting in two months", "%(n)d meetings in two months", n) % {"n": n}

    @property
    def steps(self) -> list[dict[str, str]]:
        """Return the voyage of a pair, as announced."""
        months = self.settings.duration_months
        return [
            {"title": _("You tell us"), "note": _("Your needs, your hours"), "state": "current"},
            {"title": _("We propose"), "note": _("Someone, with the reasons"), "state": "todo"},
            {"title": _("You choose"), "note": _("And the mentor accepts"), "state": "todo"},
            {"title": _("A month’s trial"), "note": _("Then you confirm, or not"), "state": "todo"},
            {
                "title": ngettext("%(n)d month, one course", "%(n)d months, one course", months)
                % {"n": months},
                "note": _("Steps to your measure"),
                "state": "todo",
            },
            {
                "title": _("A real goodbye"),
                "note": _("Balance, thanks, what comes next"),
                "state": "todo",
            },
        ]

    @property
    def promise(self) -> str:
        """Return what the team commits to, in days."""
        return _(
            "An answer within %(answer)d days, a proposal within %(wait)d. Otherwise, we write to tell you why."
        ) % {"answer": self.settings.answer_days, "wait": self.settings.waiting_promise_days}
