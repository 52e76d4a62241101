"""A meeting cancelled or changed at the last moment rings on the mobile of the other, and of nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ithaque.correspondence.preferences import change_delivery
from ithaque.kernel import clock
from ithaque.kernel.models import OutboxMessage
from ithaque.mentoring import services
from ithaque.mentoring.services.reminders import send_reminders
from tests.mentoring.factories import pair, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(settings):
    settings.SMS_URL = "https://sms.example.org/"
    found = pair()
    for one in found.people:
        change_delivery(person=one, sms=True)
    return found


def texted(kind):
    rows = OutboxMessage.objects.filter(kind=f"mentoring.{kind}")
    return {row.person for row in rows if "sms" in row.channels}


def in_hours(two, hours):
    return planned(two, starts_at=clock.now() + timedelta(hours=hours))


def move(meeting, hours):
    services.move_meeting(
        meeting=meeting,
        by=meeting.pair.mentor.person,
        starts_at=clock.now() + timedelta(hours=hours),
        minutes=meeting.minutes,
        modality=meeting.modality,
    )


@pytest.mark.parametrize(("hours", "rings"), [(5, True), (23.9, True), (25, False)])
def test_late_cancellation_rings_at_the_other(hours, rings, two):
    services.cancel_meeting(meeting=in_hours(two, hours), by=two.mentor.person)
    assert texted("meeting_cancelled") == ({two.mentee.person} if rings else set())


@pytest.mark.parametrize(
    ("hours", "to", "rings"), [(5, 200, True), (200, 5, True), (200, 300, False)]
)
def test_late_move_rings_whether_the_former_or_the_new_hour_is_near(hours, to, rings, two):
    move(in_hours(two, hours), to)
    assert texted("meeting_moved") == ({two.mentee.person} if rings else set())


def test_reminder_rings_at_both_and_a_planned_meeting_at_none(two):
    in_hours(two, 20)
    send_reminders()
    assert texted("meeting_soon") == set(two.people)
    assert texted("meeting_planned") == set()
