"""What follow-up did in the last seven days, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Q, QuerySet

from ithaque.kernel import clock
from ithaque.mentoring.enums import CardStatus
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.models import FollowUpCard

DAYS = 7
RECOVERED = frozenset({Outcome.MEETING_SET, Outcome.RESUMED, Outcome.RHYTHM})
"""Outcomes after which the pair goes on together."""


@dataclass(frozen=True)
class Week:
    """Seven days of cards: how many opened, were settled, resolved by themselves; how many pairs recovered.

    `hours` is the median time from a card's opening to its settling by a person, in hours; None without any.
    """

    opened: int
    settled: int
    lapsed: int
    recovered: int
    hours: int | None

    @property
    def days(self) -> int | None:
        """Return that time in days when it is two or more, None otherwise."""
        return round(self.hours / 24) if self.hours is not None and self.hours >= 48 else None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happened."""
        return not (self.opened or self.settled or self.lapsed)


def week_of(cards: QuerySet[FollowUpCard]) -> Week:
    """Return what happened to these cards in the last seven days, in one question."""
    since = clock.now() - timedelta(days=DAYS)
    rows = list(
        cards.order_by()
        .filter(Q(opened_at__gte=since) | Q(closed_at__gte=since))
        .values_list("status", "outcome", "opened_at", "closed_at", "pair_id")
    )
    closed = [row for row in rows if row[3] and row[3] >= since]
    done = [row for row in closed if row[0] == CardStatus.DONE]
    waits = [(row[3] - row[2]).total_seconds() / 3600 for row in done if row[3]]
    return Week(
        opened=sum(row[2] >= since for row in rows),
        settled=len(done),
        lapsed=sum(row[0] == CardStatus.LAPSED for row in closed),
        recovered=len({row[4] for row in done if row[1] in RECOVERED}),
        hours=round(median(waits)) if waits else None,
    )
