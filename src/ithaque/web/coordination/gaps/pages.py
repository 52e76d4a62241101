"""What the page of needs and offers shows, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings as instance
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ithaque.kernel.bilingual import LANGUAGES
from ithaque.matching.gaps import PARTS, Gap, Gaps, gaps_of
from ithaque.programmes import letters
from ithaque.programmes.models import Cohort
from ithaque.programmes.words import MODALITIES
from ithaque.ui import dates

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PART_LABELS: dict[str, str | Promise] = {
    "morning": _("Morning"),
    "afternoon": _("Afternoon"),
    "evening": _("Evening"),
}
MOST = 30


class GapsPage:
    """Needs and offers of a cohort, whom to recruit, the message ready to share."""

    def __init__(self, cohort: Cohort) -> None:
        self.cohort, self.programme = cohort, cohort.programme

    @cached_property
    def gaps(self) -> Gaps:
        """Return the counts."""
        return gaps_of(self.cohort)

    @property
    def skills(self) -> list[dict[str, Any]]:
        """Return the skills, the most missing first."""
        return [self._bar(gap) for gap in self.gaps.skills[:MOST]]

    @property
    def ways(self) -> list[dict[str, Any]]:
        """Return the ways of meeting."""
        return [self._bar(gap, MODALITIES.get(gap.key, gap.label)) for gap in self.gaps.modalities]

    @cached_property
    def most(self) -> int:
        """Return the longest bar."""
        found = [*self.gaps.skills, *self.gaps.modalities]
        return max((max(gap.asked, gap.offered) for gap in found), default=1)

    def _bar(self, gap: Gap, label: Any = "") -> dict[str, Any]:
        return {"gap": gap, "label": label or gap.label, "words": self._words(gap)}

    @staticmethod
    def _words(gap: Gap) -> str:
        if not gap.missing:
            return ""
        words = ngettext("%(n)d place missing", "%(n)d places missing", gap.missing)
        return words % {"n": gap.missing}

    @property
    def week(self) -> list[dict[str, Any]]:
        """Return the week, a line a part of the day: mentees free, places free."""
        found = {gap.key: gap for gap in self.gaps.hours}
        return [
            {
                "label": PART_LABELS[part],
                "cells": [
                    found.get(f"{day}-{part}", Gap(f"{day}-{part}", "", 0, 0)) for day in DAYS
                ],
            }
            for part in PARTS
        ]

    @property
    def days(self) -> list[str]:
        """Return the names of the days."""
        return [dates.weekday(number) for number in range(7)]

    @property
    def recruits(self) -> list[dict[str, Any]]:
        """Return the skills the last run missed most, with how many people each would serve."""
        return [dict(one) for one in self.gaps.recruits if "skill" in one]

    @property
    def messages(self) -> list[dict[str, str]]:
        """Return the call for mentors in both languages, to change and to share."""
        path = reverse("public:programme", args=[self.programme.slug])
        return [
            {
                "language": language,
                "words": letters.recruitment_message(
                    self.programme,
                    self.gaps.wanted,
                    missing=self.gaps.missing,
                    url=f"{instance.SITE_URL}{path}#mentor",
                    language=language,
                ),
            }
            for language in LANGUAGES
        ]

    @property
    def referrals(self) -> list[dict[str, Any]]:
        """Return the mentors who brought others, the most first; never whom."""
        rows = (
            self.cohort.enrolments.filter(referral__started__gt=0)
            .select_related("person", "referral")
            .order_by("-referral__started", "pk")[:10]
        )
        return [{"name": one.person.get_full_name(), "count": one.referral.started} for one in rows]
