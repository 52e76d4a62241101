"""A hand asked for in private, and check-ins with one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring.enums import CardLevel, CardStatus
from ithaque.mentoring.followup import checkins
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.helping import ask_for_help, withdraw_help
from ithaque.mentoring.followup.services import close_card
from ithaque.mentoring.models import CheckIn, FollowUpCard, HelpRequest, Pulse
from ithaque.programmes.settings import FollowUp
from tests.followup.factories import cohort, days_ago, meeting, pair, person, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person("Nadia")


@pytest.fixture
def two(nadia):
    return pair(cohort(programme(nadia)), opened=5)


def card():
    return FollowUpCard.objects.get(rule="help_asked", status=CardStatus.OPEN)


def mails(to):
    return OutboxMessage.objects.filter(to=to.email)


def test_asking_opens_an_urgent_card_at_once_and_tells_the_coordination_without_the_words(
    two, nadia
):
    mentee, mentor = two.people
    ask_for_help(pair=two, by=mentee, kind="difficulty", words="Je n’ose pas lui dire")
    assert card().level == CardLevel.URGENT
    assert mails(nadia).count() == 1
    assert "n’ose pas" not in mails(nadia).get().text
    assert not mails(mentor).exists()


def test_asking_again_replaces_the_words_and_writes_no_second_message(two, nadia):
    mentee = two.people[0]
    ask_for_help(pair=two, by=mentee, kind="difficulty", words="Un")
    ask_for_help(pair=two, by=mentee, kind="change", words="Deux")
    asked = HelpRequest.objects.get()
    assert (asked.kind, asked.words) == ("change", "Deux")
    assert mails(nadia).count() == 1


def test_one_open_request_each_is_held_by_the_database(two):
    ask_for_help(pair=two, by=two.people[0], kind="call")
    with pytest.raises(IntegrityError), transaction.atomic():
        HelpRequest.objects.create(pair=two, person=two.people[0], kind="call")


def test_withdrawing_lets_the_card_go(two):
    ask_for_help(pair=two, by=two.people[0], kind="call")
    withdraw_help(pair=two, by=two.people[0])
    withdraw_help(pair=two, by=two.people[0])
    assert FollowUpCard.objects.get().status == CardStatus.LAPSED


def test_card_settled_settles_the_request_and_a_new_one_is_heard_at_once(two, nadia):
    ask_for_help(pair=two, by=two.people[0], kind="call")
    close_card(card=card(), outcome=Outcome.RESUMED, by=nadia)
    assert HelpRequest.objects.get().settled_at is not None
    ask_for_help(pair=two, by=two.people[0], kind="time")
    assert card().level == CardLevel.URGENT


def test_stranger_cannot_ask(two):
    with pytest.raises(Refusal):
        ask_for_help(pair=two, by=person(), kind="call")


@pytest.mark.parametrize(
    ("days", "moment"),
    [(9, None), (10, 10), (13, 10), (14, None), (29, None), (30, 30), (33, 30), (60, 60), (63, 60)],
)
def test_check_ins_come_in_the_second_week_then_each_month(days, moment):
    today = clock.today()
    started = today - timedelta(days)
    expected = None if moment is None else started + timedelta(moment)
    assert checkins.moment_of(started, FollowUp(), today) == expected


def test_check_ins_can_be_switched_off():
    today = clock.today()
    never = FollowUp(first_check_in_days=0, check_in_every_days=0)
    assert all(
        checkins.moment_of(today - timedelta(days), never, today) is None for days in range(90)
    )


def test_each_of_the_two_is_asked_once(nadia):
    two = pair(cohort(programme(nadia)), opened=10)
    assert checkins.ask_all() == 2
    assert checkins.ask_all() == 0
    assert {one.email for one in two.people} == set(
        OutboxMessage.objects.values_list("to", flat=True)
    )
    with clock.at(clock.now() + timedelta(days=2)):
        assert checkins.ask_all() == 0


def test_who_answered_after_a_meeting_is_spared(nadia):
    two = pair(cohort(programme(nadia)), opened=10)
    held = meeting(two, 3)
    Pulse.objects.create(meeting=held, person=two.people[0], progress=4, listened=4, go_on=4)
    assert checkins.ask_all() == 1


def test_answer_may_be_changed_and_is_of_the_person_asked(two):
    asked = CheckIn.objects.create(pair=two, person=two.people[1], due_on=days_ago(0))
    checkins.answer_check_in(check_in=asked, mood="good", by=two.people[1])
    checkins.answer_check_in(check_in=asked, mood="mixed", by=two.people[1])
    asked.refresh_from_db()
    assert asked.mood == "mixed"
    with pytest.raises(Refusal):
        checkins.answer_check_in(check_in=asked, mood="good", by=two.people[0])


def test_answer_that_asks_for_a_hand_opens_the_card(two):
    asked = CheckIn.objects.create(pair=two, person=two.people[1], due_on=days_ago(0))
    checkins.answer_check_in(check_in=asked, mood="help", by=two.people[1])
    assert card().level == CardLevel.URGENT


@pytest.mark.parametrize("size", [1, 3])
def test_round_costs_the_same_whatever_the_size(size, django_assert_num_queries):
    under_way = cohort(programme())
    for _ in range(size):
        pair(under_way, opened=3)
    with django_assert_num_queries(6):
        assert checkins.ask_all() == 0
