"""Flash meetings: a mentor opens hours, a mentee books one on one subject; nothing is asked before or after but a report."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import rules
from ithaque.mentoring.models import FlashSlot, Meeting, Pair
from ithaque.mentoring.services.locking import locked_pair
from ithaque.mentoring.services.meetings import plan_meeting
from ithaque.mentoring.services.pairs import draft_papers, locked_enrolments
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, PairFormat, Side
from ithaque.programmes.models import Enrolment
from ithaque.programmes.rules import can_coordinate
from ithaque.programmes.selectors import settings_of

SHORTEST, LONGEST = 30, 60
REPORT_UNTIL = timedelta(days=14)
"""How long after its day a flash meeting that nobody noted stays open."""


@transaction.atomic
def open_slot(*, mentor: Enrolment, starts_at: datetime, minutes: int, by: Person) -> FlashSlot:
    """Return the hour a mentor opens; the same one twice is the same. Refuses one that is past or overlaps another."""
    mentor = locked_enrolments(mentor)[mentor.pk]
    if mentor.person_id != by.pk or mentor.side != Side.MENTOR or not mentor.is_pairable:
        raise Refusal("not_a_mentor", _("Only a validated mentor opens hours."))
    same = mentor.flash_slots.filter(starts_at=starts_at, minutes=minutes).first()
    if same is not None:
        return same
    rules.require_in_future(starts_at)
    if not SHORTEST <= minutes <= LONGEST:
        raise Refusal("flash_minutes", _("A flash meeting lasts 30 to 60 minutes."), conflict=False)
    ends_at = starts_at + timedelta(minutes=minutes)
    near = mentor.flash_slots.filter(
        starts_at__gt=starts_at - timedelta(minutes=LONGEST), starts_at__lt=ends_at
    )
    if any(one.ends_at > starts_at for one in near):
        raise Refusal("flash_overlaps", _("You already opened an hour then."), conflict=False)
    slot = FlashSlot.objects.create(mentor=mentor, starts_at=starts_at, minutes=minutes)
    journal.record(acts.FLASH_OPENED, by=by, target=slot, scope=mentor.cohort.programme)
    return slot


@transaction.atomic
def withdraw_slot(*, slot: FlashSlot, by: Person) -> None:
    """Take back an hour nobody booked; refuses one that is booked: cancel the meeting instead."""
    slot = _locked(slot)
    if slot.mentor.person_id != by.pk:
        raise Refusal("not_yours", _("This hour is someone else’s."))
    if slot.meeting_id is not None:
        raise Refusal("flash_booked", _("Someone booked this hour: cancel the meeting instead."))
    journal.record(acts.FLASH_WITHDRAWN, by=by, target=slot, scope=slot.mentor.cohort.programme)
    slot.delete()


@transaction.atomic
def book_slot(*, slot: FlashSlot, mentee: Enrolment, subject: str, by: Person) -> Meeting:
    """Return the meeting booked: both receive the invitation for their calendar, their space opens.

    It takes no place and counts among no pairs. Refuses an hour taken meanwhile or past, a booking without a subject,
    someone of another cohort, and a minor without the coordination.
    """
    slot = _locked(slot)
    mentee = locked_enrolments(mentee)[mentee.pk]
    programme = slot.mentor.cohort.programme
    coordinates = can_coordinate(by, programme)
    if slot.meeting is not None:
        if slot.meeting.pair.mentee_id == mentee.pk:
            return slot.meeting
        raise Refusal("flash_taken", _("This hour has just been taken. Choose another one."))
    if mentee.cohort_id != slot.mentor.cohort_id or mentee.side != Side.MENTEE:
        raise Refusal("not_same_cohort", _("This hour is for people of its cohort."))
    if mentee.status not in (EnrolmentStatus.AVAILABLE, EnrolmentStatus.WAITING):
        raise Refusal("not_validated", _("The enrolment is not validated yet."))
    if not coordinates and by.pk != mentee.person_id:
        raise Refusal("not_yours", _("Only the person or the coordination books."))
    if mentee.person.is_minor and not coordinates:
        raise Refusal(
            "minor_books_with_team",
            _("Before 18, the coordination books with you: write to them."),
        )
    if not subject.strip():
        raise Refusal("subject_missing", _("Say the subject in a few words."), conflict=False)
    settings = settings_of(programme)
    day = rules.clock_date(slot.starts_at, mentee.person.time_zone)
    pair = Pair.objects.create(
        cohort=slot.mentor.cohort,
        format=PairFormat.FLASH,
        mentor=slot.mentor,
        mentee=mentee,
        started_on=clock.today(mentee.person.time_zone),
        ends_on=day,
    )
    draft_papers(pair, settings)
    journal.record(acts.FLASH_BOOKED, by=by, target=pair, scope=programme)
    slot.meeting = plan_meeting(
        pair=pair,
        by=mentee.person,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        modality=settings.modalities[0],
        topic=subject,
        agreed=True,
    )
    slot.save(update_fields=["meeting"])
    return slot.meeting


def close_left_open() -> int:
    """Close the flash meetings whose day has long passed; return how many."""
    limit = clock.today() - REPORT_UNTIL
    rows = Pair.objects.filter(format=PairFormat.FLASH, ends_on__lt=limit).exclude(status="closed")
    for pair in rows:
        rules.close_flash(locked_pair(pair))
    return len(rows)


def _locked(slot: FlashSlot) -> FlashSlot:
    found = FlashSlot.objects.select_for_update(of=("self",)).select_related(
        "mentor__cohort__programme", "mentor__person", "meeting__pair"
    )
    row = found.filter(pk=slot.pk).first()
    if row is None:
        raise Refusal("flash_gone", _("This hour was taken back. Choose another one."))
    return row
