"""The steps of a goal: written, ticked, taken out."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring.models import Goal, GoalStep
from ithaque.mentoring.services.goals import alive_goal, require_due_within
from ithaque.people.models import Person

MOST = 12


@transaction.atomic
def add_step(*, goal: Goal, by: Person, text: str, due_on: date | None = None) -> GoalStep:
    """Return the step written; the same words twice are the same step.

    Refuses an empty step, a thirteenth, and a date outside the pair's time.
    """
    goal = alive_goal(goal, by)
    words = " ".join(text.split())
    if not words:
        raise Refusal("step_empty", _("Write the step in a few words."), conflict=False)
    same = goal.steps.filter(text=words).first()
    if same is not None:
        return same
    if goal.steps.count() >= MOST:
        raise Refusal(
            "steps_full", _("Twelve steps are enough: tick or take out one before writing another.")
        )
    require_due_within(goal.pair, due_on)
    step = GoalStep.objects.create(goal=goal, text=words, due_on=due_on)
    journal.record(acts.GOAL_STEP_ADDED, by=by, target=goal.pair, scope=goal.pair.programme)
    return step


@transaction.atomic
def tick_step(*, step: GoalStep, by: Person, done: bool = True) -> GoalStep:
    """Return the step done, or to do again; once is enough."""
    goal = alive_goal(step.goal, by)
    step = GoalStep.objects.select_for_update().get(pk=step.pk)
    step.goal = goal
    if (step.done_at is not None) != done:
        step.done_at = clock.now() if done else None
        step.save(update_fields=["done_at"])
        act = acts.GOAL_STEP_DONE if done else acts.GOAL_STEP_REOPENED
        journal.record(act, by=by, target=goal.pair, scope=goal.pair.programme)
    return step


@transaction.atomic
def drop_step(*, step: GoalStep, by: Person) -> None:
    """Take a step out."""
    goal = alive_goal(step.goal, by)
    GoalStep.objects.filter(pk=step.pk).delete()
    journal.record(acts.GOAL_STEP_DROPPED, by=by, target=goal.pair, scope=goal.pair.programme)
