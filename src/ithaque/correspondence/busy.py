"""When somebody is busy, read from the calendar they subscribed to: hours only, never what for.

Repetitions, exceptions and time zones are unfolded by recurring-ical-events. Nothing but the two ends of each busy time
leaves this module.
"""

from __future__ import annotations

import time as clock_of_machine
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component
from icalendar.error import BrokenCalendarProperty

from ithaque.correspondence.calendars import moment_of

Span = tuple[datetime, datetime]
MOST_EVENTS = 20_000
MOST_SPANS = 5_000
PATIENCE = 8.0
"""Seconds of unfolding after which a calendar counts as unreadable: some rules have no end and no date."""
OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
"""Rhythms nobody lives by: such a rule fills the machine, not a calendar."""
REPEATED = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})
FREE = frozenset({"FREE", "WORKINGELSEWHERE"})


FAULTY = (
    ValueError, TypeError, KeyError, AttributeError, OverflowError, BrokenCalendarProperty
)  # fmt: skip


class UnreadableCalendar(ValueError):
    """What was read is no calendar, or one that cannot be unfolded."""


def busy_times(content: bytes, *, start: datetime, end: datetime, zone: str) -> list[Span]:
    """Return when the calendar says busy between two instants: joined, in order, in universal time.

    Free, cancelled and transparent events do not count, nor the meetings Ithaque put there itself (they are known
    better here). A whole day is the day of `zone`, as are hours without a zone. Raises UnreadableCalendar.
    """
    try:
        calendar = Calendar.from_ical(content)
        found = list(_spans(calendar, start, end, ZoneInfo(zone)))
    except UnreadableCalendar:
        raise
    except (
        Exception
    ) as error:  # a calendar of anybody's making fails in ways its reader does not list
        raise UnreadableCalendar(type(error).__name__) from error
    return joined((max(one, start), min(other, end)) for one, other in found)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch made one; empty ones dropped."""
    made: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return made


def _spans(calendar: Component, start: datetime, end: datetime, zone: tzinfo) -> Iterator[Span]:
    if calendar.name != "VCALENDAR":
        raise UnreadableCalendar("no calendar")
    deadline = clock_of_machine.monotonic() + PATIENCE
    count = 0
    for rows, zones in _by_uid(calendar):
        for event in _occurrences(rows, zones, start, end):
            count += 1
            if count > MOST_SPANS or clock_of_machine.monotonic() > deadline:
                raise UnreadableCalendar("too many")
            if _counts(event) and (span := _span(event, zone)):
                yield span
        if clock_of_machine.monotonic() > deadline:
            raise UnreadableCalendar("too long")
    yield from _free_busy(calendar)


def _by_uid(calendar: Component) -> Iterator[tuple[list[Component], list[Component]]]:
    """Give the events UID by UID: a faulty one then costs its own hours, and the whole is measured."""
    events: dict[str, list[Component]] = defaultdict(list)
    found = calendar.walk("VEVENT")
    if len(found) > MOST_EVENTS:
        raise UnreadableCalendar("too many")
    for number, event in enumerate(found):
        uid = str(event.get("uid", "")) or f"#{number}"
        if moment_of(uid) is None and not _too_often(event):
            events[uid].append(event)
    zones = calendar.walk("VTIMEZONE")
    return ((rows, zones) for rows in events.values())


def _too_often(event: Any) -> bool:
    rules = event.get("rrule", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        fine = [str(one).upper() for one in rule.get("freq", [])]
        if OFTEN & set(fine) or rule.get("bysecond") or len(rule.get("byminute", [])) > 1:
            return True
    return False


def _occurrences(
    rows: list[Component], zones: list[Component], start: datetime, end: datetime
) -> Iterator[Component]:
    if len(rows) == 1 and not REPEATED & set(rows[0]):
        yield from (row for row in rows if "dtstart" in row)
        return
    series = Calendar()
    for part in (*zones, *rows):
        series.add_component(part)
    try:
        event: Any
        for event in recurring_ical_events.of(series, skip_bad_series=True).after(start):
            if _instant(event["dtstart"].dt, UTC) >= end + timedelta(days=1):
                return
            yield event
    except FAULTY:
        return


def _counts(event: Any) -> bool:
    said = {name: str(event.get(name, "")).upper() for name in ("transp", "status")}
    outlook = str(event.get("x-microsoft-cdo-busystatus", "")).upper()
    return not (said["transp"] == "TRANSPARENT" or said["status"] == "CANCELLED" or outlook in FREE)


def _span(event: Any, zone: tzinfo) -> Span | None:
    """Return the two ends of an event, None when they cannot be read."""
    try:
        start = event["dtstart"].dt
        end = event["dtend"].dt if "dtend" in event else start + _length(event, start)
        return _instant(start, zone), _instant(end, zone)
    except FAULTY:
        return None


def _length(event: Any, start: Any) -> timedelta:
    if "duration" in event:
        return timedelta(seconds=event["duration"].dt.total_seconds())
    return timedelta(0) if isinstance(start, datetime) else timedelta(days=1)


def _free_busy(calendar: Component) -> Iterator[Span]:
    for part in calendar.walk("VFREEBUSY"):
        periods: Any = part.get("freebusy", [])
        for period in periods if isinstance(periods, list) else [periods]:
            if str(period.params.get("fbtype", "BUSY")).upper() != "FREE":
                yield _instant(period.start, UTC), _instant(period.end, UTC)


def _instant(moment: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)
