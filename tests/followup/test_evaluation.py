"""The cards the nightly look opens, raises, lowers, wakes and lets go of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from ithaque.kernel import clock, tasks
from ithaque.kernel.tasks import periodic
from ithaque.mentoring.enums import CardLevel, CardStatus, MeetingStatus, PairStatus
from ithaque.mentoring.followup import evaluation
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.evaluation import evaluate_all
from ithaque.mentoring.followup.services import close_card, snooze_card
from ithaque.mentoring.models import FollowUpCard, Meeting, Pair
from tests.followup.factories import at_noon, cohort, days_ago, meeting, pair, person, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def silent() -> Pair:
    made = pair(cohort(programme(person("Nadia"))), opened=90)
    meeting(made, 47)
    return made


def only_card() -> FollowUpCard:
    return FollowUpCard.objects.get()


def test_evaluate_silent_pair_opens_one_urgent_card(silent: Pair) -> None:
    tally = evaluate_all()
    assert (tally.pairs, tally.opened) == (1, 1)
    card = only_card()
    assert (card.rule, card.level, card.status) == ("silence", CardLevel.URGENT, CardStatus.OPEN)
    assert card.facts == {"since": days_ago(47).isoformat(), "rhythm": 15}


def test_evaluate_twice_changes_nothing(silent: Pair) -> None:
    evaluate_all()
    tally = evaluate_all()
    assert (tally.opened, tally.changed, tally.lapsed) == (0, 0, 0)


def test_card_is_raised_when_the_days_pass() -> None:
    pair(cohort(programme()), opened=12)
    evaluate_all()
    assert only_card().level == CardLevel.WATCH
    with clock.at(clock.now() + timedelta(days=10)):
        assert evaluate_all().changed == 1
    assert only_card().level == CardLevel.URGENT


def test_card_is_lowered_by_a_planned_meeting_and_lapses_once_it_is_held(silent: Pair) -> None:
    evaluate_all()
    planned = meeting(silent, -3, MeetingStatus.PLANNED)
    assert only_card().level == CardLevel.WATCH
    planned.starts_at, planned.status = at_noon(days_ago(0)), MeetingStatus.HELD
    planned.save()
    card = only_card()
    assert card.status == CardStatus.LAPSED
    assert card.closed_at is not None
    assert card.closed_by is None


def test_card_postponed_comes_back_on_its_day(silent: Pair) -> None:
    evaluate_all()
    snooze_card(card=only_card(), until=days_ago(-5), by=person())
    with clock.at(clock.now() + timedelta(days=4)):
        evaluate_all()
        assert only_card().status == CardStatus.SNOOZED
    with clock.at(clock.now() + timedelta(days=5)):
        evaluate_all()
        assert only_card().status == CardStatus.OPEN


def test_card_postponed_comes_back_at_once_when_it_becomes_urgent() -> None:
    pair(cohort(programme()), opened=15)
    evaluate_all()
    snooze_card(card=only_card(), until=days_ago(-30), by=person())
    with clock.at(clock.now() + timedelta(days=6)):
        evaluate_all()
    card = only_card()
    assert (card.level, card.status, card.snoozed_until) == (
        CardLevel.URGENT,
        CardStatus.OPEN,
        None,
    )


def test_settled_situation_rests_a_week_then_comes_back_if_nothing_changed(silent: Pair) -> None:
    evaluate_all()
    close_card(card=only_card(), outcome=Outcome.RESUMED, by=person())
    assert evaluate_all().opened == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert evaluate_all().opened == 1
    assert FollowUpCard.objects.count() == 2


def test_situation_settled_while_watched_comes_back_when_it_becomes_urgent() -> None:
    pair(cohort(programme()), opened=19)
    evaluate_all()
    close_card(card=only_card(), outcome=Outcome.NOTHING, by=person())
    with clock.at(clock.now() + timedelta(days=3)):
        assert evaluate_all().opened == 1


@pytest.mark.parametrize(
    "change", [{"status": PairStatus.CLOSED}, {"status": PairStatus.CLOSING}, {"frozen_at": True}]
)
def test_cards_of_a_pair_that_ends_or_is_suspended_lapse(
    silent: Pair, change: dict[str, Any]
) -> None:
    evaluate_all()
    if "frozen_at" in change:
        change = {"frozen_at": clock.now()}
    Pair.objects.filter(pk=silent.pk).update(**change)
    assert evaluate_all().lapsed == 1
    assert only_card().status == CardStatus.LAPSED
    assert evaluate_all().opened == 0


def test_two_open_cards_of_one_rule_are_refused_by_the_database(silent: Pair) -> None:
    evaluate_all()
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpCard.objects.create(pair=silent, rule="silence", level=CardLevel.WATCH)


def test_each_programme_has_its_thresholds() -> None:
    pair(
        cohort(
            programme(
                settings={
                    "follow_up": {
                        "first_meeting_watch_days": 40,
                        "first_meeting_urgent_days": 50,
                        "quiet_days": 60,
                    }
                }
            )
        ),
        opened=30,
    )
    assert evaluate_all().opened == 0


def test_slices_cover_every_pair_with_the_same_questions(
    monkeypatch: Any, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(evaluation, "SLICE", 3)
    under_way = cohort(programme())
    for number in range(7):
        pair(under_way, opened=15 + number)
    tally = evaluate_all()
    assert (tally.pairs, tally.opened) == (7, 7)


@pytest.mark.parametrize("size", [1, 3])
def test_evaluation_asks_the_same_questions_whatever_the_size(
    size: int, django_assert_num_queries: Any
) -> None:
    under_way = cohort(programme())
    for _ in range(size):
        meeting(pair(under_way), 47)
    # lapse, wake, slice, nine for the states, savepoint in and out, cards, settled, insert (with its own), empty slice
    with django_assert_num_queries(18):
        evaluate_all()


def test_meeting_logged_without_open_card_costs_one_question(
    silent: Pair, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        Meeting.objects.create(pair=silent, starts_at=clock.now(), status=MeetingStatus.HELD)


def test_evaluation_is_declared_every_night() -> None:
    declared = {each.name: each for each in periodic.declared()}
    assert declared["follow-up"].cron == "30 4 * * *"
    assert tasks.task is not None
