"""Steps of a goal, and where goals stand in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import rules, services
from ithaque.mentoring.models import GoalStep
from tests.mentoring import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(pair):
    return services.add_goal(
        pair=pair, by=pair.mentee.person, title="Un stage", evidence="La convention"
    )


def step(goal, **changes):
    values = {"goal": goal, "by": goal.pair.mentee.person, "text": "Appeler  Sonia", **changes}
    return services.add_step(**values)


def test_step_is_written_once_ticked_by_either_and_reopened(goal):
    made = step(goal)
    assert step(goal) == made
    assert made.text == "Appeler Sonia"
    for _time in range(2):
        services.tick_step(step=made, by=goal.pair.mentor.person)
    assert GoalStep.objects.get().done_at == clock.now()
    services.tick_step(step=made, by=goal.pair.mentor.person, done=False)
    assert GoalStep.objects.get().done_at is None
    services.drop_step(step=made, by=goal.pair.mentee.person)
    assert not GoalStep.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"text": "  "}, "step_empty"), ({"due_on": clock.today() + timedelta(900)}, "due_outside")],
)
def test_step_that_cannot_be_is_refused(goal, changes, code):
    with pytest.raises(Refusal) as refused:
        step(goal, **changes)
    assert refused.value.code == code


def test_a_thirteenth_step_is_refused(goal):
    for number in range(12):
        step(goal, text=f"Étape {number}")
    with pytest.raises(Refusal) as refused:
        step(goal)
    assert refused.value.code == "steps_full"


def test_step_of_a_goal_set_aside_and_by_a_stranger_is_refused(goal):
    with pytest.raises(Refusal):
        step(goal, by=factories.person())
    services.drop_goal(goal=goal, by=goal.pair.mentee.person)
    with pytest.raises(Refusal) as refused:
        step(goal)
    assert refused.value.code == "goal_dropped"


def test_attainment_is_said_to_the_pair_in_words_from_far_to_further():
    said = [rules.gas_words(score) for score in (None, 30, 42, 50, 55, 56)]
    assert said[0] == ""
    assert len({*said[1:]}) == 4
    assert said[3] == said[4]
