"""Write goals together, and note where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import rules
from ithaque.mentoring.models import Goal, GoalReview, Pair
from ithaque.mentoring.services.locking import locked_goal, open_to
from ithaque.people.models import Person

LEVELS = range(-2, 3)
SKILLS = 5


@transaction.atomic
def add_goal(
    *,
    pair: Pair,
    by: Person,
    title: str,
    why: str = "",
    first_step: str = "",
    evidence: str = "",
    due_on: date | None = None,
    weight: int = 1,
    levels: Sequence[str] = (),
    skills: Sequence[dict[str, Any]] = (),
) -> Goal:
    """Return the goal written; `levels` are the five sentences from −2 to +2.

    The same title twice gives the same goal. Refuses a sixth goal, and a date outside the pair's time.
    """
    pair = open_to(by, pair)
    alive = pair.goals.filter(dropped_at=None)
    same = alive.filter(title=title.strip()).first()
    if same is not None:
        return same
    if alive.count() >= rules.OPEN_GOALS:
        raise Refusal(
            "goals_full", _("You already have five goals. Set one aside before writing another.")
        )
    require_due_within(pair, due_on)
    goal = Goal.objects.create(
        pair=pair,
        title=title.strip(),
        why=why.strip(),
        first_step=first_step.strip(),
        evidence=evidence.strip(),
        due_on=due_on,
        weight=weight,
        levels=_five(levels),
        skills=_named(skills),
    )
    GoalReview.objects.create(goal=goal, by=by, level=goal.level)
    journal.record(acts.GOAL_ADDED, by=by, target=pair, scope=pair.programme)
    return goal


@transaction.atomic
def edit_goal(
    *,
    goal: Goal,
    by: Person,
    title: str,
    why: str = "",
    first_step: str = "",
    evidence: str = "",
    due_on: date | None = None,
    weight: int = 1,
    levels: Sequence[str] = (),
    skills: Sequence[dict[str, Any]] = (),
) -> Goal:
    """Return the goal reworded; its level and its curve stay."""
    goal = alive_goal(goal, by)
    if due_on != goal.due_on:
        require_due_within(goal.pair, due_on)
    goal.title, goal.why, goal.first_step = title.strip(), why.strip(), first_step.strip()
    goal.due_on, goal.weight, goal.levels = due_on, weight, _five(levels)
    goal.evidence, goal.skills = evidence.strip(), _named(skills)
    goal.save()
    journal.record(acts.GOAL_EDITED, by=by, target=goal.pair, scope=goal.pair.programme)
    return goal


@transaction.atomic
def review_goal(*, goal: Goal, by: Person, level: int) -> Goal:
    """Return the goal at the level reached today, one more point on its curve; the same level adds none."""
    goal = alive_goal(goal, by)
    if level not in LEVELS:
        raise Refusal("level_unknown", _("Choose one of the five levels."), conflict=False)
    if level != goal.level:
        goal.level = level
        goal.save(update_fields=["level"])
        GoalReview.objects.create(goal=goal, by=by, level=level)
        journal.record(acts.GOAL_REVIEWED, by=by, target=goal.pair, scope=goal.pair.programme)
    return goal


@transaction.atomic
def drop_goal(*, goal: Goal, by: Person) -> Goal:
    """Return the goal set aside; its curve is kept."""
    goal = locked_goal(goal, by)
    if goal.dropped_at is None:
        goal.dropped_at = clock.now()
        goal.save(update_fields=["dropped_at"])
        journal.record(acts.GOAL_DROPPED, by=by, target=goal.pair, scope=goal.pair.programme)
    return goal


def alive_goal(goal: Goal, by: Person) -> Goal:
    """Return the locked goal; refuse one that was set aside."""
    goal = locked_goal(goal, by)
    if goal.dropped_at is not None:
        raise Refusal(
            "goal_dropped",
            _("This goal was set aside in the meantime. Write it again if you miss it."),
        )
    return goal


def _five(levels: Sequence[str]) -> list[str]:
    given = [str(level).strip() for level in levels][:5]
    return given + [""] * (5 - len(given))


def _named(skills: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the skills as they are kept: what they are, without a level typed."""
    return [{"id": one.get("id"), "label": str(one["label"])} for one in skills][:SKILLS]


def require_due_within(pair: Pair, due_on: date | None) -> None:
    """Refuse a date outside the pair's time."""
    if due_on is not None and not pair.started_on <= due_on <= pair.ends_on:
        raise Refusal(
            "due_outside",
            _("Choose a date between the first and the last day of your mentoring."),
            conflict=False,
        )
