"""The waiting list: who has no one yet, in which order, promised until when.

Rooms above know who is paired or proposed to; they say it here (`register_accompanied`), so that the list
leaves those people out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.conf import settings as instance
from django.db.models import Q, QuerySet
from django.utils import timezone

from ithaque.kernel import clock
from ithaque.programmes import selectors
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment, Fallback

ALARM_DAYS = 7
"""How long before the promised day a coordinator is warned: day 23 of 30 (product default)."""

_accompanied: list[Callable[[], Q]] = []


def register_accompanied(condition: Callable[[], Q]) -> None:
    """Declare which enrolments have someone, or are proposed someone: they wait no more."""
    _accompanied.append(condition)


def waiting_in(cohorts: QuerySet[Cohort] | list[Cohort]) -> QuerySet[Enrolment]:
    """Return who waits, first come first: mentees without anyone yet, and everyone kept for lack of a place."""
    mentees = Q(status=EnrolmentStatus.AVAILABLE, side=Side.MENTEE)
    found = Enrolment.objects.filter(
        mentees | Q(status=EnrolmentStatus.WAITING), cohort__in=cohorts, person__is_active=True
    )
    if _accompanied:
        taken = Enrolment.objects.filter(
            reduce(or_, (condition() for condition in _accompanied)), cohort__in=cohorts
        )
        found = found.exclude(pk__in=taken.values("pk"))
    return found.order_by("submitted_at", "pk")


def place_of(enrolment: Enrolment) -> int | None:
    """Return someone's place on the list of their side, 1 being the next; None when they do not wait."""
    ahead = list(
        waiting_in([enrolment.cohort]).filter(side=enrolment.side).values_list("pk", flat=True)
    )
    return ahead.index(enrolment.pk) + 1 if enrolment.pk in ahead else None


@dataclass(frozen=True)
class Waiter:
    """Someone on the list, with what they were promised and offered."""

    place: int
    enrolment: Enrolment
    promised_on: date
    today: date
    fallback: Fallback | None

    @property
    def days_waited(self) -> int:
        """Return the days since the form was sent."""
        sent = self.enrolment.submitted_at or self.enrolment.created_at
        return (self.today - timezone.localtime(sent).date()).days

    @property
    def days_left(self) -> int:
        """Return the days until the promised day; negative once it is past."""
        return (self.promised_on - self.today).days

    @property
    def level(self) -> str:
        """Return `urgent` once the promise is past, `watch` in its last days, else `info`."""
        if self.days_left < 0:
            return "urgent"
        return "watch" if self.days_left <= ALARM_DAYS else "info"


def waiting_list(cohort: Cohort, side: str = "") -> list[Waiter]:
    """Return the list of a cohort in order, each side with its own places."""
    today = clock.today(instance.TIME_ZONE)
    found = waiting_in([cohort]).select_related("person").prefetch_related("fallbacks")
    places = dict.fromkeys(Side.values, 0)
    waiters = []
    for enrolment in found:
        enrolment.cohort = cohort
        places[enrolment.side] += 1
        if side and enrolment.side != side:
            continue
        waiters.append(
            Waiter(
                places[enrolment.side],
                enrolment,
                selectors.mentor_promised_on(enrolment),
                today,
                next(iter(enrolment.fallbacks.all()), None),
            )
        )
    return waiters
