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
from icalendar import Alarm, Calendar, Event, vCalAddress, vRecur, vText, vUri

from ithaque.correspondence.zones import vtimezone
from ithaque.kernel import clock
from ithaque.kernel.outbox import Attachment

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Ithaque//Mentoring//EN"
REFRESH = timedelta(hours=6)
REMINDER = timedelta(hours=-2)


@dataclass(frozen=True)
class Attendee:
    """Someone invited, and what they said: accepted, tentative, declined, or nothing yet."""

    email: str
    name: str
    answer: str = ""


@dataclass(frozen=True)
class Repeats:
    """Every so many weeks, so many times in all, less the dates that were cancelled."""

    every_weeks: int
    count: int
    exceptions: Sequence[datetime] = ()


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
    proposed: bool = False
    """Somebody has not said yes yet: calendars show it in pencil."""
    repeats: Repeats | None = None
    instead_of: datetime | None = None
    """The date of a repeated moment that this one replaces (RECURRENCE-ID)."""
    zone: str = ""
    """The zone whose clock a repeated moment keeps, whoever reads it."""


def attachment(moment: Moment, *others: Moment, method: str, zone: str) -> Attachment:
    """Return the invitation to join to a mail."""
    return Attachment(
        "invitation.ics",
        calendar(moment, *others, method=method, zone=zone),
        f"text/calendar; method={method}",
    )


def calendar(moment: Moment, *others: Moment, method: str, zone: str) -> bytes:
    """Return the calendar object of one moment, its hours told in `zone` (an IANA name).

    `others` are the exceptions of a repeated one, under the same UID.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method)
    told = moment.zone or zone
    made.add_component(vtimezone(told, moment.starts_at.date()))
    for one in (moment, *others):
        made.add_component(_event(one, method=method, zone=ZoneInfo(told)))
    return bytes(made.to_ical())


def feed(moments: Iterable[Moment], *, name: str) -> bytes:
    """Return a calendar to subscribe to, with no alarm of ours; hours in universal time, or that of what repeats.

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
    shown = list(moments)
    for zone, first in {one.zone: one.starts_at for one in reversed(shown) if one.zone}.items():
        made.add_component(vtimezone(zone, first.date()))
    for moment in shown:
        zone_of_it = ZoneInfo(moment.zone) if moment.zone else UTC
        made.add_component(_event(replace(moment, attendees=()), method=CANCEL, zone=zone_of_it))
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
    event.add("uid", uid_of(moment.uid))
    event.add("sequence", moment.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", moment.starts_at.astimezone(zone))
    event.add("dtend", moment.ends_at.astimezone(zone))
    _add_repetition(event, moment, zone)
    event.add("summary", moment.summary)
    event.add("description", "\n".join(line for line in moment.lines if line))
    if moment.location:
        event.add("location", moment.location)
    if moment.url:
        event.add("url", vUri(moment.url))
    event.add("status", _status(moment))
    event.add("transp", "OPAQUE")
    event["organizer"] = _address(organiser_address(), moment.organiser)
    for attendee in moment.attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    if method != CANCEL:
        event.add_component(_reminder(moment.reminder))
    return event


def _add_repetition(event: Event, moment: Moment, zone: tzinfo) -> None:
    if moment.instead_of is not None:
        event.add("recurrence-id", moment.instead_of.astimezone(zone))
    if moment.repeats is None:
        return
    rule = vRecur(freq="WEEKLY", interval=moment.repeats.every_weeks, count=moment.repeats.count)
    event.add("rrule", rule)
    if moment.repeats.exceptions:
        event.add("exdate", [one.astimezone(zone) for one in moment.repeats.exceptions])


def _status(moment: Moment) -> str:
    if moment.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if moment.proposed else "CONFIRMED"


def _attendee(attendee: Attendee) -> vCalAddress:
    address = _address(attendee.email, attendee.name)
    address.params["cutype"] = vText("INDIVIDUAL")
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText(attendee.answer.upper() or "NEEDS-ACTION")
    address.params["rsvp"] = vText("FALSE" if attendee.answer else "TRUE")
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


def organiser_address() -> str:
    """Return the address calendars answer to: the one whose mail is read, when the instance reads any."""
    return settings.MAIL_INTAKE_ADDRESS or _sender()


def uid_of(moment: UUID) -> str:
    """Return the UID of a moment of ours in everyone's calendar."""
    return f"{moment}@{_domain()}"


def moment_of(uid: str) -> UUID | None:
    """Return which moment of ours this UID names, None for anybody else's."""
    name, _at, domain = uid.strip().rpartition("@")
    try:
        return UUID(name) if domain.lower() == _domain().lower() else None
    except ValueError:
        return None


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _domain() -> str:
    return _sender().rpartition("@")[2] or "ithaque.invalid"
