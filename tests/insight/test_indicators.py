"""Each figure counts what its definition says, and opens exactly that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ithaque.insight import indicators, selectors
from ithaque.kernel import clock
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import MatchRun, Proposal
from ithaque.mentoring.enums import CardLevel, MeetingStatus, PairStatus
from ithaque.mentoring.models import FollowUpCard
from ithaque.programmes.enums import EnrolmentStatus, Side, Stage
from ithaque.programmes.models import Cohort, Enrolment
from tests.followup.factories import cohort, days_ago, enrolment, meeting, pair, programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def under_way() -> Cohort:
    return cohort(programme())


def counts(of: Cohort) -> dict[str, int]:
    return selectors.counts([of.programme])


def announce(mentee: Enrolment, **fields: Any) -> Proposal:
    run, _ = MatchRun.objects.get_or_create(cohort=mentee.cohort, number=1)
    values = {
        "status": ProposalStatus.ANNOUNCED,
        "announced_at": clock.now(),
        "score": 80,
        "band": 3,
        "confidence": 1,
    }
    return Proposal.objects.create(
        run=run, mentee=mentee, mentor=enrolment(mentee.cohort, Side.MENTOR), **{**values, **fields}
    )


def test_funnel_narrows_from_enrolled_to_active(under_way: Cohort) -> None:
    enrolment(under_way, status=EnrolmentStatus.DRAFT, submitted_at=None)
    enrolment(under_way, status=EnrolmentStatus.SUBMITTED)
    enrolment(under_way, status=EnrolmentStatus.WITHDRAWN)
    enrolment(under_way, status=EnrolmentStatus.REFUSED)
    enrolment(under_way, Side.MENTOR)
    announce(enrolment(under_way))
    pair(under_way)
    meeting(pair(under_way), 10)
    meeting(pair(under_way), 46)
    found = counts(under_way)
    assert [found[code] for code in selectors.FUNNEL] == [6, 5, 4, 2, 1]


def test_draft_proposal_is_not_a_mentor_proposed(under_way: Cohort) -> None:
    announce(enrolment(under_way), status=ProposalStatus.DRAFT, announced_at=None)
    assert counts(under_way)["proposed"] == 0


def test_meeting_planned_or_missed_is_no_first_meeting(under_way: Cohort) -> None:
    made = pair(under_way)
    meeting(made, -3, MeetingStatus.PLANNED)
    meeting(made, 3, MeetingStatus.MISSED)
    assert (counts(under_way)["met"], counts(under_way)["active"]) == (0, 0)


def test_health_puts_each_pair_in_one_place(under_way: Cohort) -> None:
    pair(under_way)
    watched, urgent = pair(under_way), pair(under_way)
    FollowUpCard.objects.create(pair=watched, rule="silence", level=CardLevel.WATCH)
    FollowUpCard.objects.create(
        pair=urgent, rule="silence", level=CardLevel.URGENT, status="snoozed"
    )
    FollowUpCard.objects.create(pair=urgent, rule="first_meeting_late", level=CardLevel.WATCH)
    FollowUpCard.objects.create(pair=watched, rule="old", level=CardLevel.URGENT, status="done")
    found = counts(under_way)
    assert (found["well"], found["watch"], found["urgent"], found["followed"]) == (1, 1, 1, 3)


def test_soon_counts_what_waits(under_way: Cohort) -> None:
    enrolment(under_way, Side.MENTOR, status=EnrolmentStatus.SUBMITTED)
    enrolment(under_way)
    announce(enrolment(under_way))
    pair(under_way, ends_on=days_ago(-29))
    pair(under_way, ends_on=days_ago(-31))
    pair(under_way, status=PairStatus.CLOSING)
    found = counts(under_way)
    enrolment(under_way, status=EnrolmentStatus.SUBMITTED, stage=Stage.TRAINING)
    enrolment(under_way, Side.MENTOR)
    assert [found[code] for code in selectors.SOON] == [1, 0, 1, 1, 0, 1, 1]
    found = counts(under_way)
    assert [found[code] for code in selectors.SOON] == [2, 1, 1, 1, 1, 1, 1]


def test_pair_that_met_after_a_situation_was_settled_is_told_so(under_way: Cohort) -> None:
    settled = {"rule": "silence", "level": CardLevel.WATCH, "status": "done"}
    met, quiet, long_ago = pair(under_way), pair(under_way), pair(under_way)
    for made, days in ((met, 10), (quiet, 10), (long_ago, 61)):
        FollowUpCard.objects.create(
            pair=made, closed_at=clock.now() - timedelta(days=days), **settled
        )
    meeting(met, 3)
    meeting(quiet, 12)
    found = counts(under_way)
    assert [found[code] for code in selectors.CHANGED] == [2, 1]


def test_a_few_values_are_one_question_and_those_of_all(
    under_way: Cohort, django_assert_num_queries: Any
) -> None:
    enrolment(under_way, status=EnrolmentStatus.SUBMITTED)
    pair(under_way)
    codes = ("to_validate", "followed", "well", "closing")
    with django_assert_num_queries(1):
        few = selectors.values_of(codes, [under_way.programme])
    assert few == {code: counts(under_way)[code] for code in codes}


def test_cohorts_that_ended_and_other_programmes_are_left_out(under_way: Cohort) -> None:
    over = cohort(under_way.programme, starts_on=days_ago(300), ends_on=days_ago(1))
    enrolment(over)
    enrolment(cohort(programme()))
    assert counts(under_way)["enrolled"] == 0


@pytest.mark.parametrize("indicator", indicators.declared(), ids=lambda each: each.code)
def test_every_indicator_opens_exactly_what_it_counts(
    indicator: indicators.Indicator, under_way: Cohort
) -> None:
    enrolment(under_way, status=EnrolmentStatus.SUBMITTED)
    enrolment(under_way)
    announce(enrolment(under_way))
    held = pair(under_way, ends_on=days_ago(-5))
    meeting(held, 3)
    meeting(held, 10)
    pair(under_way, status=PairStatus.CLOSING)
    for level in (CardLevel.WATCH, CardLevel.URGENT):
        FollowUpCard.objects.create(pair=pair(under_way), rule="silence", level=level)
    enrolment(under_way, status=EnrolmentStatus.SUBMITTED, stage=Stage.TRAINING)
    enrolment(under_way, Side.MENTOR)
    FollowUpCard.objects.create(
        pair=held, rule="silence", level=CardLevel.WATCH, status="done",
        closed_at=clock.now() - timedelta(days=5),
    )  # fmt: skip
    rows = list(selectors.rows_of(indicator, [under_way.programme]))
    assert len(rows) == counts(under_way)[indicator.code] > 0
    assert len(set(rows)) == len(rows)
    assert indicator.label
    assert indicator.definition


def test_rows_are_searched_by_any_name_of_the_pair(under_way: Cohort) -> None:
    made = pair(under_way)
    pair(under_way)
    followed = indicators.named("followed")
    assert followed is not None
    for who in (made.mentor.person, made.mentee.person):
        assert list(selectors.rows_of(followed, [under_way.programme], who.last_name)) == [made]


def test_weeks_are_the_last_seven_whole_ones(under_way: Cohort) -> None:
    made = pair(under_way)
    monday = clock.today() - timedelta(days=clock.today().weekday())
    meeting(made, (clock.today() - monday).days)
    for days_before in (1, 7, 8, 49, 50):
        meeting(made, (clock.today() - monday).days + days_before)
    weeks = selectors.meetings_per_week([under_way.programme])
    assert [week.value for week in weeks] == [1, 0, 0, 0, 0, 1, 2]
    assert weeks[-1].monday == monday - timedelta(days=7)


def test_median_wait_runs_from_the_form_to_the_pair(under_way: Cohort) -> None:
    assert selectors.median_wait_days([under_way.programme]) is None
    for opened in (100, 90, 80):
        pair(under_way, opened=opened)
    assert selectors.median_wait_days([under_way.programme]) == 20


def test_promise_is_shown_when_the_programmes_agree() -> None:
    thirty, again, ten = programme(), programme(), programme(settings={"waiting_promise_days": 10})
    assert selectors.overview([thirty, again]).promised_days == 30
    assert selectors.overview([thirty, ten]).promised_days is None


@pytest.mark.parametrize("size", [1, 3])
def test_overview_asks_four_questions_whatever_the_size(under_way: Cohort, size: int) -> None:
    for _ in range(size):
        meeting(pair(under_way), 10)
    with CaptureQueriesContext(connection) as queries:
        selectors.overview([under_way.programme])
    assert len(queries) == 4
