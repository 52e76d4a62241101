"""Interviews: slots opened together, booked once, moved and cancelled in every calendar."""

from __future__ import annotations

import base64
from datetime import timedelta

import icalendar
import pytest
from django.db import IntegrityError, transaction

from ithaque.kernel import clock, links
from ithaque.programmes import booking, services
from ithaque.programmes.enums import InterviewStatus, Side, Stage
from ithaque.programmes.models import Interview
from tests.programmes import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    made = make.cohort_of(make.programme(nadia))
    make.vetting(made.programme, nadia, steps=["interview"])
    return made


@pytest.fixture
def claire(cohort, nadia):
    enrolment = make.submitted(cohort, make.person("Claire"), side=Side.MENTOR)
    return services.move_enrolment(enrolment=enrolment, to=Stage.INTERVIEW, by=nadia)


def event_of(mail):
    text = base64.b64decode(mail.attachments[0]["content"]).decode()
    calendar = icalendar.Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    return str(calendar["method"]), str(event["uid"]), int(event["sequence"])


def test_booked_moved_then_cancelled_is_one_event_for_every_calendar(cohort, claire, nadia):
    first, second = make.slot(cohort.programme, nadia), make.slot(cohort.programme, nadia)
    interview = services.book_interview(enrolment=claire, slot=first, by=claire.person)
    services.book_interview(enrolment=claire, slot=second, by=claire.person)
    services.cancel_interview(interview=interview, by=nadia, word="Je suis souffrante.")
    kinds = ("interview_booked", "interview_moved", "interview_cancelled")
    for to in (claire.person, nadia):
        told = [mails(to=to.email, kind=f"programmes.{kind}")[0] for kind in kinds]
        events = [event_of(mail) for mail in told]
        assert [event[0] for event in events] == ["REQUEST", "REQUEST", "CANCEL"]
        assert len({event[1] for event in events}) == 1
        assert [event[2] for event in events] == [0, 1, 2]
    assert set(booking.free_slots(cohort.programme)) == {first, second}


def test_slot_holds_one_interview_even_without_the_service(cohort, claire, nadia):
    slot = make.slot(cohort.programme, nadia)
    services.book_interview(enrolment=claire, slot=slot, by=claire.person)
    other = make.submitted(cohort, side=Side.MENTOR)
    with make.refused("slot_taken"):
        services.book_interview(enrolment=other, slot=slot, by=other.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.create(enrolment=other, slot=slot)


def test_slots_overlapping_open_none(cohort, nadia):
    start = clock.now() + timedelta(days=2)
    close = [start, start + timedelta(minutes=20)]
    with make.refused("slots_overlap"):
        services.open_slots(
            programme=cohort.programme, starts=close, minutes=30, place="Ici", by=nadia
        )
    assert not cohort.programme.interview_slots.exists()
    with make.refused("nowhere"):
        services.open_slots(programme=cohort.programme, starts=[start], minutes=30, by=nadia)
    with make.refused("slot_past"):
        services.open_slots(
            programme=cohort.programme,
            starts=[clock.now() - timedelta(days=1)],
            minutes=30,
            place="Ici",
            by=nadia,
        )


def test_reminder_leaves_once_the_day_before_and_again_when_moved(cohort, claire, nadia):
    slot = make.slot(cohort.programme, nadia, hours=48)
    services.book_interview(enrolment=claire, slot=slot, by=claire.person)
    assert services.remind_interviews() == 0
    with clock.at(slot.starts_at - timedelta(hours=20)):
        assert services.remind_interviews() == 1
        assert services.remind_interviews() == 0
    assert len(mails(kind="programmes.interview_reminder")) == 2


def test_interview_held_passes_the_step_at_its_day(cohort, claire, nadia):
    slot = make.slot(cohort.programme, nadia)
    interview = services.book_interview(enrolment=claire, slot=slot, by=claire.person)
    with make.refused("interview_ahead"):
        services.note_interview(interview=interview, held=True, outcome="passed", by=nadia)
    with clock.at(slot.ends_at + timedelta(hours=1)):
        services.note_interview(interview=interview, held=True, outcome="passed", by=nadia)
        with make.refused("interview_over"):
            services.note_interview(interview=interview, held=False, by=nadia)
    claire.refresh_from_db()
    assert claire.stage == Stage.READY


def test_leaving_frees_the_slot(cohort, claire, nadia):
    slot = make.slot(cohort.programme, nadia)
    interview = services.book_interview(enrolment=claire, slot=slot, by=claire.person)
    services.withdraw_enrolment(enrolment=claire, by=claire.person)
    interview.refresh_from_db()
    assert interview.status == InterviewStatus.CANCELLED
    assert list(booking.free_slots(cohort.programme)) == [slot]


def test_signed_link_opens_until_nothing_is_left_to_book(claire, nadia):
    token = links.sign(
        "programmes.interview", target=claire.public_id, person=claire.person.public_id
    )
    assert services.interviewee_at(token) == claire
    services.withdraw_enrolment(enrolment=claire, by=claire.person)
    assert services.interviewee_at(token) is None
    with pytest.raises(links.LinkError):
        services.interviewee_at(token[:-1])
