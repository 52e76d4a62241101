"""A meeting of a pair as calendars read it: both are invited, in their own words and zone.

In a programme of minors each receives an invitation that does not show the other's address.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ithaque.correspondence import calendars
from ithaque.correspondence.calendars import CANCEL, PUBLISH, REQUEST, Attendee, Moment
from ithaque.kernel.outbox import Attachment
from ithaque.mentoring import paths, video
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting
from ithaque.people.models import Person
from ithaque.programmes.selectors import settings_of

__all__ = ["CANCEL", "PUBLISH", "REQUEST", "attachment", "calendar", "feed", "links"]


def attachment(meeting: Meeting, *, method: str, to: Person) -> Attachment:
    """Return the invitation to join to a mail."""
    with translation.override(to.locale):
        return calendars.attachment(_moment(meeting, to), method=method, zone=to.time_zone)


def calendar(meeting: Meeting, *, method: str, to: Person) -> bytes:
    """Return the calendar object of one meeting, in the words and the zone of `to`."""
    with translation.override(to.locale):
        return calendars.calendar(_moment(meeting, to), method=method, zone=to.time_zone)


def feed(meetings: Iterable[Meeting], *, to: Person) -> bytes:
    """Return the calendar that `to` subscribes to: their meetings of every pair."""
    with translation.override(to.locale):
        moments = [_moment(meeting, to) for meeting in meetings]
        return calendars.feed(moments, name=_("Mentoring meetings"))


def links(meeting: Meeting, *, to: Person) -> dict[str, str]:
    """Return the addresses that offer the meeting to calendars on the web, by their name."""
    with translation.override(to.locale):
        moment = _moment(meeting, to)
    return {"Google": calendars.google_link(moment), "Outlook": calendars.outlook_link(moment)}


def _moment(meeting: Meeting, to: Person) -> Moment:
    address = f"{settings.SITE_URL}{paths.meeting(meeting)}"
    other = meeting.pair.other(to)
    return Moment(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=_("Mentoring meeting with %(name)s") % {"name": other.get_short_name()},
        organiser=meeting.pair.programme.title,
        attendees=[
            Attendee(person.email, person.get_full_name(), person.pk == meeting.proposed_by_id)
            for person in _attendees(meeting, to)
        ],
        reminder=_("Mentoring meeting"),
        lines=(meeting.topic, address),
        location=_location(meeting),
        url=address,
        cancelled=meeting.status == MeetingStatus.CANCELLED,
    )


def _location(meeting: Meeting) -> str:
    room = video.room_of(meeting)
    if meeting.place or room is None:
        return meeting.place
    return f"{settings.SITE_URL}{room.address}" if room.is_here else room.address


def _attendees(meeting: Meeting, to: Person) -> tuple[Person, ...]:
    return (to,) if settings_of(meeting.pair.programme).minors else meeting.pair.people
