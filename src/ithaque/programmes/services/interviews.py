"""Interviews: coordinators open slots, the person books one, moves it, cancels it; calendars follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NoReturn

from django.conf import settings as instance
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence import calendars
from ithaque.correspondence.calendars import Attendee, Moment
from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.programmes import journal as entries
from ithaque.programmes import mails
from ithaque.programmes.enums import (
    INTERVIEW_ARROWS,
    EnrolmentStatus,
    InterviewStatus,
    Stage,
    StepOutcome,
)
from ithaque.programmes.models import Enrolment, Interview, InterviewSlot, Programme
from ithaque.programmes.models.interviews import TAKEN
from ithaque.programmes.services.common import locked
from ithaque.programmes.services.telling import INTERVIEW_PURPOSE, interview_path
from ithaque.programmes.services.vetting import record_step

LINK_LIFE = timedelta(days=60)
MOST_SLOTS = 60
REMINDED_BEFORE = timedelta(hours=26)
"""The reminder leaves the day before, whatever the hour of the interview."""


@transaction.atomic
def open_slots(
    *,
    programme: Programme,
    starts: Sequence[datetime],
    minutes: int,
    by: Person,
    place: str = "",
    link: str = "",
) -> list[InterviewSlot]:
    """Open slots of `by`, all of them or none; returns them in order.

    Refuses a past moment, more than sixty at once, slots that overlap each other or others of the same
    host, and slots without a place or a link.
    """
    if not place.strip() and not link.strip():
        raise Refusal(
            "nowhere", _("Say where you meet: a place, or an address for a call."), conflict=False
        )
    if not 1 <= len(starts) <= MOST_SLOTS:
        raise Refusal(
            "too_many_slots",
            _("Open between 1 and %(most)d slots at once.") % {"most": MOST_SLOTS},
            conflict=False,
        )
    Person.objects.select_for_update().get(pk=by.pk)  # the same host in two tabs
    length = timedelta(minutes=minutes)
    moments = sorted(dict.fromkeys(starts))
    _check_free(by, moments, length)
    opened = InterviewSlot.objects.bulk_create(
        [
            InterviewSlot(
                programme=programme,
                host=by,
                starts_at=start,
                ends_at=start + length,
                place=place.strip(),
                link=link.strip(),
            )
            for start in moments
        ]
    )
    journal.record(
        entries.SLOTS_OPENED,
        by=by,
        target=programme,
        scope=programme,
        data={"count": len(opened)},
    )
    return opened


@transaction.atomic
def close_slot(*, slot: InterviewSlot, by: Person) -> None:
    """Take a free slot away; refuses one that is booked. Closing twice changes nothing."""
    held = InterviewSlot.objects.select_for_update().filter(pk=slot.pk).first()
    if held is None:
        return
    if held.interviews.filter(status__in=TAKEN).exists():
        raise Refusal(
            "slot_taken", _("Someone has just booked this slot: cancel the interview first.")
        )
    journal.record(entries.SLOT_CLOSED, by=by, target=slot, scope=slot.programme)
    held.delete()


@transaction.atomic
def book_interview(*, enrolment: Enrolment, slot: InterviewSlot, by: Person) -> Interview:
    """Book a slot, or move the interview already booked to it; the same slot twice changes nothing.

    Both receive an invitation, or its update. Refuses a slot that is past, taken or of another programme,
    and an enrolment that is no longer examined.
    """
    enrolment = locked(enrolment)
    held = (
        InterviewSlot.objects.select_for_update(of=("self",))
        .select_related("host", "programme")
        .filter(pk=slot.pk, programme=enrolment.cohort.programme_id)
        .first()
    )
    if held is None:
        _refuse_taken()
    _check_bookable(enrolment, held)
    ahead = enrolment.interviews.filter(status=InterviewStatus.BOOKED).first()
    if ahead is not None and ahead.slot_id == held.pk:
        return ahead
    if held.interviews.filter(status__in=TAKEN).exists():
        _refuse_taken()
    interview = _write(ahead, enrolment, held)
    moved = ahead is not None
    journal.record(
        entries.INTERVIEW_MOVED if moved else entries.INTERVIEW_BOOKED,
        by=by,
        target=enrolment,
        scope=held.programme,
    )
    kind = mails.INTERVIEW_MOVED if moved else mails.INTERVIEW_BOOKED
    _tell_both(kind, interview, method=calendars.REQUEST)
    return interview


@transaction.atomic
def cancel_interview(*, interview: Interview, by: Person, word: str = "") -> Interview:
    """Cancel an interview ahead: the slot is free again, both calendars are told; twice changes nothing."""
    enrolment = locked(interview.enrolment)
    found = _held(interview)
    if found.status == InterviewStatus.CANCELLED:
        return found
    _check_arrow(found, InterviewStatus.CANCELLED)
    found.status, found.sequence = InterviewStatus.CANCELLED, found.sequence + 1
    found.save(update_fields=["status", "sequence"])
    journal.record(entries.INTERVIEW_CANCELLED, by=by, target=enrolment, scope=found.slot.programme)
    _tell_both(mails.INTERVIEW_CANCELLED, found, method=calendars.CANCEL, word=word.strip()[:300])
    return found


def cancel_ahead(enrolment: Enrolment, *, by: Person) -> None:
    """Cancel the interview someone had ahead, when they leave or are declined."""
    ahead = enrolment.interviews.filter(status=InterviewStatus.BOOKED).first()
    if ahead is not None and ahead.slot.starts_at > clock.now():
        cancel_interview(interview=ahead, by=by)


@transaction.atomic
def note_interview(
    *, interview: Interview, held: bool, by: Person, outcome: str = "", note: str = ""
) -> Interview:
    """Note that an interview took place, with its outcome, or did not; its slot stays taken.

    Refuses one that is still ahead, and one noted already.
    """
    enrolment = locked(interview.enrolment)
    found = _held(interview)
    status = InterviewStatus.HELD if held else InterviewStatus.MISSED
    _check_arrow(found, status)
    if found.slot.starts_at > clock.now():
        raise Refusal("interview_ahead", _("This interview is still ahead."), conflict=False)
    found.status = status
    found.save(update_fields=["status"])
    journal.record(
        entries.INTERVIEW_NOTED,
        by=by,
        target=enrolment,
        scope=found.slot.programme,
        data={"held": held},
    )
    if held and outcome:
        record_step(
            enrolment=enrolment,
            step=Stage.INTERVIEW,
            outcome=StepOutcome(outcome),
            by=by,
            on=timezone.localtime(found.slot.starts_at).date(),
            note=note,
        )
    return found


def remind_interviews() -> int:
    """Recall to both the interviews of the coming day, once for each moment; return how many."""
    soon = Interview.objects.filter(
        status=InterviewStatus.BOOKED,
        slot__starts_at__gt=clock.now(),
        slot__starts_at__lte=clock.now() + REMINDED_BEFORE,
    )
    sent = 0
    for key in soon.values_list("pk", flat=True):
        with transaction.atomic():
            found = _held(Interview(pk=key))
            if found.status != InterviewStatus.BOOKED or found.reminded_for == found.slot.starts_at:
                continue
            found.reminded_for = found.slot.starts_at
            found.save(update_fields=["reminded_for"])
            _tell_both(mails.INTERVIEW_REMINDER, found)
            sent += 1
    return sent


def interviewee_at(token: str) -> Enrolment | None:
    """Return whose interview a signed link manages, None once nothing is left to book; raises LinkError."""
    link = links.read(INTERVIEW_PURPOSE, token, max_age=LINK_LIFE)
    return (
        Enrolment.objects.select_related("person", "cohort__programme__organisation")
        .filter(public_id=link.target, person__public_id=link.person, person__is_active=True)
        .filter(status=EnrolmentStatus.SUBMITTED)
        .first()
    )


def moment_of(interview: Interview, to: Person) -> Moment:
    """Return the interview as the calendar of one of the two shows it, in the active language."""
    slot, enrolment = interview.slot, interview.enrolment
    is_host = to.pk == slot.host_id
    other = enrolment.person if is_host else slot.host
    path = (
        reverse("coordination:enrolment", args=[enrolment.public_id])
        if is_host
        else interview_path(enrolment)
    )
    address = f"{instance.SITE_URL}{path}"
    return Moment(
        uid=interview.public_id,
        sequence=interview.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        summary=_("Interview with %(name)s") % {"name": other.get_full_name()},
        organiser=slot.programme.title,
        attendees=[Attendee(to.email, to.get_full_name(), "accepted")],
        reminder=_("Interview with %(name)s") % {"name": other.get_full_name()},
        lines=(slot.link, address),
        location=slot.place or slot.link,
        url=address,
        cancelled=interview.status == InterviewStatus.CANCELLED,
    )


def _tell_both(kind: Kind, interview: Interview, *, method: str = "", word: str = "") -> None:
    slot, enrolment = interview.slot, interview.enrolment
    for to, other, label, path in (
        (enrolment.person, slot.host, gettext_lazy("Move or cancel"), interview_path(enrolment)),
        (
            slot.host,
            enrolment.person,
            gettext_lazy("Open the enrolment"),
            reverse("coordination:enrolment", args=[enrolment.public_id]),
        ),
    ):
        attached = []
        if method:
            with translation.override(to.locale):
                moment = moment_of(interview, to)
                attached = [calendars.attachment(moment, method=method, zone=to.time_zone)]
        notify(
            kind,
            to=to,
            context={"slot": slot, "other": other, "programme": slot.programme, "word": word},
            action=MailAction(label, path),
            attachments=attached,
            dedupe_key=f"{kind.code}:{interview.public_id}:{interview.sequence}:{to.public_id}",
        )


def _write(ahead: Interview | None, enrolment: Enrolment, slot: InterviewSlot) -> Interview:
    try:
        with transaction.atomic():
            if ahead is None:
                return Interview.objects.create(enrolment=enrolment, slot=slot)
            ahead.slot, ahead.sequence, ahead.reminded_for = slot, ahead.sequence + 1, None
            ahead.save(update_fields=["slot", "sequence", "reminded_for"])
            return ahead
    except IntegrityError:
        _refuse_taken()


def _held(interview: Interview) -> Interview:
    Interview.objects.select_for_update().get(pk=interview.pk)
    return Interview.objects.select_related(
        "slot__host", "slot__programme", "enrolment__person", "enrolment__cohort__programme"
    ).get(pk=interview.pk)


def _check_free(host: Person, starts: Sequence[datetime], length: timedelta) -> None:
    if starts[0] <= clock.now():
        raise Refusal(
            "slot_past", _("One of these moments is past: give moments to come."), conflict=False
        )
    others = InterviewSlot.objects.filter(
        host=host, starts_at__lt=starts[-1] + length, ends_at__gt=starts[0]
    ).values_list("starts_at", "ends_at")
    spans = sorted([*((start, start + length) for start in starts), *others])
    for (_start, end), (start, _end) in pairwise(spans):
        if start < end:
            raise Refusal(
                "slots_overlap",
                _("Two of your slots overlap at %(hour)s: nothing was opened.")
                % {"hour": timezone.localtime(start).strftime("%d/%m %H:%M")},
            )


def _check_bookable(enrolment: Enrolment, slot: InterviewSlot) -> None:
    if enrolment.status != EnrolmentStatus.SUBMITTED:
        raise Refusal(
            "enrolment_moved_on",
            _("This enrolment is now “%(status)s”: no interview is needed.")
            % {"status": enrolment.get_status_display()},
        )
    if slot.starts_at <= clock.now():
        raise Refusal("slot_past", _("This slot is past: choose another."))


def _check_arrow(interview: Interview, to: str) -> None:
    if to not in INTERVIEW_ARROWS[interview.status]:
        raise Refusal(
            "interview_over",
            _("This interview is already “%(status)s”: nothing was changed.")
            % {"status": str(interview.get_status_display()).lower()},
        )


def _refuse_taken() -> NoReturn:
    raise Refusal(
        "slot_taken", _("Someone has just taken this slot. Yours is unchanged: choose another.")
    )
