"""What the page of an announcement shows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ithaque.correspondence.enums import Family, Pace
from ithaque.correspondence.preferences import delivery_of
from ithaque.mentoring.bulletins import selectors
from ithaque.mentoring.bulletins.segments import segment_of, steps_of
from ithaque.mentoring.models import Bulletin
from ithaque.people.models import Person
from ithaque.web.coordination.bulletins.forms import PAIRS, SIDES

PER_PAGE = 25


class BulletinPage:
    """An announcement with its recipients, read as one of them."""

    def __init__(self, bulletin: Bulletin, *, as_: str, number: str) -> None:
        self.bulletin, self.programme = bulletin, bulletin.programme
        self.people = selectors.recipients_of(bulletin)
        self.recipients: Page[Person] = Paginator(self.people, PER_PAGE).get_page(number)
        self._as = as_

    @property
    def count(self) -> int:
        """Return how many people it is written to."""
        return self.recipients.paginator.count

    @cached_property
    def reading(self) -> selectors.Reading | None:
        """Return the announcement as the person chosen reads it, else as the first of the page."""
        shown = list(self.recipients.object_list)
        chosen = [one for one in shown if str(one.public_id) == self._as]
        found = next(iter(chosen or shown), None)
        return selectors.reading_of(self.bulletin, found) if found else None

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the recipients: name, language, how they wish to be told."""
        return [
            {
                "person": one,
                "language": _("English") if one.locale.startswith("en") else _("French"),
                "pace": Pace(delivery_of(one).pace(Family.NEWS)).label,
                "chosen": self.reading is not None and one.pk == self.reading.person.pk,
            }
            for one in self.recipients.object_list
        ]

    @property
    def segment(self) -> str:
        """Return to whom it goes, in words."""
        segment = segment_of(self.bulletin.segment)
        cohorts = {one.public_id: one.name for one in self.programme.cohorts.all()}
        steps = {one.key: str(one.label) for one in steps_of(self.programme)}
        said = [
            str(dict(SIDES)[segment.side]),
            cohorts.get(segment.cohort, "") if segment.cohort else "",
            steps.get(segment.step, ""),
            str(dict(PAIRS)[segment.pairs]) if segment.pairs else "",
        ]
        return " · ".join(part for part in said if part)

    @cached_property
    def missing(self) -> str:
        """Return a warning when some read a language that is not written; empty otherwise."""
        code, count = selectors.unwritten_language(self.bulletin, self.people)
        if not count:
            return ""
        language = pgettext("read", "English") if code == "en" else pgettext("read", "French")
        return ngettext(
            "Nothing is written in %(language)s: %(count)s recipient who reads it receives the other language.",
            "Nothing is written in %(language)s: %(count)s recipients who read it receive the other language.",
            count,
        ) % {"language": language, "count": count}

    @cached_property
    def outcome(self) -> Any:
        """Return the announcement with what became of it."""
        return selectors.bulletins_of(self.programme).get(pk=self.bulletin.pk)
