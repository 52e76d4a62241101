"""Read what calendars answer by mail: the REPLY of RFC 5546, applied as if its sender had answered here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from icalendar import Calendar

from ithaque.correspondence.calendars import moment_of
from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.enums import MeetingStatus, Reply
from ithaque.mentoring.models import Meeting
from ithaque.mentoring.services.answers import answer_meeting
from ithaque.mentoring.services.locking import PAIR
from ithaque.mentoring.services.series import answer_series
from ithaque.people.models import Person

log = structlog.get_logger(__name__)
REPLY = "REPLY"
LARGEST = 256_000
"""Bytes: a reply is a few hundred; what is larger is none."""
COMMENT = 300


@dataclass(frozen=True)
class _Said:
    """One answer of a reply: who, about which revision of which meeting; `occurrence` is one date of a series."""

    uid: UUID
    sequence: int
    occurrence: datetime | None
    email: str
    answer: str
    word: str


def read_reply(calendar: bytes, sender: str) -> list[Meeting]:
    """Apply a calendar's REPLY (accepted, tentative, declined) and return the meetings it answered.

    `sender` is the address the mail came from, verified by whoever received it: only the attendee themselves answers,
    and only for a meeting of theirs. Quietly ignored, with an empty list: what is no REPLY, an unknown UID, somebody
    else's answer, a revision older than the meeting's (RFC 5546 §2.1.5), and what the meeting refuses by now.
    """
    return [meeting for said in _answers(calendar, sender) if (meeting := _apply(said))]


def _answers(calendar: bytes, sender: str) -> list[_Said]:
    if len(calendar) > LARGEST:
        return []
    try:
        read = Calendar.from_ical(calendar)
        if str(read.get("method", "")).strip().upper() != REPLY:
            return []
        return [said for event in read.walk("VEVENT") for said in _said_in(event, sender)]
    except Exception as error:  # what strangers send fails in ways its reader does not list
        log.info("mentoring.reply_unreadable", error=type(error).__name__)
        return []


def _said_in(event: Any, sender: str) -> list[_Said]:
    uid, attendees = moment_of(str(event.get("uid", ""))), event.get("attendee", [])
    if uid is None:
        return []
    found = []
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        email = str(attendee).lower().removeprefix("mailto:").strip()
        answer = str(attendee.params.get("partstat", "")).lower()
        if email == sender.strip().lower() and answer in Reply.values:
            word = str(event.get("comment", ""))[:COMMENT]
            sequence = int(event.get("sequence", 0))
            found.append(_Said(uid, sequence, _occurrence(event), email, answer, word))
    return found


def _occurrence(event: Any) -> datetime | None:
    found = event.get("recurrence-id")
    if found is None or not isinstance(found.dt, datetime):
        return None
    moment: datetime = found.dt
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _apply(said: _Said) -> Meeting | None:
    person = Person.objects.filter(email__iexact=said.email, erased_at=None).first()
    meeting = _meeting(said)
    if person is None or meeting is None or said.sequence < meeting.sequence:
        return None
    try:
        if meeting.series is not None and said.occurrence is None:
            return answer_series(meeting=meeting, by=person, answer=said.answer)
        return answer_meeting(
            meeting=meeting,
            by=person,
            answer=said.answer,
            sequence=meeting.sequence,
            word=said.word if said.answer == Reply.DECLINED else "",
        )
    except Refusal as refusal:
        log.info("mentoring.reply_refused", code=refusal.code)
        return None


def _meeting(said: _Said) -> Meeting | None:
    """Return the meeting a UID names: alone, a date of a series, or the next of one answered as a whole."""
    rows = Meeting.objects.select_related("series", *(f"pair__{one}" for one in PAIR))
    if alone := rows.filter(uid=said.uid, series=None).first():
        return alone
    of_series = rows.filter(series__uid=said.uid)
    if said.occurrence is not None:
        return of_series.filter(slot_at=said.occurrence).first()
    ahead = of_series.filter(status=MeetingStatus.PLANNED, starts_at__gt=clock.now())
    return ahead.order_by("slot_at").first()
