"""Invitations as every calendar reads them: RFC 5545, sent as RFC 5546 says.

One meeting keeps one UID for life; each change raises its SEQUENCE; a REQUEST adds or updates, a CANCEL
removes. The organiser is our sender, both people are attendees; in a programme of minors each receives
an invitation that does not show the other's address.
"""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

from ithaque.kernel import clock
from ithaque.kernel.outbox import Attachment
from ithaque.mentoring import paths
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting
from ithaque.mentoring.zones import vtimezone
from ithaque.people.models import Person
from ithaque.programmes.selectors import settings_of

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Ithaque//Mentoring//EN"
REMINDER = timedelta(hours=-2)


def attachment(meeting: Meeting, *, method: str, to: Person) -> Attachment:
    """Return the invitation to join to a mail."""
    return Attachment(
        "invitation.ics", calendar(meeting, method=method, to=to), f"text/calendar; method={method}"
    )


def calendar(meeting: Meeting, *, method: str, to: Person) -> bytes:
    """Return the calendar object of one meeting, in the words and the zone of `to`."""
    with translation.override(to.locale), timezone.override(to.time_zone):
        made = Calendar()
        made.add("prodid", PRODUCT)
        made.add("version", "2.0")
        made.add("calscale", "GREGORIAN")
        made.add("method", method)
        made.add_component(vtimezone(to.time_zone, meeting.starts_at.date()))
        made.add_component(_event(meeting, method=method, to=to))
        return bytes(made.to_ical())


def _event(meeting: Meeting, *, method: str, to: Person) -> Event:
    zone = ZoneInfo(to.time_zone)
    other = meeting.pair.other(to)
    event = Event()
    event.add("uid", f"{meeting.uid}@{_domain()}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("summary", _("Mentoring meeting with %(name)s") % {"name": other.get_short_name()})
    event.add("description", _description(meeting))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", vUri(f"{settings.SITE_URL}{paths.meeting(meeting)}"))
    event.add("status", "CANCELLED" if meeting.status == MeetingStatus.CANCELLED else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = _address(
        parseaddr(settings.DEFAULT_FROM_EMAIL)[1], meeting.pair.programme.title
    )
    for person in _attendees(meeting, to):
        event.add(
            "attendee",
            _attendee(person, accepted=person.pk == meeting.proposed_by_id),
            encode=False,
        )
    if method != CANCEL:
        event.add_component(_reminder())
    return event


def _description(meeting: Meeting) -> str:
    lines = [meeting.topic, f"{settings.SITE_URL}{paths.meeting(meeting)}"]
    return "\n".join(line for line in lines if line)


def _attendees(meeting: Meeting, to: Person) -> tuple[Person, ...]:
    return (to,) if settings_of(meeting.pair.programme).minors else meeting.pair.people


def _attendee(person: Person, *, accepted: bool) -> vCalAddress:
    address = _address(person.email, person.get_full_name())
    address.params["cutype"] = vText("INDIVIDUAL")
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText("ACCEPTED" if accepted else "NEEDS-ACTION")
    address.params["rsvp"] = vText("FALSE")
    return address


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(name.replace('"', "’"))
    return address


def _reminder() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Mentoring meeting"))
    alarm.add("trigger", REMINDER)
    return alarm


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "ithaque.invalid"
