"""Busy hours read from calendars of every making."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ithaque.correspondence.busy import UnreadableCalendar, busy_times, joined

START = datetime(2026, 3, 2, tzinfo=UTC)
END = datetime(2026, 5, 1, tzinfo=UTC)


def at(month, day, hour, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def calendar(*events, zones=""):
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:e{number}@x.example\r\nDTSTAMP:20260101T000000Z\r\n{event}\r\nEND:VEVENT\r\n"
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{zones}{body}END:VCALENDAR\r\n".encode()


def busy(*events, zone="Europe/Paris", zones=""):
    return busy_times(calendar(*events, zones=zones), start=START, end=END, zone=zone)


def lines(*parts):
    return "\r\n".join(parts)


def test_event_in_universal_time_and_one_without_zone():
    found = busy(
        lines("DTSTART:20260303T090000Z", "DTEND:20260303T100000Z", "SUMMARY:Médecin"),
        lines("DTSTART:20260304T090000", "DURATION:PT30M"),
    )
    assert found == [(at(3, 3, 9), at(3, 3, 10)), (at(3, 4, 8), at(3, 4, 8, 30))]


@pytest.mark.parametrize(
    "line", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]
)
def test_free_cancelled_and_transparent_do_not_count(line):
    assert busy(lines("DTSTART:20260303T090000Z", "DTEND:20260303T100000Z", line)) == []


def test_whole_day_is_that_of_the_person():
    event = lines("DTSTART;VALUE=DATE:20260303", "DTEND;VALUE=DATE:20260305")
    assert busy(event) == [(at(3, 2, 23), at(3, 4, 23))]
    assert busy("DTSTART;VALUE=DATE:20260303", zone="America/Montreal") == [
        (at(3, 3, 5), at(3, 4, 5))
    ]


def test_weekly_event_keeps_its_hour_across_the_change_of_clocks_with_its_exceptions():
    rule = lines(
        "DTSTART;TZID=Europe/Paris:20260316T180000",
        "DTEND;TZID=Europe/Paris:20260316T190000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=Europe/Paris:20260323T180000",
    )
    assert [start for start, _end in busy(rule)] == [at(3, 16, 17), at(3, 30, 16), at(4, 6, 16)]


def test_moved_occurrence_replaces_the_one_of_the_rule():
    rule = lines("DTSTART:20260303T090000Z", "DTEND:20260303T100000Z", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = lines(
        "RECURRENCE-ID:20260310T090000Z", "DTSTART:20260311T140000Z", "DTEND:20260311T150000Z"
    )
    body = calendar(rule, moved).replace(b"UID:e1@", b"UID:e0@")
    found = busy_times(body, start=START, end=END, zone="UTC")
    assert [start for start, _end in found] == [at(3, 3, 9), at(3, 11, 14)]


def test_zone_described_by_the_file_alone_is_followed():
    zones = lines(
        "BEGIN:VTIMEZONE", "TZID:Bureau", "BEGIN:STANDARD", "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE", "",
    )  # fmt: skip
    event = lines("DTSTART;TZID=Bureau:20260303T090000", "DTEND;TZID=Bureau:20260303T100000")
    assert busy(event, zones=zones) == [(at(3, 3, 6), at(3, 3, 7))]


def test_published_free_and_busy_periods_are_read():
    body = lines(
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VFREEBUSY", "UID:f", "DTSTAMP:20260101T000000Z",
        "FREEBUSY;FBTYPE=BUSY:20260303T090000Z/20260303T100000Z",
        "FREEBUSY;FBTYPE=FREE:20260304T090000Z/20260304T100000Z",
        "END:VFREEBUSY", "END:VCALENDAR", "",
    )  # fmt: skip
    found = busy_times(body.encode(), start=START, end=END, zone="UTC")
    assert found == [(at(3, 3, 9), at(3, 3, 10))]


def test_meetings_that_ithaque_put_there_do_not_count_twice(settings):
    settings.DEFAULT_FROM_EMAIL = "Ithaque <ithaque@mentorat.example>"
    body = calendar(lines("DTSTART:20260303T090000Z", "DTEND:20260303T100000Z")).replace(
        b"e0@x.example", b"0b8e1f5c-6a7d-4d0e-9f43-3a5a3d1f7a11@mentorat.example"
    )
    assert busy_times(body, start=START, end=END, zone="UTC") == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Sign in</body></html>",
        b"\xff\xfe\x00garbage",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n",
    ],
)
def test_what_is_no_calendar_is_said(content):
    with pytest.raises(UnreadableCalendar):
        busy_times(content, start=START, end=END, zone="UTC")


def test_faulty_event_costs_its_own_hours_and_no_other():
    found = busy(
        lines("DTSTART:yesterday", "DTEND:20260303T100000Z"),
        lines("DTSTART:20260305T090000Z", "RRULE:FREQ=WEEKLY;INTERVAL=0;COUNT=2"),
        lines("SUMMARY:No date"),
        lines("DTSTART:20260304T090000Z", "DTEND:20260304T100000Z"),
    )
    assert (at(3, 4, 9), at(3, 4, 10)) in found


@pytest.mark.parametrize("frequency", ["SECONDLY", "MINUTELY", "HOURLY"])
def test_rule_that_would_fill_the_machine_is_left_aside(frequency):
    event = lines("DTSTART:20200101T000000Z", "DURATION:PT1S", f"RRULE:FREQ={frequency}")
    assert busy(event) == []


def test_spans_that_touch_are_one():
    one, two = START, START + timedelta(hours=1)
    assert joined([(two, two + timedelta(hours=1)), (one, two), (two, two)]) == [
        (one, two + timedelta(hours=1))
    ]
