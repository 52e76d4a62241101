"""Signs other than a silence: what people say, what they call off, where they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ithaque.mentoring.enums import CardLevel
from ithaque.mentoring.followup import alerts
from ithaque.mentoring.followup.alerts import Answers, CalledOff, Help, PairState, Waiting
from ithaque.programmes.settings import FollowUp

TODAY = date(2026, 11, 23)
WATCH, URGENT = CardLevel.WATCH, CardLevel.URGENT
FINE = PairState(
    today=TODAY,
    started_on=TODAY - timedelta(70),
    ends_on=TODAY + timedelta(100),
    last_held_on=TODAY - timedelta(5),
    second_held_on=TODAY - timedelta(40),
    next_on=None,
    rhythm_days=15,
    thresholds=FollowUp(),
    goals=1,
    goals_moved_on=TODAY - timedelta(5),
    last_sign_on=TODAY - timedelta(5),
)


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def said(state: PairState) -> dict[str, str]:
    return {rule.code: found.level for rule, found in alerts.findings(state) if found}


def test_pair_on_its_way_has_no_card():
    assert said(FINE) == {}


@pytest.mark.parametrize(("times", "level"), [(1, None), (2, WATCH), (3, URGENT)])
def test_same_side_calls_off_twice_then_three_times(times, level):
    seen = replace(FINE, called_off=CalledOff("mentee", times, ago(2)))
    assert said(seen).get("called_off") == level


@pytest.mark.parametrize(("days", "level"), [(6, None), (7, WATCH), (13, WATCH), (14, URGENT)])
def test_message_without_answer_for_a_week_then_two(days, level):
    seen = replace(FINE, unanswered=Waiting("mentor", ago(days)))
    assert said(seen).get("message_unanswered") == level


@pytest.mark.parametrize(
    ("latest", "before", "level"),
    [
        ((4, 4, 5), (4, 4, 5), None),
        ((2, 4, 5), (3, 4, 5), WATCH),
        ((3, 4, 5), (5, 4, 5), WATCH),
        ((2, 4, 5), (3, 2, 5), URGENT),
        ((4, 4, 1), (4, 4, 2), URGENT),
        (None, (1, 1, 1), None),
    ],
)
def test_answer_low_or_fallen_then_low_twice_or_stop(latest, before, level):
    answers = (Answers(ago(5), mentee=latest), Answers(ago(20), mentee=before))
    assert said(replace(FINE, answers=answers)).get("pulse_low") == level


@pytest.mark.parametrize(
    ("apart", "level"), [([2], None), ([5], WATCH), ([5, 3], WATCH), ([5, 5], URGENT)]
)
def test_two_views_of_the_same_meeting_once_then_twice(apart, level):
    answers = tuple(
        Answers(ago(5 + 15 * number), mentee=(3, 4, 4), mentor=(mark, 4, 4))
        for number, mark in enumerate(apart)
    )
    seen = replace(FINE, answers=answers)
    assert said(seen).get("pulse_apart") == level


def test_card_about_answers_holds_no_mark_and_no_side():
    seen = replace(FINE, answers=(Answers(ago(5), mentee=(1, 1, 1), mentor=(5, 5, 5)),))
    found = alerts.named("pulse_low").judge(seen)
    assert found is not None
    assert found.facts == {"since": ago(5).isoformat()}


@pytest.mark.parametrize(("times", "level"), [(1, WATCH), (2, URGENT)])
def test_check_ins_without_answer(times, level):
    seen = replace(FINE, check_in=Waiting("mentor", ago(12), times))
    assert said(seen).get("check_in_unanswered") == level


@pytest.mark.parametrize(("days", "level"), [(29, None), (30, WATCH), (59, WATCH), (60, URGENT)])
def test_no_goal_after_the_second_meeting(days, level):
    seen = replace(FINE, goals=0, goals_moved_on=None, second_held_on=ago(days))
    assert said(seen).get("no_goal") == level


def test_goal_that_does_not_move_counts_as_none():
    assert said(replace(FINE, goals_moved_on=ago(30))) == {"no_goal": WATCH}


@pytest.mark.parametrize(("left", "level"), [(31, None), (30, WATCH), (15, WATCH), (14, URGENT)])
def test_end_comes_near_without_a_closing_meeting(left, level):
    seen = replace(FINE, ends_on=TODAY + timedelta(left))
    assert said(seen).get("end_not_prepared") == level
    assert "end_not_prepared" not in said(replace(seen, closing_booked=True))


@pytest.mark.parametrize(("days", "level"), [(21, None), (22, WATCH), (43, URGENT)])
def test_nothing_stays_silent_more_than_twenty_one_days(days, level):
    slow = replace(FINE, rhythm_days=60, last_held_on=ago(days), last_sign_on=ago(days))
    assert said(slow).get("no_sign") == level


def test_meeting_planned_is_a_sign():
    slow = replace(FINE, rhythm_days=60, last_sign_on=ago(30), next_on=TODAY + timedelta(20))
    assert "no_sign" not in said(slow)


def test_hand_asked_for_is_urgent_even_with_a_meeting_tomorrow():
    seen = replace(FINE, help=Help("mentee", "change", TODAY), next_on=TODAY + timedelta(1))
    assert said(seen) == {"help_asked": URGENT}


def test_rule_yields_to_one_that_says_it_better():
    seen = replace(FINE, last_held_on=ago(47), last_sign_on=ago(47), goals_moved_on=ago(47))
    assert said(seen) == {"silence": URGENT}


def test_rule_switched_off_by_the_programme_is_silent_but_a_hand_is_always_heard():
    deaf = FollowUp(off=[rule.code for rule in alerts.declared()])
    seen = replace(FINE, thresholds=deaf, last_held_on=ago(47), help=Help("mentor", "time", TODAY))
    assert said(seen) == {"help_asked": URGENT}
