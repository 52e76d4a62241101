"""Seven days of follow-up: what was done, what it changed, and the letter that says it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.insight.letters import send_weeks
from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring.enums import CardStatus
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.evaluation import evaluate_all
from ithaque.mentoring.followup.selectors import situations
from ithaque.mentoring.followup.services import close_card
from ithaque.mentoring.followup.week import week_of
from ithaque.mentoring.models import FollowUpCard, Message
from tests.followup.factories import cohort, meeting, pair, person, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return person("Nadia")


@pytest.fixture
def settled(nadia):
    """Three silent pairs: one recovers after a call, one was known, one waits."""
    under_way = cohort(programme(nadia))
    for _ in range(3):
        meeting(pair(under_way, opened=90), 47)
    with clock.at(clock.now() - timedelta(hours=10)):
        evaluate_all()
    first, second, _third = FollowUpCard.objects.order_by("pk")
    with clock.at(clock.now() - timedelta(hours=6)):
        close_card(card=first, outcome=Outcome.RESUMED, by=nadia)
    close_card(card=second, outcome=Outcome.NOTHING, by=nadia)


def test_week_counts_what_opened_was_settled_and_recovered(settled):
    week = week_of(FollowUpCard.objects.all())
    assert (week.opened, week.settled, week.recovered, week.lapsed) == (3, 2, 1, 0)
    assert week.hours == 7


def test_what_is_older_than_seven_days_is_not_of_the_week(settled):
    with clock.at(clock.now() + timedelta(days=8)):
        assert week_of(FollowUpCard.objects.all()).is_empty


def test_situation_that_resolves_itself_is_counted_apart(settled):
    FollowUpCard.objects.filter(status=CardStatus.OPEN).update(
        status=CardStatus.LAPSED, closed_at=clock.now()
    )
    assert week_of(FollowUpCard.objects.all()).lapsed == 1


def test_letter_tells_the_week_once(settled, nadia):
    assert send_weeks() == 1
    send_weeks()
    letter = OutboxMessage.objects.get(kind="insight.week")
    assert letter.to == nadia.email
    assert "2 situations" in letter.text
    assert "7 heures" in letter.text


def test_week_without_anything_to_tell_writes_nothing(nadia):
    cohort(programme(nadia))
    assert send_weeks() == 0


def test_page_of_what_was_settled_says_what_it_changed(settled, nadia, as_):
    page = as_(nadia).get(reverse("coordination:cards") + "?shelf=settled").content.decode()
    assert "7 heures" in page


@pytest.mark.parametrize("size", [1, 3])
def test_week_is_one_question(size, django_assert_num_queries):
    under_way = cohort(programme())
    for _ in range(size):
        meeting(pair(under_way, opened=90), 47)
    evaluate_all()
    with django_assert_num_queries(1):
        week_of(FollowUpCard.objects.all())


def test_pair_with_several_signs_is_one_line_of_the_day_that_tells_them_all(nadia):
    two = pair(cohort(programme(nadia)), opened=90)
    for days in (60, 45, 9):
        meeting(two, days)
    Message.objects.create(pair=two, author=two.people[0], body="…")
    Message.objects.update(created_at=clock.now() - timedelta(days=8))
    evaluate_all()
    waiting = FollowUpCard.objects.select_related("pair__mentee__person", "pair__mentor__person")
    assert {card.rule for card in waiting} == {"message_unanswered", "no_goal"}
    [line] = situations(waiting)
    assert len(line.beside) == 1
    assert len(line.all_reasons) == 2
