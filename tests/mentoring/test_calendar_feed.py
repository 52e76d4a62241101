"""The calendar a person subscribes to, as two independent readers understand it."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
import vobject
from django.urls import reverse
from icalendar import Calendar

from ithaque.correspondence.preferences import renew_calendar
from ithaque.kernel import links
from ithaque.mentoring import invitations, services
from ithaque.mentoring.doors import FEED
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return make.pair()


@pytest.fixture
def ines(pair):
    return pair.mentee.person


def address(of, key):
    token = links.sign(FEED, target=key, person=of.public_id)
    return reverse("participant:calendar-feed", args=[token])


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_feed_shows_planned_held_and_cancelled_meetings(pair, ines, client):
    make.held(pair, days=0)
    planned = make.planned(pair, days=3)
    services.cancel_meeting(meeting=make.planned(pair, days=10), by=ines)
    answer = client.get(address(ines, renew_calendar(person=ines, by=ines)))
    assert answer["Content-Type"].startswith("text/calendar")
    seen = events(answer)
    assert [str(event["status"]) for event in seen] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert seen[1].decoded("dtstart") == planned.starts_at
    assert "attendee" not in seen[1]
    assert seen[1].walk("VALARM") == []


def test_second_reader_understands_the_same(pair, ines, client):
    planned = make.planned(pair, days=3)
    answer = client.get(address(ines, renew_calendar(person=ines, by=ines)))
    read = vobject.readOne(answer.content.decode())
    assert [event.dtstart.value for event in read.vevent_list] == [planned.starts_at]
    assert read.vevent.dtend.value - read.vevent.dtstart.value == timedelta(hours=1)


def test_new_address_closes_the_former_one(ines, client):
    former = address(ines, renew_calendar(person=ines, by=ines))
    newer = address(ines, renew_calendar(person=ines, by=ines))
    assert client.get(former).status_code == 404
    assert client.get(newer).status_code == 200


def test_meetings_of_others_are_not_there(ines, client):
    make.planned(make.pair(mentee=make.person("Moussa")), days=2)
    assert events(client.get(address(ines, renew_calendar(person=ines, by=ines)))) == []


def test_address_is_made_and_shown_on_the_page_of_notifications(ines, as_):
    browser = as_(ines)
    page = reverse("participant:notifications")
    assert ".ics" not in browser.get(page).content.decode()
    browser.post(reverse("participant:calendar-renew"))
    assert "/calendar/" in browser.get(page).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_feed_asks_the_same_questions_whatever_the_number_of_meetings(
    number, pair, ines, client, django_assert_num_queries
):
    for day in range(number):
        make.planned(pair, days=2 + day)
    url = address(ines, renew_calendar(person=ines, by=ines))
    with django_assert_num_queries(3):
        client.get(url)


def test_links_to_calendars_on_the_web_tell_universal_time(pair, ines):
    planned = make.planned(pair, days=3)
    found = invitations.links(planned, to=ines)
    assert f"{planned.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in found["Google"]
    assert "startdt=" in found["Outlook"]
