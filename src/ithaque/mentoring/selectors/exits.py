"""What is read after the end: aggregates of the exit surveys, words for the team, talks still to have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from django.db.models import Count, F, Q

from ithaque.mentoring.enums import PairStatus, Reached
from ithaque.mentoring.models import Closure, ExitInterview, ExitSurvey, Pair
from ithaque.mentoring.selectors.pairs import WITH_PEOPLE
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Programme
from ithaque.programmes.rules import can_coordinate

SMALLEST = 5
"""Fewer answers than this are not shown as figures: they would speak of people."""
PROMOTERS, DETRACTORS = 9, 6


@dataclass(frozen=True)
class ExitFigures:
    """The answers of one side: means from 1 to 5, score of recommendation (−100 to 100), what was reached."""

    asked: int
    answers: int
    satisfaction: float
    usefulness: float
    recommendation: int | None
    reached: dict[str, int]


@dataclass(frozen=True)
class ExitSurveys:
    """What a coordinator reads of the exit surveys of a programme."""

    mentees: ExitFigures | None
    mentors: ExitFigures | None
    answers: int
    words: list[ExitSurvey]


def exit_surveys(programme: Programme, person: Person) -> ExitSurveys | None:
    """Return the exit surveys of a programme for its coordinator: figures from five answers, and words for the team."""
    if not can_coordinate(person, programme):
        return None
    found = list(
        ExitSurvey.objects.filter(closure__pair__cohort__programme=programme)
        .select_related("person", "closure__pair")
        .order_by("-answered_at", "-pk")
    )
    closed = Closure.objects.filter(
        pair__cohort__programme=programme, completed_at__isnull=False
    ).count()
    return ExitSurveys(
        mentees=_figures([one for one in found if not one.is_mentor], closed),
        mentors=_figures([one for one in found if one.is_mentor], closed),
        answers=len(found),
        words=[one for one in found if one.for_team],
    )


def exit_survey_of(pair: Pair, person: Person) -> ExitSurvey | None:
    """Return what someone answered; each reads their own."""
    return ExitSurvey.objects.filter(closure__pair=pair, person=person).first()


def interviews_of(pair: Pair) -> list[ExitInterview]:
    """Return the talks noted after the end of a pair."""
    found = ExitInterview.objects.filter(closure__pair=pair)
    return list(found.select_related("person", "by").order_by("pk"))


def talks_to_have(programme: Programme, person: Person) -> list[Pair]:
    """Return the closed pairs with whose people no talk is noted yet, the latest first; twenty at most."""
    if not can_coordinate(person, programme):
        return []
    talked = Count("closure__interviews", distinct=True)
    found = Pair.objects.filter(
        cohort__programme=programme, status=PairStatus.CLOSED, closure__archived_at=None
    ).annotate(talked=talked)
    return list(
        found.filter(talked=0)
        .exclude(format=PairFormat.FLASH)
        .select_related(*WITH_PEOPLE, "closure")
        .order_by(F("closure__completed_at").desc(nulls_last=True), "-pk")[:20]
    )


def endings_under_way(programme: Programme, person: Person) -> list[Pair]:
    """Return the pairs that are ending, the oldest request first, with how many balances are written."""
    if not can_coordinate(person, programme):
        return []
    written = Count("closure__balances", filter=Q(closure__balances__isnull=False), distinct=True)
    return list(
        Pair.objects.filter(cohort__programme=programme, status=PairStatus.CLOSING)
        .annotate(written=written)
        .select_related(*WITH_PEOPLE, "closure")
        .order_by("closure__created_at", "pk")
    )


def _figures(found: Sequence[ExitSurvey], asked: int) -> ExitFigures | None:
    if len(found) < SMALLEST:
        return None
    marks = [one.recommendation for one in found if one.recommendation is not None]
    counted = Counter(one.reached for one in found)
    return ExitFigures(
        asked=asked,
        answers=len(found),
        satisfaction=fmean(one.satisfaction for one in found),
        usefulness=fmean(one.usefulness for one in found),
        recommendation=_score(marks) if len(marks) >= SMALLEST else None,
        reached={str(label): counted[code] for code, label in Reached.choices},
    )


def _score(marks: Sequence[int]) -> int:
    """Return promoters (9, 10) minus detractors (0 to 6), in points."""
    kind = [(mark >= PROMOTERS) - (mark <= DETRACTORS) for mark in marks]
    return round(100 * sum(kind) / len(kind))
