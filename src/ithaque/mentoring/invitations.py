"""A meeting of a pair as calendars read it: both are invited, in their own words and zone.

In a programme of minors each receives an invitation that does not show the other's address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ithaque.correspondence import calendars
from ithaque.correspondence.calendars import CANCEL, PUBLISH, REQUEST, Attendee, Moment, Repeats
from ithaque.kernel.outbox import Attachment
from ithaque.mentoring import paths, video
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting, MeetingSeries
from ithaque.people.models import Person
from ithaque.programmes.selectors import settings_of

__all__ = [
    "CANCEL",
    "PUBLISH",
    "REQUEST",
    "attachment",
    "calendar",
    "feed",
    "links",
    "series_attachment",
]


def attachment(meeting: Meeting, *, method: str, to: Person) -> Attachment:
    """Return the invitation to join to a mail."""
    with translation.override(to.locale):
        return calendars.attachment(_moment(meeting, to), method=method, zone=to.time_zone)


def calendar(meeting: Meeting, *, method: str, to: Person) -> bytes:
    """Return the calendar object of one meeting, in the words and the zone of `to`."""
    with translation.override(to.locale):
        return calendars.calendar(_moment(meeting, to), method=method, zone=to.time_zone)


def series_attachment(
    series: MeetingSeries, meetings: Sequence[Meeting], *, to: Person
) -> Attachment:
    """Return the invitation to a whole series, or its withdrawal when nothing of it is left."""
    method = REQUEST if series.count else CANCEL
    with translation.override(to.locale):
        master, *others = _series(series, meetings, to)
        return calendars.attachment(master, *others, method=method, zone=to.time_zone)


def feed(meetings: Iterable[Meeting], *, to: Person) -> bytes:
    """Return the calendar that `to` subscribes to: their meetings of every pair, series as they repeat."""
    of_series: dict[MeetingSeries, list[Meeting]] = {}
    with translation.override(to.locale):
        moments = []
        for meeting in meetings:
            if meeting.series is None:
                moments.append(_moment(meeting, to))
            else:
                of_series.setdefault(meeting.series, []).append(meeting)
        for series, known in of_series.items():
            for meeting in (rows := sorted(series.meetings.all(), key=lambda one: one.starts_at)):
                meeting.pair, meeting.series = known[0].pair, series
            series.pair = known[0].pair
            moments += _series(series, rows, to)
        return calendars.feed(moments, name=_("Mentoring meetings"))


def links(meeting: Meeting, *, to: Person) -> dict[str, str]:
    """Return the addresses that offer the meeting to calendars on the web, by their name."""
    with translation.override(to.locale):
        moment = _moment(meeting, to)
    return {"Google": calendars.google_link(moment), "Outlook": calendars.outlook_link(moment)}


def _series(series: MeetingSeries, meetings: Sequence[Meeting], to: Person) -> list[Moment]:
    """Return the event that repeats, then one for each date that differs from it."""
    kept = [one for one in meetings if one.status in (MeetingStatus.PLANNED, MeetingStatus.HELD)]
    last = max((one.slot_at for one in kept if one.slot_at), default=series.starts_at)
    left = [
        one.slot_at
        for one in meetings
        if one not in kept and one.slot_at is not None and one.slot_at <= last
    ]
    usual = (series.minutes, series.place)
    moved = [
        one for one in kept if one.starts_at != one.slot_at or (one.minutes, one.place) != usual
    ]
    ahead = [one for one in kept if one.status == MeetingStatus.PLANNED] or list(meetings)
    master = replace(
        _moment(ahead[0], to),
        sequence=series.sequence,
        starts_at=series.starts_at,
        ends_at=series.starts_at + timedelta(minutes=series.minutes),
        lines=(f"{settings.SITE_URL}{paths.meetings(series.pair)}",),
        location=series.place,
        url=f"{settings.SITE_URL}{paths.meetings(series.pair)}",
        cancelled=not series.count,
        repeats=Repeats(series.every_weeks, series.count, left) if series.count else None,
        instead_of=None,
    )
    return [master, *(replace(_moment(one, to), sequence=series.sequence) for one in moved)]


def _moment(meeting: Meeting, to: Person) -> Moment:
    series = meeting.series
    address = f"{settings.SITE_URL}{paths.meeting(meeting)}"
    other = meeting.pair.other(to)
    return Moment(
        uid=series.uid if series else meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=_("Mentoring meeting with %(name)s") % {"name": other.get_short_name()},
        organiser=meeting.pair.programme.title,
        attendees=[
            Attendee(person.email, person.get_full_name(), meeting.answer_of(person))
            for person in _attendees(meeting, to)
        ],
        reminder=_("Mentoring meeting"),
        lines=(meeting.topic, address),
        location=_location(meeting),
        url=address,
        cancelled=meeting.status == MeetingStatus.CANCELLED,
        proposed=bool(meeting.waiting_for),
        instead_of=meeting.slot_at,
        zone=series.zone if series else "",
    )


def _location(meeting: Meeting) -> str:
    room = video.room_of(meeting)
    if meeting.place or room is None:
        return meeting.place
    return f"{settings.SITE_URL}{room.address}" if room.is_here else room.address


def _attendees(meeting: Meeting, to: Person) -> tuple[Person, ...]:
    return (to,) if settings_of(meeting.pair.programme).minors else meeting.pair.people
