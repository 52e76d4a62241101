"""The goals to start from: complete in both languages, and short enough for the form."""

from __future__ import annotations

import pytest

from ithaque.library import content, selectors
from ithaque.library.content import GoalIdea


def test_there_are_thirty_goals_and_more_and_each_theme_has_some():
    assert len(content.goals()) >= 30
    for theme in selectors.goal_themes():
        assert selectors.goal_ideas(theme.key)
    assert selectors.goal_idea("nothing") is None


@pytest.mark.parametrize("idea", content.goals().values(), ids=lambda one: one.key)
def test_goal_says_everything_in_both_languages(idea: GoalIdea):
    for words in (idea.fr, idea.en):
        assert all((words.title, words.why, words.first_step, words.evidence))
        assert len(set(words.levels)) == 5
        assert all(len(level) <= 160 for level in words.levels)
    assert idea.worded("en").title != idea.worded("fr").title
