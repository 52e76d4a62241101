"""A meeting that took place, or did not: noted in a few taps, by page or from a mail, and never a fault."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths, rules
from ithaque.mentoring.enums import MeetingStatus, Modality
from ithaque.mentoring.models import Meeting, Pair
from ithaque.mentoring.rules import clock_date
from ithaque.mentoring.services.locking import locked_meeting, open_to
from ithaque.mentoring.services.meetings import next_number
from ithaque.people.models import Person

PULSE = "mentoring.pulse"


@transaction.atomic
def log_meeting(
    *,
    pair: Pair,
    by: Person,
    starts_at: datetime,
    minutes: int,
    modality: str = Modality.REMOTE,
    place: str = "",
    title: str = "",
    summary: str = "",
    meeting: Meeting | None = None,
) -> Meeting:
    """Return the meeting noted as held; both are asked three questions by mail.

    A meeting planned that day is the one meant; the same note twice gives the same meeting. Refuses a
    date to come, and one before the pair began.
    """
    pair = open_to(by, pair)
    if starts_at > clock.now():
        raise Refusal(
            "meeting_to_come",
            _("This date is still to come: plan the meeting, and note it afterwards."),
            conflict=False,
        )
    if clock_date(starts_at, by.time_zone) < pair.started_on:
        raise Refusal(
            "before_the_pair",
            _("Your mentoring began later than this date. Check the day."),
            conflict=False,
        )
    same = pair.meetings.filter(starts_at=starts_at, status=MeetingStatus.HELD).first()
    if same is not None and (meeting is None or meeting.pk == same.pk):
        same.pair = pair
        return same
    held = (
        meeting
        or _planned_that_day(pair, starts_at, by)
        or Meeting(pair=pair, number=next_number(pair))
    )
    if held.pk:
        held = Meeting.objects.select_for_update().get(pk=held.pk)
        held.pair = pair
        rules.require_meeting_arrow(held, MeetingStatus.HELD)
    held.starts_at, held.minutes, held.modality = starts_at, minutes, modality
    held.place = place.strip() or held.place
    held.title, held.summary = title.strip(), summary.strip()
    held.proposed_by = held.proposed_by or by
    held.status, held.closed_at = MeetingStatus.HELD, clock.now()
    held.save()
    rules.close_flash(pair)
    journal.record(acts.MEETING_HELD, by=by, target=pair, scope=pair.programme)
    _ask_pulses(held)
    return held


@transaction.atomic
def mark_missed(
    *,
    meeting: Meeting,
    by: Person,
    word: str = "",
    absent: Person | None = None,
    mishap: str = "",
) -> Meeting:
    """Return the meeting noted as not having taken place, without blame; the other is told kindly.

    `absent` is who could not come, when it was one of the two; the other never reads it,
    nor why (`mishap`).
    """
    meeting = locked_meeting(meeting, by)
    if meeting.status == MeetingStatus.MISSED:
        return meeting
    rules.require_meeting_arrow(meeting, MeetingStatus.MISSED)
    if meeting.starts_at > clock.now():
        raise Refusal(
            "meeting_to_come", _("This meeting is still to come: move it or cancel it instead.")
        )
    if absent is not None:
        rules.require_of_pair(absent, meeting.pair)
    meeting.status, meeting.summary = MeetingStatus.MISSED, word.strip()
    meeting.mishap = mishap
    meeting.closed_at, meeting.called_off_by = clock.now(), absent
    meeting.save()
    rules.close_flash(meeting.pair)
    journal.record(acts.MEETING_MISSED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    for person in meeting.pair.others(by):
        notify(
            mails.MEETING_MISSED,
            to=person,
            context={"meeting": meeting, "by": by, "word": meeting.summary},
            action=MailAction(_("Find another date"), paths.room(meeting.pair)),
        )
    return meeting


def _planned_that_day(pair: Pair, starts_at: datetime, by: Person) -> Meeting | None:
    day = clock_date(starts_at, by.time_zone)
    near = pair.meetings.filter(
        status=MeetingStatus.PLANNED,
        starts_at__range=(starts_at - timedelta(days=1), starts_at + timedelta(days=1)),
    )
    return next((one for one in near if clock_date(one.starts_at, by.time_zone) == day), None)


def _ask_pulses(meeting: Meeting) -> None:
    for person in meeting.pair.people:
        token = links.sign(PULSE, target=meeting.public_id, person=person.public_id)
        notify(
            mails.PULSE_ASKED,
            to=person,
            context={"meeting": meeting, "other": meeting.pair.other(person)},
            action=MailAction(_("Answer with three taps"), paths.pulse(token)),
            dedupe_key=f"pulse:{meeting.public_id}:{person.public_id}",
        )
