"""Meetings that come back: planned, answered, moved, ended; and read by two independent readers of calendars."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import vobject
from dateutil.rrule import rrulestr

from ithaque.correspondence.preferences import renew_calendar
from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring import invitations, services
from ithaque.mentoring.enums import MeetingStatus, Reply
from ithaque.mentoring.models import Meeting, MeetingSeries
from ithaque.mentoring.selectors.calendar import meetings_in_calendar_of
from tests.mentoring import factories as make
from tests.mentoring.test_answers import reply
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db
FIRST = make.paris(date(2026, 3, 16))


def plan(pair, **values):
    given = {"starts_at": FIRST, "minutes": 60, "every_weeks": 2, "times": 4, **values}
    return services.plan_series(pair=pair, by=given.pop("by", pair.mentee.person), **given)


@pytest.fixture
def series(pair):
    """Four meetings every two weeks, across the change of clocks."""
    return plan(pair)


@pytest.fixture
def claire(pair):
    return pair.mentor.person


def rows(series):
    found = list(Meeting.objects.filter(series=series).order_by("slot_at"))
    for one in found:
        one.pair = series.pair
    return found


def last_file(of, kind):
    return base64.b64decode(mails(to=of.email, kind=kind)[-1].attachments[0]["content"])


def by_unfolding(content):
    """Return what recurring-ical-events makes of a file."""
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between((2026, 1, 1), (2027, 6, 1))
    return sorted(event["dtstart"].dt.astimezone(UTC) for event in found)


def by_rule(content):
    """Return what vobject and dateutil make of it: the rule, less its exceptions, plus what replaces them."""
    events = vobject.readOne(content.decode()).vevent_list
    [master] = [event for event in events if not hasattr(event, "recurrence_id")]
    others = [event for event in events if hasattr(event, "recurrence_id")]
    if not hasattr(master, "rrule"):
        return sorted(event.dtstart.value.astimezone(UTC) for event in events)
    local = master.dtstart.value.replace(tzinfo=None)
    zone = master.dtstart.value.tzinfo
    dates = {
        one.replace(tzinfo=zone).astimezone(UTC)
        for one in rrulestr(master.rrule.value, dtstart=local)
    }
    for line in master.contents.get("exdate", []):
        dates -= {one.astimezone(UTC) for one in line.value}
    dates -= {one.recurrence_id.value.astimezone(UTC) for one in others}
    return sorted(dates | {one.dtstart.value.astimezone(UTC) for one in others})


def expected(series):
    return sorted(one.starts_at for one in rows(series) if one.status == MeetingStatus.PLANNED)


def move(meeting, by, starts_at):
    return services.move_meeting(
        meeting=meeting, by=by, starts_at=starts_at, minutes=60, modality="remote"
    )


def test_series_keeps_its_local_hour_when_clocks_change(series):
    assert [one.starts_at for one in rows(series)] == [
        make.paris(date(2026, 3, 16)),
        make.paris(date(2026, 3, 30)),
        make.paris(date(2026, 4, 13)),
        make.paris(date(2026, 4, 27)),
    ]
    assert [one.starts_at.astimezone(UTC).hour for one in rows(series)] == [17, 16, 16, 16]


def test_series_is_one_mail_each_that_two_readers_unfold_alike(series, claire):
    for person in series.pair.people:
        [mail] = mails(to=person.email)[1:]
        assert mail.kind == "mentoring.series_planned"
        content = base64.b64decode(mail.attachments[0]["content"])
        assert by_unfolding(content) == by_rule(content) == expected(series)
        [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
        assert event["dtstart"].params["TZID"] == "Europe/Paris"
        assert event["rrule"].to_ical().decode() == "FREQ=WEEKLY;COUNT=4;INTERVAL=2"


def test_series_until_the_last_day_and_no_further(pair):
    made = plan(pair, every_weeks=4, times=None)
    assert made.count == 7
    assert rows(made)[-1].starts_at.date() <= pair.ends_on
    with pytest.raises(Refusal, match="7") as found:
        plan(pair, every_weeks=4, times=8, starts_at=make.paris(date(2026, 3, 16), 12))
    assert found.value.code == "series_too_long"


def test_series_follows_the_steps_of_the_plan(db):
    steps = [
        {"key": key, "title": {"fr": key, "en": key}, "agenda": agenda}
        for key, agenda in (("a", "first"), ("b", "regular"), ("c", "midway"))
    ]
    made = plan(make.pair(plan=steps), times=3)
    assert [one.agenda_key for one in rows(made)] == ["first", "regular", "midway"]
    assert [one.number for one in rows(made)] == [1, 2, 3]
    assert rows(made)[0].agenda[0]["text"]["fr"] == library.agenda("first").items[0].fr


def test_same_request_twice_is_one_series(pair):
    assert plan(pair) == plan(pair)
    assert len(mails(kind="mentoring.series_planned")) == 2


def test_series_over_an_hour_taken_names_the_day_and_plans_nothing(pair):
    make.planned(pair, starts_at=make.paris(date(2026, 4, 13), 18, 30))
    with pytest.raises(Refusal, match="13 avril") as found:
        plan(pair)
    assert found.value.code == "hour_taken"
    assert not MeetingSeries.objects.exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"starts_at": make.paris(date(2026, 3, 1))}, "meeting_in_past"),
        ({"modality": "campus"}, "modality_not_offered"),
        ({"starts_at": make.paris(date(2026, 8, 31))}, "series_too_long"),
    ],
)
def test_series_is_refused_as_a_meeting_is(pair, values, code):
    with pytest.raises(Refusal) as found:
        plan(pair, **values)
    assert found.value.code == code


def test_one_yes_is_for_all(series, claire):
    services.answer_series(meeting=rows(series)[0], by=claire, answer=Reply.ACCEPTED)
    assert all(one.waiting_for == [] for one in rows(series))
    [mail] = mails(kind="mentoring.series_answered")
    assert mail.to == series.pair.mentee.person.email
    services.answer_series(meeting=rows(series)[0], by=claire, answer=Reply.ACCEPTED)
    assert len(mails(kind="mentoring.series_answered")) == 1


def test_one_no_to_a_proposal_withdraws_all_and_blames_nobody(series, claire):
    services.answer_series(meeting=rows(series)[0], by=claire, answer=Reply.DECLINED)
    assert {one.status for one in rows(series)} == {MeetingStatus.CANCELLED}
    assert {one.called_off_by for one in rows(series)} == {None}
    content = last_file(series.pair.mentee.person, "mentoring.series_declined")
    calendar = icalendar.Calendar.from_ical(content)
    assert str(calendar["method"]) == "CANCEL"
    [event] = calendar.walk("VEVENT")
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 1)


def test_moved_date_is_an_exception_of_the_same_event(series, claire):
    second = rows(series)[1]
    move(second, claire, make.paris(date(2026, 4, 1), 12))
    content = last_file(claire, "mentoring.meeting_moved")
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["uid"]).startswith(str(series.uid))
    assert event["recurrence-id"].dt == make.paris(date(2026, 3, 30))
    assert int(event["sequence"]) == 1
    feed = invitations.feed(meetings_in_calendar_of(claire), to=claire)
    assert by_unfolding(feed) == by_rule(feed) == expected(series)


def test_cancelled_date_leaves_and_the_others_stay(series, claire):
    services.cancel_meeting(meeting=rows(series)[2], by=claire)
    content = last_file(claire, "mentoring.meeting_cancelled")
    calendar = icalendar.Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    assert str(calendar["method"]) == "CANCEL"
    assert event["recurrence-id"].dt == make.paris(date(2026, 4, 13))
    feed = invitations.feed(meetings_in_calendar_of(claire), to=claire)
    assert by_unfolding(feed) == by_rule(feed) == expected(series)
    assert len(expected(series)) == 3


def test_end_from_a_date_on_shortens_the_rule_and_keeps_what_was_moved_before(series, claire):
    move(rows(series)[1], claire, make.paris(date(2026, 4, 1), 12))
    services.end_series(meeting=rows(series)[2], by=claire, word="Je change de poste")
    content = last_file(series.pair.mentee.person, "mentoring.series_ended")
    assert by_unfolding(content) == by_rule(content) == expected(series)
    assert len(expected(series)) == 2
    assert "Je change de poste" in mails(kind="mentoring.series_ended")[0].text
    sequences = {
        int(event["sequence"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
    }
    assert sequences == {2}


def test_end_of_what_is_no_series_cancels_the_meeting(pair, claire):
    meeting = services.end_series(meeting=make.planned(pair), by=claire)
    assert meeting.status == MeetingStatus.CANCELLED


def test_held_and_missed_dates_stay_right_in_the_feed(series, claire):
    first, second, *_rest = rows(series)
    with clock.at(first.starts_at + timedelta(hours=2)):
        services.log_meeting(
            pair=series.pair, by=claire, starts_at=first.starts_at, minutes=60, meeting=first
        )
    with clock.at(second.starts_at + timedelta(hours=2)):
        services.mark_missed(meeting=second, by=claire)
        feed = invitations.feed(meetings_in_calendar_of(claire), to=claire)
    kept = [one.starts_at for one in rows(series) if one.status != MeetingStatus.MISSED]
    assert by_unfolding(feed) == by_rule(feed) == kept


@pytest.mark.parametrize("number", [1, 3])
def test_feed_asks_the_same_questions_whatever_the_series(number, pair, claire, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for rank in range(number):
        plan(pair, starts_at=make.paris(date(2026, 3, 16), 8 + 2 * rank))
    with CaptureQueriesContext(connection) as asked:
        invitations.feed(meetings_in_calendar_of(claire), to=claire)
    assert len(asked) == 3
    assert renew_calendar(person=claire, by=claire)


def test_reply_for_the_whole_and_for_one_date(series, claire):
    content = reply(rows(series)[0], claire, "accepted", uid=f"{series.uid}@localhost", sequence=0)
    assert services.read_reply(content, claire.email) == [rows(series)[0]]
    assert all(one.answer_of(claire) == "accepted" for one in rows(series))
    one = content.replace(b"ACCEPTED", b"TENTATIVE").replace(
        b"SEQUENCE:0", b"SEQUENCE:0\r\nRECURRENCE-ID:20260330T160000Z"
    )
    assert services.read_reply(one, claire.email) == [rows(series)[1]]
    assert [each.answer_of(claire) for each in rows(series)] == [
        "accepted", "tentative", "accepted", "accepted",
    ]  # fmt: skip


def test_closing_the_pair_withdraws_a_series_in_one_word(series):
    services.series.withdraw_all(series.pair, by=None)
    assert {one.status for one in rows(series)} == {MeetingStatus.CANCELLED}
    assert len(mails(kind="mentoring.series_ended")) == 2


def test_hour_that_a_change_skips_is_the_one_calendars_give(pair):
    start = make.paris(date(2026, 3, 22), 2, 30)
    made = plan(pair, starts_at=start, every_weeks=1, times=3)
    content = last_file(pair.mentee.person, "mentoring.series_planned")
    assert expected(made)[1] == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert by_unfolding(content) == expected(made)
