"""What goals say beyond one pair: skills with the level reached on them, and attainment as an aggregate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.db.models import Q

from ithaque.mentoring import rules
from ithaque.mentoring.models import Goal, GoalStep
from ithaque.mentoring.models.pairs import GROUPS
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.programmes.rules import can_coordinate

SMALLEST = 5
"""An aggregate of fewer pairs is not shown: it would speak of people."""


@dataclass(frozen=True)
class SkillReached:
    """A skill that goals of a person make grow: the best level reached on them, −2 to +2, and when."""

    id: str | None
    label: str
    level: int
    at: datetime


@dataclass(frozen=True)
class Attainment:
    """T-scores of a programme's pairs: their mean at the start and now, and over how many pairs."""

    pairs: int
    start: float
    now: float


def owned_by(person: Person) -> Q:
    """Return the condition of the goals of someone: those that bear their name, else those of the mentee."""
    unnamed = Q(owner=None, pair__mentee__person=person) & ~Q(pair__format__in=GROUPS)
    return Q(owner=person) | unnamed


def skills_reached(person: Person) -> list[SkillReached]:
    """Return the skills attached to the goals of someone accompanied, each once, the furthest first.

    Goals set aside count as far as they went. The trajectory reads progress here.
    """
    goals = Goal.objects.filter(owned_by(person)).exclude(skills=[])
    best: dict[str, SkillReached] = {}
    for goal in goals.prefetch_related("reviews"):
        at = max((review.at for review in goal.reviews.all()), default=goal.created_at)
        for skill in goal.skills:
            key = skill["id"] or skill["label"].casefold()
            known = best.get(key)
            if known is None or goal.level > known.level:
                best[key] = SkillReached(skill["id"], skill["label"], goal.level, at)
    return sorted(best.values(), key=lambda one: (-one.level, one.label.casefold()))


def attainment_of(programme: Programme, person: Person) -> Attainment | None:
    """Return the attainment of a programme for its coordinator; None below five pairs with a goal."""
    if not can_coordinate(person, programme):
        return None
    rows = Goal.objects.filter(pair__cohort__programme=programme, dropped_at=None)
    goals: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for pair, baseline, level, weight in rows.values_list("pair_id", "baseline", "level", "weight"):
        goals[pair].append((baseline, level, weight))
    if len(goals) < SMALLEST:
        return None
    start = _mean([(baseline, weight) for baseline, _now, weight in one] for one in goals.values())
    now = _mean([(level, weight) for _start, level, weight in one] for one in goals.values())
    return Attainment(pairs=len(goals), start=start, now=now)


def steps_of(goal: Goal) -> list[GoalStep]:
    """Return the steps of a goal, by date."""
    return list(goal.steps.all())


def _mean(scored: Iterable[list[tuple[int, int]]]) -> float:
    scores = (rules.gas_score(one) for one in scored)
    return fmean(score for score in scores if score is not None)
