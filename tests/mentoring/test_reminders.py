"""A meeting recalled when each wished it, then asked about, then noted with one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.correspondence.preferences import Delivery, choose_delivery
from ithaque.kernel import clock, links
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring import services
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.services.reminders import HELD, ask_whether_held, send_reminders
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned():
    return make.planned(make.pair(), days=3)


def at(meeting, **before):
    return clock.at(meeting.starts_at - timedelta(**before))


def told(person, kind):
    return OutboxMessage.objects.filter(to=person.email, kind=f"mentoring.{kind}").count()


def test_both_are_recalled_a_day_before_and_once(planned):
    mentee, mentor = planned.pair.people
    with at(planned, hours=30):
        assert send_reminders() == 0
    with at(planned, hours=23):
        assert send_reminders() == 2
        assert send_reminders() == 0
    assert (told(mentee, "meeting_soon"), told(mentor, "meeting_soon")) == (1, 1)


def test_each_chooses_when_and_whether(planned):
    mentee, mentor = planned.pair.people
    choose_delivery(person=mentee, delivery=Delivery(remind_hours=2), by=mentee)
    choose_delivery(person=mentor, delivery=Delivery(remind_hours=None), by=mentor)
    with at(planned, hours=23):
        assert send_reminders() == 0
    with at(planned, hours=1):
        assert send_reminders() == 1
    assert (told(mentee, "meeting_soon"), told(mentor, "meeting_soon")) == (1, 0)


def test_moved_meeting_is_recalled_again(planned):
    with at(planned, hours=20):
        send_reminders()
        moved = services.move_meeting(
            meeting=planned, by=planned.pair.mentor.person,
            starts_at=planned.starts_at + timedelta(days=2), minutes=60, modality="remote",
        )  # fmt: skip
        assert send_reminders() == 0
    with at(moved, hours=20):
        assert send_reminders() == 2


def test_cancelled_meeting_is_not_recalled(planned):
    services.cancel_meeting(meeting=planned, by=planned.pair.mentee.person)
    with at(planned, hours=20):
        assert send_reminders() == 0


def test_meeting_nobody_noted_is_asked_about_once(planned):
    with clock.at(planned.ends_at + timedelta(hours=2)):
        assert ask_whether_held() == 0
    with clock.at(planned.ends_at + timedelta(hours=3)):
        assert ask_whether_held() == 2
        assert ask_whether_held() == 0


def test_meeting_noted_is_not_asked_about(planned):
    with clock.at(planned.ends_at + timedelta(hours=4)):
        services.mark_missed(meeting=planned, by=planned.pair.mentee.person)
        assert ask_whether_held() == 0


def address(meeting, person):
    token = links.sign(HELD, target=meeting.public_id, person=person.public_id)
    return reverse("participant:noted", args=[token])


@pytest.mark.parametrize(
    ("answer", "status"), [("yes", MeetingStatus.HELD), ("no", MeetingStatus.MISSED)]
)
def test_one_tap_notes_it_without_signing_in(planned, client, answer, status):
    url = address(planned, planned.pair.mentee.person)
    with clock.at(planned.ends_at + timedelta(hours=4)):
        assert client.get(url).status_code == 200
        assert client.post(url, {"held": answer}).status_code == 200
        assert client.post(url, {"held": answer}).status_code == 200
    planned.refresh_from_db()
    assert planned.status == status


def test_second_answer_that_contradicts_is_refused_in_words(planned, client):
    mentee, mentor = planned.pair.people
    with clock.at(planned.ends_at + timedelta(hours=4)):
        client.post(address(planned, mentee), {"held": "yes"})
        assert client.post(address(planned, mentor), {"held": "no"}).status_code == 422
    planned.refresh_from_db()
    assert planned.status == MeetingStatus.HELD


def test_odd_answer_is_refused_and_changes_nothing(planned, client):
    url = address(planned, planned.pair.mentee.person)
    assert client.post(url, {"held": "perhaps"}).status_code == 422
    planned.refresh_from_db()
    assert planned.status == MeetingStatus.PLANNED


@pytest.mark.parametrize("number", [1, 3])
def test_round_asks_the_same_questions_whatever_the_number_of_meetings(
    number, django_assert_num_queries
):
    pair = make.pair()
    for day in range(number):
        made = make.planned(pair, days=3 + day)
        choose_delivery(
            person=pair.people[0], delivery=Delivery(remind_hours=None), by=pair.people[0]
        )
        choose_delivery(
            person=pair.people[1], delivery=Delivery(remind_hours=None), by=pair.people[1]
        )
    with at(made, hours=70), django_assert_num_queries(3):
        assert (send_reminders(), ask_whether_held()) == (0, 0)
