"""Meetings at the same instant, on two connections: no answer is lost, no hour is taken twice."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from itertools import pairwise

import pytest

from ithaque.kernel.models import JournalEntry
from ithaque.mentoring import services
from ithaque.mentoring.enums import MeetingStatus, Reply
from ithaque.mentoring.models import Meeting, MeetingSeries, Pair
from ithaque.programmes.enums import Side
from tests.mentoring import factories
from tests.mentoring.test_together import together
from tests.support.mailbox import mails

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases]
FIRST = factories.paris(date(2026, 3, 16))
ANSWERED = "mentoring.meeting.answered"


@pytest.fixture
def pair() -> Pair:
    return factories.pair()


def several(pair: Pair, *, by, **values) -> MeetingSeries:
    given = {"starts_at": FIRST, "minutes": 60, "every_weeks": 1, "times": 3, **values}
    return services.plan_series(pair=pair, by=by, **given)


def test_two_answers_at_once_to_one_meeting_are_both_kept(pair):
    meeting = factories.planned(pair)
    ines, claire = pair.people
    together(
        lambda: services.answer_meeting(meeting=meeting, by=ines, answer=Reply.TENTATIVE),
        lambda: services.answer_meeting(meeting=meeting, by=claire, answer=Reply.ACCEPTED),
    )
    kept = Meeting.objects.get()
    assert (kept.answer_of(ines), kept.answer_of(claire)) == (Reply.TENTATIVE, Reply.ACCEPTED)


def test_one_answer_tapped_three_times_at_once_is_told_once(pair):
    meeting = factories.planned(pair)
    tap = partial(
        services.answer_meeting, meeting=meeting, by=pair.mentor.person, answer=Reply.ACCEPTED
    )
    together(tap, tap, tap)
    assert JournalEntry.objects.filter(type=ANSWERED).count() == 1
    assert len(mails(kind="mentoring.meeting_answered")) == 1


def test_a_yes_and_another_hour_at_once_never_leave_a_yes_to_an_hour_nobody_read(pair):
    meeting = factories.planned(pair)
    ines, claire = pair.people
    together(
        lambda: services.answer_meeting(
            meeting=meeting, by=claire, answer=Reply.ACCEPTED, sequence=meeting.sequence
        ),
        lambda: services.move_meeting(
            meeting=meeting, by=ines, starts_at=FIRST, minutes=60, modality="remote"
        ),
    )
    kept = Meeting.objects.get()
    assert kept.starts_at == FIRST
    assert kept.answer_of(claire) != Reply.ACCEPTED


def test_two_answers_at_once_to_a_whole_series_are_both_kept(pair):
    ines, claire = pair.people
    series = several(pair, by=ines)
    first, second, _third = series.meetings.order_by("starts_at")
    together(
        lambda: services.answer_series(meeting=first, by=claire, answer=Reply.ACCEPTED),
        lambda: services.answer_series(meeting=second, by=ines, answer=Reply.TENTATIVE),
    )
    for meeting in series.meetings.all():
        assert meeting.answer_of(ines) == Reply.TENTATIVE
        assert meeting.answer_of(claire) == Reply.ACCEPTED


def test_a_series_planned_by_both_at_once_is_planned_once(pair):
    came = together(*(lambda one=one: several(pair, by=one) for one in pair.people))
    assert came.count("hour_taken") == 1
    assert (MeetingSeries.objects.count(), Meeting.objects.count()) == (1, 3)


def test_a_series_sent_three_times_at_once_is_one(pair):
    plan = partial(several, pair, by=pair.mentee.person)
    came = together(plan, plan, plan)
    assert len({series.pk for series in came}) == 1
    assert Meeting.objects.count() == 3


def test_a_mentor_asked_at_once_for_two_series_that_cross_keeps_one(pair):
    other = services.open_pair(
        mentor=pair.mentor, mentee=factories.enrolment(pair.cohort, Side.MENTEE)
    )
    came = together(
        lambda: several(pair, by=pair.mentee.person),
        lambda: several(
            other, by=other.mentee.person, starts_at=FIRST + timedelta(days=14, minutes=30)
        ),
    )
    assert came.count("hour_taken") == 1
    starts = sorted(Meeting.objects.values_list("starts_at", flat=True))
    hour = timedelta(hours=1)
    assert all(later - sooner >= hour for sooner, later in pairwise(starts))


def test_a_series_ended_while_one_of_its_meetings_moves_keeps_one_story(pair):
    ines, claire = pair.people
    series = several(pair, by=ines)
    first, second, _third = series.meetings.order_by("starts_at")
    together(
        lambda: services.end_series(meeting=first, by=claire),
        lambda: services.move_meeting(
            meeting=second,
            by=ines,
            starts_at=second.starts_at + timedelta(days=1),
            minutes=60,
            modality="remote",
        ),
    )
    assert not series.meetings.filter(status=MeetingStatus.PLANNED).exists()
