"""Goals in the browser: from the library, with skills, steps and a curve."""

from __future__ import annotations

import json

import pytest
from lxml import html

from ithaque.mentoring import services
from ithaque.mentoring.models import Goal, GoalStep
from tests.support.world import World
from tests.web.participant.pairs.reading import fields, url, values, words

pytestmark = pytest.mark.django_db


def test_goal_of_the_library_fills_the_form_and_is_kept_with_its_skills(world: World, as_):
    browser = as_(world.ines)
    shelf = browser.get(url("goal-library", world.pair) + "?theme=interview")
    assert "quatre-vingt-dix secondes" in words(shelf)
    page = browser.get(url("goal-new", world.pair) + "?from=interview-pitch")
    form = html.fromstring(page.content).xpath("//main//form[.//input[@name='title']]")[0]
    sent = {**fields(form), "skills": json.dumps([{"id": None, "label": "Parler en public"}])}
    assert browser.post(url("goal-new", world.pair), sent).status_code == 302
    goal = Goal.objects.get(title="Me présenter en quatre-vingt-dix secondes")
    assert goal.levels[2] == "Je me présente en 90 secondes"
    assert goal.evidence
    assert goal.skills == [{"id": None, "label": "Parler en public"}]
    assert "Parler en public" in words(browser.get(url("goal", goal)))


def test_goal_page_holds_curve_steps_and_their_table(world: World, as_):
    browser = as_(world.claire)
    for level in (1, 2):
        services.review_goal(goal=world.goal, by=world.claire, level=level)
    page = url("goal", world.goal)
    assert browser.post(page + "steps/", {"step-text": ""}).status_code == 422
    browser.post(page + "steps/", {"step-text": "Appeler Sonia"})
    step = GoalStep.objects.get()
    browser.post(url("goal-step", step), {"done": "yes"})
    assert GoalStep.objects.get().done_at
    read = browser.get(page)
    assert html.fromstring(read.content).xpath("//svg[contains(@class, 'chart')]")
    assert "Appeler Sonia" in words(read)
    browser.post(url("goal-step", step), {"done": "drop"})
    assert not GoalStep.objects.exists()


def test_rewording_a_goal_keeps_what_is_not_changed(world: World, as_):
    browser = as_(world.ines)
    page = browser.get(url("goal", world.goal))
    form = html.fromstring(page.content).xpath("//main//form[.//input[@name='title']]")[0]
    browser.post(url("goal", world.goal), {**fields(form), "evidence": "Une lettre"})
    assert values(browser.get(url("goal", world.goal)), "evidence") == ["Une lettre"]
