"""Figures and lists of the programmes a coordinator looks at. Reads only; SQL counts, pages list."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.utils import timezone

from ithaque.insight import indicators
from ithaque.insight.indicators import Indicator
from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus, MemberRole
from ithaque.mentoring.models import Meeting, Pair, PairMember
from ithaque.mentoring.selectors.pairs import named as pair_named
from ithaque.mentoring.selectors.pairs import with_members
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Enrolment, Programme
from ithaque.programmes.rules import not_over
from ithaque.programmes.selectors import settings_of
from ithaque.ui import dates

FUNNEL = ("enrolled", "complete", "proposed", "met", "active")
HEALTH = (("well", "good"), ("watch", "watch"), ("urgent", "urgent"))
CHANGED = ("helped", "recovered")
SOON = (
    "to_validate",
    "training",
    "waiting",
    "to_answer",
    "free_mentors",
    "ending",
    "closing",
)
WEEKS = 7
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Figure:
    """An indicator counted, and its share of the largest of its group (0 to 100)."""

    indicator: Indicator
    value: int
    share: int = 0
    kind: str = ""

    @property
    def label(self) -> str:
        """Return its name in the active language."""
        return str(self.indicator.label)


@dataclass(frozen=True)
class Week:
    """Meetings held in the week that starts on `monday`."""

    monday: date
    value: int

    @property
    def label(self) -> str:
        """Return the Monday, short."""
        return dates.day(self.monday, weekday=False)


@dataclass(frozen=True)
class Overview:
    """What the side of the coordinator's day shows."""

    funnel: list[Figure]
    health: list[Figure]
    changed: list[Figure]
    soon: list[Figure]
    followed: int
    active: int
    weeks: list[Week]
    median_wait_days: int | None
    promised_days: int | None

    @property
    def has_meetings(self) -> bool:
        """Tell whether there is a curve to draw."""
        return any(week.value for week in self.weeks)


def overview(programmes: Iterable[Programme]) -> Overview:
    """Return the figures of these programmes in four questions, whatever their size."""
    programmes = list(programmes)
    counted = counts(programmes)
    return Overview(
        funnel=_figures(FUNNEL, counted),
        health=[Figure(_named(code), counted[code], kind=kind) for code, kind in HEALTH],
        changed=_figures(CHANGED, counted),
        soon=[figure for figure in _figures(SOON, counted) if figure.value],
        followed=counted["followed"],
        active=counted["active"],
        weeks=meetings_per_week(programmes),
        median_wait_days=median_wait_days(programmes),
        promised_days=_promised_days(programmes),
    )


def counts(programmes: Iterable[Programme]) -> dict[str, int]:
    """Return the value of every indicator, in one question for enrolments and one for pairs."""
    programmes = list(programmes)
    found: dict[str, int] = {}
    for rows in ("enrolments", "pairs"):
        wanted = [indicator for indicator in indicators.declared() if indicator.rows == rows]
        found |= _base(rows, programmes).aggregate(
            **{each.code: Count("pk", filter=each.condition(clock.today())) for each in wanted}
        )
    return found


def values_of(codes: Iterable[str], programmes: Iterable[Programme]) -> dict[str, int]:
    """Return the value of a few indicators by code, in one question."""
    programmes, today = list(programmes), clock.today()
    counted = [
        _base(one.rows, programmes)
        .filter(one.condition(today))
        .values(code=Value(one.code))
        .annotate(value=Count("*"))
        .values_list("code", "value")
        for one in map(_named, codes)
    ]
    first, *others = counted
    return dict.fromkeys(codes, 0) | dict(first.union(*others, all=True))


def rows_of(
    indicator: Indicator, programmes: Iterable[Programme], search: str = ""
) -> QuerySet[Any]:
    """Return exactly what the indicator counts, by name, restricted to people whose name holds `search`."""
    rows = _base(indicator.rows, list(programmes)).filter(indicator.condition(clock.today()))
    if indicator.rows == "pairs":
        rows = rows.select_related("cohort__programme", "mentor__person", "mentee__person")
        rows = rows.prefetch_related(with_members())
        order = ("mentee__person__first_name", "mentee__person__last_name", "pk")
        holds: Callable[[str], Q] = pair_named
    else:
        rows = rows.select_related("cohort__programme", "person")
        order, holds = ("person__first_name", "person__last_name", "pk"), _name_holds
    for word in search.split()[:5]:
        rows = rows.filter(holds(word))
    return rows.order_by(*order)


def meetings_per_week(programmes: Iterable[Programme]) -> list[Week]:
    """Return the meetings held in each of the last seven whole weeks, Monday to Sunday."""
    today = clock.today()
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]
    in_week = {
        f"week{number}": Count(
            "pk",
            filter=Q(starts_at__gte=_midnight(monday), starts_at__lt=_midnight(monday + WEEK)),
        )
        for number, monday in enumerate(mondays)
    }
    held = Meeting.objects.filter(
        status=MeetingStatus.HELD,
        pair__cohort__programme__in=list(programmes),
        starts_at__gte=_midnight(mondays[0]),
        starts_at__lt=_midnight(this_monday),
    ).exclude(pair__format=PairFormat.FLASH)
    counted = held.order_by().aggregate(**in_week)
    return [Week(monday, counted[f"week{number}"]) for number, monday in enumerate(mondays)]


def median_wait_days(programmes: Iterable[Programme]) -> int | None:
    """Return the median number of days from the form sent to the day someone was paired; None before any pair.

    Each mentee and peer of a circle or a team counts for one; what is offered meanwhile ends no wait.
    """
    paired = (
        PairMember.objects.filter(
            pair__in=_base("pairs", list(programmes)),
            enrolment__submitted_at__isnull=False,
            meanwhile=False,
        )
        .exclude(role=MemberRole.MENTOR)
        .values_list("joined_on", "enrolment__submitted_at")
    )
    waits = [
        max(0, (joined_on - timezone.localtime(sent_at).date()).days)
        for joined_on, sent_at in paired.order_by()
    ]
    return round(statistics.median(waits)) if waits else None


def _base(rows: str, programmes: list[Programme]) -> QuerySet[Any]:
    """Return the rows of the cohorts under way; one flash meeting is no pair."""
    pairs = Pair.objects.exclude(format=PairFormat.FLASH)
    found: QuerySet[Any] = pairs if rows == "pairs" else Enrolment.objects.all()
    return found.filter(not_over("cohort__"), cohort__programme__in=programmes).order_by()


def _named(code: str) -> Indicator:
    found = indicators.named(code)
    assert found is not None, code
    return found


def _figures(codes: Iterable[str], counted: dict[str, int]) -> list[Figure]:
    codes = list(codes)
    largest = max((counted[code] for code in codes), default=0) or 1
    return [
        Figure(_named(code), counted[code], round(100 * counted[code] / largest)) for code in codes
    ]


def _promised_days(programmes: list[Programme]) -> int | None:
    """Return the wait promised to mentees, when all these programmes promise the same."""
    promised = {settings_of(programme).waiting_promise_days for programme in programmes}
    return promised.pop() if len(promised) == 1 else None


def _name_holds(word: str) -> Q:
    return Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
