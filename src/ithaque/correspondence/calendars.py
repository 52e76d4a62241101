"""Invitations as every calendar reads them: RFC 5545, sent as RFC 5546 says.

One moment keeps one UID for life; each change raises its SEQUENCE; a REQUEST adds or updates, a CANCEL
removes. The organiser is our sender. A room says what its moment is, `calendar` writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parseaddr
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Alarm, Calendar, Event, vCalAddress, vText, vUri

from ithaque.correspondence.zones import vtimezone
from ithaque.kernel import clock
from ithaque.kernel.outbox import Attachment

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Ithaque//Mentoring//EN"
REFRESH = timedelta(hours=6)
REMINDER = timedelta(hours=-2)


@dataclass(frozen=True)
class Attendee:
    """Someone invited; `accepted` when they chose the moment themselves."""

    email: str
    name: str
    accepted: bool = False


@dataclass(frozen=True)
class Moment:
    """What a calendar shows: `summary`, `lines` of description, where, with whom, and what to recall."""

    uid: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    organiser: str
    attendees: Sequence[Attendee]
    reminder: str
    lines: Sequence[str] = ()
    location: str = ""
    url: str = ""
    cancelled: bool = False


def attachment(moment: Moment, *, method: str, zone: str) -> Attachment:
    """Return the invitation to join to a mail."""
    return Attachment(
        "invitation.ics",
        calendar(moment, method=method, zone=zone),
        f"text/calendar; method={method}",
    )


def calendar(moment: Moment, *, method: str, zone: str) -> bytes:
    """Return the calendar object of one moment, its hours told in `zone` (an IANA name)."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    made.add_component(vtimezone(zone, moment.starts_at.date()))
    made.add_component(_event(moment, method=method, zone=ZoneInfo(zone)))
    return bytes(made.to_ical())


def feed(moments: Iterable[Moment], *, name: str) -> bytes:
    """Return a calendar to subscribe to, with these moments in universal time and no alarm of ours.

    Read again by calendars every few hours; nobody is invited by it.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", PUBLISH)
    made.add("x-wr-calname", name)
    made.add("name", name)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for moment in moments:
        event = _event(replace(moment, attendees=()), method=CANCEL, zone=UTC)
        made.add_component(event)
    return bytes(made.to_ical())


def google_link(moment: Moment) -> str:
    """Return the address that offers the moment to a Google calendar."""
    hours = "/".join(
        f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (moment.starts_at, moment.ends_at)
    )
    query = {
        "action": "TEMPLATE",
        "text": moment.summary,
        "dates": hours,
        "details": moment.url,
        "location": moment.location,
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(query)}"


def outlook_link(moment: Moment) -> str:
    """Return the address that offers the moment to an Outlook calendar."""
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": moment.summary,
        "startdt": f"{moment.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{moment.ends_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "body": moment.url,
        "location": moment.location,
    }
    return f"https://outlook.office.com/calendar/deeplink/compose?{urlencode(query)}"


def _event(moment: Moment, *, method: str, zone: tzinfo) -> Event:
    event = Event()
    event.add("uid", f"{moment.uid}@{_domain()}")
    event.add("sequence", moment.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", moment.starts_at.astimezone(zone))
    event.add("dtend", moment.ends_at.astimezone(zone))
    event.add("summary", moment.summary)
    event.add("description", "\n".join(line for line in moment.lines if line))
    if moment.location:
        event.add("location", moment.location)
    if moment.url:
        event.add("url", vUri(moment.url))
    event.add("status", "CANCELLED" if moment.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event["organizer"] = _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], moment.organiser)
    for attendee in moment.attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    if method != CANCEL:
        event.add_component(_reminder(moment.reminder))
    return event


def _attendee(attendee: Attendee) -> vCalAddress:
    address = _address(attendee.email, attendee.name)
    address.params["cutype"] = vText("INDIVIDUAL")
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText("ACCEPTED" if attendee.accepted else "NEEDS-ACTION")
    address.params["rsvp"] = vText("FALSE")
    return address


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(name.replace('"', "’"))
    return address


def _reminder(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", REMINDER)
    return alarm


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "ithaque.invalid"
