"""Flash meetings: hours opened, booked once, reported, and left out of everything that follows pairs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ithaque.insight.selectors import counts
from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import services
from ithaque.mentoring.followup.evaluation import judged_pairs
from ithaque.mentoring.models import FlashSlot, Pair
from ithaque.mentoring.selectors.agreements import agreements_waiting
from ithaque.mentoring.selectors.exits import talks_to_have
from ithaque.mentoring.selectors.flash import bookable_by
from ithaque.mentoring.selectors.trials import debriefs_to_have, debriefs_to_write
from ithaque.programmes.enums import PairFormat, Side
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia():
    return factories.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return factories.cohort(factories.programme(nadia))


@pytest.fixture
def slot(cohort) -> FlashSlot:
    return opened(factories.enrolment(cohort, Side.MENTOR, factories.person("Claire")))


def opened(mentor, days: int = 3, minutes: int = 45) -> FlashSlot:
    return services.open_slot(
        mentor=mentor,
        starts_at=factories.paris(clock.today(factories.PARIS) + timedelta(days=days)),
        minutes=minutes,
        by=mentor.person,
    )


def booked(slot: FlashSlot, **fields):
    mentee = fields.pop("mentee", None) or factories.enrolment(slot.mentor.cohort, Side.MENTEE)
    values = {"subject": "Négocier un salaire", "by": mentee.person, **fields}
    return services.book_slot(slot=slot, mentee=mentee, **values)


def test_a_booked_hour_is_a_meeting_in_both_calendars(slot):
    meeting = booked(slot)
    assert meeting.topic == "Négocier un salaire"
    assert meeting.pair.format == PairFormat.FLASH
    invited = mails(kind="mentoring.meeting_planned")
    assert len(invited) == 2
    assert not meeting.pair.members.filter(holds_place=True).exists()


def test_an_hour_is_booked_once(slot):
    mentee = factories.enrolment(slot.mentor.cohort, Side.MENTEE)
    first = booked(slot, mentee=mentee)
    assert booked(slot, mentee=mentee) == first
    with pytest.raises(Refusal) as refused:
        booked(slot)
    assert refused.value.code == "flash_taken"
    assert list(bookable_by(mentee.person)) == []


def test_a_minor_books_with_the_coordination_only(slot, nadia):
    mentee = factories.enrolment(slot.mentor.cohort, Side.MENTEE)
    mentee.person.born_on = date(2012, 1, 1)
    mentee.person.save()
    with pytest.raises(Refusal) as refused:
        booked(slot, mentee=mentee)
    assert refused.value.code == "minor_books_with_team"
    assert booked(slot, mentee=mentee, by=nadia)


@pytest.mark.parametrize(("fields", "code"), [({"subject": " "}, "subject_missing")])
def test_a_booking_says_its_subject(slot, fields, code):
    with pytest.raises(Refusal) as refused:
        booked(slot, **fields)
    assert refused.value.code == code
    assert not Pair.objects.exists()


def test_hours_do_not_overlap_and_last_30_to_60_minutes(slot):
    with pytest.raises(Refusal) as refused:
        services.open_slot(
            mentor=slot.mentor,
            starts_at=slot.starts_at + timedelta(minutes=30),
            minutes=30,
            by=slot.mentor.person,
        )
    assert refused.value.code == "flash_overlaps"
    with pytest.raises(Refusal) as refused:
        opened(slot.mentor, days=5, minutes=90)
    assert refused.value.code == "flash_minutes"


def test_a_booked_hour_is_not_taken_back(slot):
    booked(slot)
    slot.refresh_from_db()
    with pytest.raises(Refusal) as refused:
        services.withdraw_slot(slot=slot, by=slot.mentor.person)
    assert refused.value.code == "flash_booked"


@pytest.mark.parametrize("fate", ["held", "cancelled", "forgotten"])
def test_a_flash_meeting_closes_by_itself(slot, nadia, fate):
    meeting = booked(slot)
    by = meeting.pair.mentor.person
    if fate == "cancelled":
        services.cancel_meeting(meeting=meeting, by=by)
    with factories.days_later(4 if fate == "held" else 30):
        if fate == "held":
            services.log_meeting(
                pair=meeting.pair, by=by, starts_at=meeting.starts_at, minutes=45, summary="Vu."
            )
        services.close_left_open()
    pair = Pair.objects.get()
    assert pair.status == "closed"
    assert talks_to_have(pair.programme, nadia) == []
    assert list(debriefs_to_have(nadia)) == debriefs_to_write(pair.mentee.person) == []


def test_a_flash_meeting_counts_among_no_pairs(slot, nadia):
    pair = booked(slot).pair
    assert pair not in judged_pairs()
    found = counts([pair.programme])
    assert found["followed"] == 0
    assert services.ask_trials() == {"asked": 0, "reminded": 0}
    assert agreements_waiting(pair.programme, nadia) == []
    other = factories.enrolment(pair.cohort, Side.MENTOR)
    assert services.open_pair(mentor=other, mentee=pair.mentee)
