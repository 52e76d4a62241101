"""Invitations, read back by two independent readers: icalendar and vobject."""

import base64
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil.tz import tzical

from ithaque.correspondence.zones import vtimezone
from ithaque.mentoring import invitations, services
from ithaque.mentoring.models import Meeting
from tests.mentoring import factories
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db


def attached(mail):
    return base64.b64decode(mail.attachments[0]["content"]).decode()


def read_both(text):
    """Return the event as each reader sees it; both must agree on what matters."""
    calendar = icalendar.Calendar.from_ical(text)
    [event] = calendar.walk("VEVENT")
    assert not event.errors
    other = vobject.readOne(text)
    assert str(event["uid"]) == other.vevent.uid.value
    assert event["dtstart"].dt == other.vevent.dtstart.value
    assert event["dtend"].dt == other.vevent.dtend.value
    assert int(event["sequence"]) == int(other.vevent.sequence.value)
    assert str(calendar["method"]) == other.method.value
    return calendar, event


def test_invitation_names_both_the_organiser_and_the_hour_in_each_zone(pair):
    pair.mentor.person.time_zone = "America/Montreal"
    pair.mentor.person.save()
    meeting = factories.planned(pair, topic="L’accroche du CV", place="https://visio.example/x")
    for person, zone in (
        (pair.mentee.person, "Europe/Paris"),
        (pair.mentor.person, "America/Montreal"),
    ):
        [mail] = mails(to=person.email, kind="mentoring.meeting_planned")
        calendar, event = read_both(attached(mail))
        assert str(calendar["method"]) == "REQUEST"
        assert event["dtstart"].params["TZID"] == zone
        assert event["dtstart"].dt == meeting.starts_at
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=1)
        assert [str(zone_["tzid"]) for zone_ in calendar.walk("VTIMEZONE")] == [zone]
        assert {str(one) for one in event["attendee"]} == {
            f"mailto:{who.email}" for who in pair.people
        }
        assert str(event["organizer"]).startswith("mailto:")
        assert str(event["location"]) == "https://visio.example/x"


def test_invitation_speaks_the_language_of_its_reader(pair):
    pair.mentor.person.locale = "en"
    pair.mentor.person.save()
    factories.planned(pair)
    said = {
        mail.person_id: read_both(attached(mail))[1]["summary"]
        for mail in mails(kind="mentoring.meeting_planned")
    }
    assert said[pair.mentee.person_id] == "Rencontre de mentorat avec Claire"
    assert said[pair.mentor.person_id] == "Mentoring meeting with Inès"


def test_change_keeps_the_uid_and_raises_the_sequence_until_the_cancel(pair):
    meeting = factories.planned(pair)
    me = pair.mentee.person
    meeting = services.move_meeting(
        meeting=meeting,
        by=me,
        starts_at=factories.paris(date(2026, 3, 10)),
        minutes=45,
        modality="remote",
    )
    services.cancel_meeting(meeting=meeting, by=me)
    sent = [mail for mail in mails(to=me.email) if mail.attachments]
    read = [read_both(attached(mail)) for mail in sent]
    assert len({str(event["uid"]) for _calendar, event in read}) == 1
    assert [int(event["sequence"]) for _calendar, event in read] == [0, 1, 2]
    assert [str(calendar["method"]) for calendar, _event in read] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    assert str(read[-1][1]["status"]) == "CANCELLED"


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 28), 17),
        (date(2026, 3, 29), 16),
        (date(2026, 10, 24), 16),
        (date(2026, 10, 25), 17),
    ],
)
def test_invitation_around_a_clock_change_is_the_right_instant(pair, day, utc_hour):
    pair.ends_on = date(2026, 12, 1)
    pair.save()
    factories.planned(pair, starts_at=factories.paris(day))
    [mail] = mails(to=pair.mentee.person.email, kind="mentoring.meeting_planned")
    _calendar, event = read_both(attached(mail))
    assert event["dtstart"].dt.astimezone(UTC) == datetime(
        day.year, day.month, day.day, utc_hour, tzinfo=UTC
    )


def test_invitation_in_a_programme_of_minors_shows_only_its_readers_address(db):
    pair = factories.pair(minors=True)
    factories.planned(pair)
    for person in pair.people:
        [mail] = mails(to=person.email, kind="mentoring.meeting_planned")
        assert pair.other(person).email not in attached(mail)


def test_invitation_lines_are_folded_and_end_as_the_standard_says(pair):
    meeting = factories.planned(pair, topic="é" * 200)
    raw = invitations.calendar(meeting, method="PUBLISH", to=pair.mentee.person)
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75


def test_each_meeting_has_its_own_uid(pair):
    factories.planned(pair)
    factories.planned(pair, days=10)
    assert len(set(Meeting.objects.values_list("uid", flat=True))) == 2


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Paris",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Sydney",
        "Africa/Casablanca",
        "America/Martinique",
        "UTC",
    ],
)
@pytest.mark.parametrize("month", [1, 3, 7, 10])
def test_zone_is_right_for_a_reader_that_trusts_only_the_file(zone, month):
    local = datetime(2026, month, 14, 18, tzinfo=ZoneInfo(zone))
    calendar = icalendar.Calendar()
    calendar.add_component(vtimezone(zone, local.date()))
    read = tzical(StringIO(calendar.to_ical().decode())).get()
    assert local.replace(tzinfo=read).astimezone(UTC) == local.astimezone(UTC)
