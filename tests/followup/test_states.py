"""What the rules look at, read from real rows."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.followup.evaluation import judged_pairs
from ithaque.mentoring.followup.states import Policies, states_of
from ithaque.mentoring.models import CheckIn, Goal, HelpRequest, Message, Pulse, SharedNote
from tests.followup.factories import at_noon, cohort, days_ago, meeting, pair, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return pair(cohort(programme()), opened=90)


def seen(of):
    return states_of(judged_pairs().filter(pk=of.pk), Policies())[of.pk]


def say(of, who, days):
    made = Message.objects.create(pair=of, author=who, body="…", submission=uuid.uuid4())
    Message.objects.filter(pk=made.pk).update(created_at=at_noon(days_ago(days)))


def test_new_pair_has_nothing():
    fresh = pair(cohort(programme()), opened=0)
    state = seen(fresh)
    assert (state.last_held_on, state.last_sign_on, state.goals) == (None, None, 0)
    assert state.answers == ()


def test_meetings_give_last_second_next_and_closing(two):
    for days in (60, 40, 10):
        meeting(two, days)
    meeting(two, -5, MeetingStatus.PLANNED)
    meeting(two, -20, MeetingStatus.PLANNED, agenda_key="closing")
    state = seen(two)
    assert state.last_held_on == days_ago(10)
    assert state.second_held_on == days_ago(40)
    assert state.next_on == days_ago(-5)
    assert state.closing_booked


def test_called_off_counts_one_side_back_to_the_last_meeting_held(two):
    mentee, mentor = two.people
    meeting(two, 50, MeetingStatus.CANCELLED, called_off_by=mentee)
    meeting(two, 40)
    meeting(two, 30, MeetingStatus.CANCELLED, called_off_by=mentor)
    meeting(two, 20, MeetingStatus.MISSED, called_off_by=mentee)
    meeting(two, 10, MeetingStatus.CANCELLED, called_off_by=mentee)
    called_off = seen(two).called_off
    assert (called_off.side, called_off.times, called_off.last_on) == ("mentee", 2, days_ago(10))


def test_mishap_for_both_is_nobodys(two):
    meeting(two, 10, MeetingStatus.MISSED)
    assert seen(two).called_off is None


def test_message_waits_since_the_first_one_left_without_answer(two):
    mentee, mentor = two.people
    say(two, mentor, 20)
    say(two, mentee, 12)
    say(two, mentee, 9)
    waiting = seen(two).unanswered
    assert (waiting.side, waiting.since) == ("mentor", days_ago(12))


def test_meeting_since_is_an_answer(two):
    say(two, two.people[0], 12)
    meeting(two, 8)
    assert seen(two).unanswered is None


def test_answers_are_those_of_the_two_latest_meetings(two):
    mentee = two.people[0]
    for days, mark in ((40, 1), (20, 3), (5, 5)):
        held = meeting(two, days)
        Pulse.objects.create(meeting=held, person=mentee, progress=mark, listened=4, go_on=4)
    newest, before = seen(two).answers
    assert (newest.mentee, newest.mentor, before.mentee) == ((5, 4, 4), None, (3, 4, 4))


def test_goals_notes_and_messages_are_signs(two):
    goal = Goal.objects.create(pair=two, title="Trouver une alternance")
    Goal.objects.filter(pk=goal.pk).update(created_at=at_noon(days_ago(50)))
    goal.reviews.create(level=0, at=at_noon(days_ago(30)))
    state = seen(two)
    assert (state.goals, state.goals_moved_on, state.last_sign_on) == (
        1,
        days_ago(30),
        days_ago(30),
    )
    SharedNote.objects.create(pair=two, body="…", edited_at=at_noon(days_ago(3)))
    assert seen(two).last_sign_on == days_ago(3)


def test_check_ins_without_answer_count_since_the_last_answer(two):
    mentee, mentor = two.people
    for days, answered in ((70, False), (40, True), (10, False)):
        CheckIn.objects.create(
            pair=two, person=mentor, due_on=days_ago(days),
            answered_at=clock.now() if answered else None,
        )  # fmt: skip
    CheckIn.objects.create(pair=two, person=mentee, due_on=days_ago(2))
    waiting = seen(two).check_in
    assert (waiting.side, waiting.times, waiting.since) == ("mentor", 1, days_ago(10))


def test_help_is_heard_until_it_is_settled(two):
    asked = HelpRequest.objects.create(pair=two, person=two.people[0], kind="call")
    assert (seen(two).help.side, seen(two).help.kind) == ("mentee", "call")
    asked.settled_at = clock.now()
    asked.save()
    assert seen(two).help is None


@pytest.mark.parametrize("size", [1, 3])
def test_states_ask_the_same_questions_whatever_the_size(size, django_assert_num_queries):
    under_way = cohort(programme())
    for _ in range(size):
        met = meeting(pair(under_way), 10)
        say(met.pair, met.pair.people[0], 3)
    with django_assert_num_queries(9):
        assert len(states_of(judged_pairs(), Policies())) == size


def test_old_messages_are_not_read(two):
    say(two, two.people[0], 91)
    with clock.at(clock.now() + timedelta(days=1)):
        assert seen(two).unanswered is None
