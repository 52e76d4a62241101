"""Endings keep their day: prepared, opened when forgotten, closed after a last word; each step told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring import services
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.services.endings import keep_endings
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db
NOTHING = {"prepared": 0, "opened": 0, "warned": 0, "closed": 0}


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def pair(nadia):
    return make.pair(coordinator=nadia)


def on_day(pair, days):
    """Live so many days after the pair's last day (before it when negative)."""
    return clock.at(clock.now() + (pair.ends_on - clock.today()) + timedelta(days=days))


def letters(kind):
    return OutboxMessage.objects.filter(kind=f"mentoring.{kind}").count()


def test_nothing_is_due_long_before_the_end(pair):
    with on_day(pair, -31):
        assert keep_endings() == NOTHING


def test_both_are_asked_once_to_prepare_a_month_before(pair):
    with on_day(pair, -30):
        assert keep_endings()["prepared"] == 2
    with on_day(pair, -20):
        assert keep_endings() == NOTHING
    assert letters("ending_near") == 2


def test_pair_given_more_time_is_asked_again_at_its_new_end(pair, nadia):
    with on_day(pair, -25):
        keep_endings()
        later = pair.ends_on + timedelta(days=60)
        pair = services.extend_pair(pair=pair, ends_on=later, by=nadia)
        assert keep_endings() == NOTHING
    with on_day(pair, -10):
        assert keep_endings()["prepared"] == 2


def test_forgotten_ending_is_opened_after_two_weeks_and_all_are_told(pair):
    with on_day(pair, 14):
        assert keep_endings()["opened"] == 0
    with on_day(pair, 15):
        assert keep_endings()["opened"] == 1
        assert keep_endings() == NOTHING
    pair.refresh_from_db()
    assert pair.status == PairStatus.CLOSING
    assert letters("closure_asked") == 2
    assert letters("endings_kept") == 1


def test_ending_that_waits_is_closed_after_a_last_word(pair):
    services.ask_closure(pair=pair, by=pair.mentee.person, path="early")
    with clock.at(clock.now() + timedelta(days=23)):
        assert keep_endings()["warned"] == 2
        assert keep_endings()["warned"] == 0
    with clock.at(clock.now() + timedelta(days=30)):
        assert keep_endings()["closed"] == 1
        assert keep_endings() == NOTHING
    pair.refresh_from_db()
    assert pair.status == PairStatus.CLOSED
    assert letters("pair_closed") == 2


def test_pair_paused_by_the_safeguarding_lead_is_left_alone(pair):
    pair.frozen_at = clock.now()
    pair.save()
    with on_day(pair, 60):
        assert keep_endings() == NOTHING


@pytest.mark.parametrize("number", [1, 3])
def test_quiet_night_asks_the_same_questions_whatever_the_number_of_pairs(
    number, django_assert_num_queries
):
    for _ in range(number):
        make.pair(mentee=make.person("Moussa"))
    with django_assert_num_queries(5):
        assert keep_endings() == NOTHING
