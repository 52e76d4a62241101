"""Calendars subscribed by people: read, kept as hours, told when silent."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import pytest
from django.urls import reverse

from ithaque.kernel import clock, erasure
from ithaque.kernel.errors import Refusal
from ithaque.kernel.fetching import FetchError
from ithaque.mentoring import tasks
from ithaque.mentoring.models import SubscribedCalendar, UsualWeek
from ithaque.mentoring.services import calendars as services
from tests.mentoring import factories as make
from tests.support.mailbox import mails

pytestmark = pytest.mark.django_db

SECRET = "https://calendar.example.org/private-7f3e/basic.ics"
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:a@x
DTSTART:20260305T170000Z
DTEND:20260305T180000Z
SUMMARY:Rendez-vous chez le cardiologue
LOCATION:Hôpital de Rennes
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


class Web:
    """What the calendar answers, for a test: a content, or a fault."""

    def __init__(self):
        self.content, self.fault, self.asked = EVENT, "", []

    def __call__(self, url, *, most_bytes, seconds):
        self.asked.append(url)
        if self.fault:
            raise FetchError(self.fault)
        return self.content


@pytest.fixture
def web(monkeypatch):
    found = Web()
    monkeypatch.setattr(services.fetching, "fetch", found)
    return found


@pytest.fixture
def ines():
    return make.person("Inès")


def subscribe(ines, address=SECRET):
    return services.subscribe_calendar(person=ines, address=address, by=ines)


def refresh(calendar):
    return services.refresh_calendar(calendar=calendar, by=None)


def test_only_busy_hours_are_kept_and_the_address_is_sealed(ines, web, caplog):
    caplog.set_level(logging.DEBUG)
    calendar = subscribe(ines)
    row = json.dumps(SubscribedCalendar.objects.values().get(), default=str)
    assert calendar.busy == [["2026-03-05T17:00:00+00:00", "2026-03-05T18:00:00+00:00"]]
    assert calendar.address == SECRET
    for word in ("private-7f3e", "cardiologue", "Rennes"):
        assert word not in row
        assert word not in caplog.text


def test_webcal_is_https_and_the_same_address_twice_is_one_calendar(ines, web):
    one = subscribe(ines, f"  {SECRET.replace('https', 'webcal')} ")
    assert subscribe(ines) == one
    assert web.asked == [SECRET, SECRET]


@pytest.mark.parametrize("fault", ["address", "private", "unreachable", "refused", "large", "slow"])
def test_address_that_gives_nothing_is_refused_and_not_kept(ines, web, fault):
    web.fault = fault
    with pytest.raises(Refusal) as refused:
        subscribe(ines)
    assert str(refused.value) == str(services.FAULTS[fault])
    web.fault, web.content = "", b"<html>Sign in</html>"
    with pytest.raises(Refusal, match="iCal"):
        subscribe(ines)
    assert not SubscribedCalendar.objects.exists()


def test_fourth_calendar_and_too_many_tries_are_refused(ines, web):
    for number in range(3):
        subscribe(ines, f"https://x.example/{number}.ics")
    with pytest.raises(Refusal) as refused:
        subscribe(ines, "https://x.example/4.ics")
    assert refused.value.code == "too_many_calendars"
    with pytest.raises(Refusal) as refused:
        for _time in range(12):
            subscribe(ines, "https://x.example/0.ics")
    assert refused.value.code == "too_often"


def test_failed_reading_keeps_the_last_good_hours_and_is_told_once_after_three_days(ines, web):
    calendar = subscribe(ines)
    for fault, days in (("slow", 1), ("refused", 2), ("refused", 4.5), ("refused", 6)):
        web.fault = fault
        with make.days_later(days):
            read = refresh(calendar)
        assert read.busy == calendar.busy
        assert read.fault == fault
    [told] = mails(kind="mentoring.calendar_silent")
    assert told.to == ines.email
    assert SECRET not in told.text
    web.fault = ""
    with make.days_later(7):
        assert refresh(calendar).fault == ""
    web.fault = "slow"
    for days in (8, 12):
        with make.days_later(days):
            refresh(calendar)
    assert len(mails(kind="mentoring.calendar_silent")) == 2


def test_key_of_the_instance_that_changed_asks_for_the_address_again(ines, web, settings):
    calendar = subscribe(ines)
    settings.SECRET_KEY = "another key altogether, long enough to be one"
    assert refresh(calendar).fault == "sealed"
    settings.SECRET_KEY_FALLBACKS = ["yet another key, long enough to be one too"]
    assert calendar.address is None


def test_calendars_are_read_again_every_two_hours_and_not_before(ines, web):
    subscribe(ines)
    tasks.read_calendars.call()
    assert len(web.asked) == 1
    with make.days_later(0.1):
        assert tasks.read_calendars.call() == 1


def test_removed_and_erased_calendars_leave_nothing(ines, web):
    services.remove_calendar(calendar=subscribe(ines), by=ines)
    assert not SubscribedCalendar.objects.exists()
    calendar = subscribe(ines)
    services.keep_usual_week(person=ines, hours=["mon-18"], by=ines)
    erasure.erase(ines)
    assert not SubscribedCalendar.objects.exists()
    assert not UsualWeek.objects.exists()
    assert refresh(calendar) == calendar, "a reading under way when the person leaves keeps nothing"
    assert not SubscribedCalendar.objects.exists()


# Pages


def test_page_subscribes_reads_again_and_removes(ines, web, as_):
    browser, page = as_(ines), reverse("participant:calendars")
    assert browser.get(page).status_code == 200
    answer = browser.post(page, {"address": SECRET}, follow=True).content.decode()
    assert "calendar.example.org" in answer
    assert "private-7f3e" not in answer
    calendar = SubscribedCalendar.objects.get()
    web.fault = "slow"
    again = reverse("participant:calendars-refresh", args=[calendar.public_id])
    answer = browser.post(again, follow=True).content.decode()
    assert "trop de temps" in answer
    browser.post(reverse("participant:calendars-remove", args=[calendar.public_id]))
    assert not SubscribedCalendar.objects.exists()


def test_page_says_what_is_wrong_and_keeps_what_was_typed(ines, web, as_):
    web.fault = "unreachable"
    answer = as_(ines).post(reverse("participant:calendars"), {"address": SECRET})
    assert answer.status_code == 422
    assert SECRET in answer.content.decode()


def test_page_keeps_the_usual_week(ines, as_):
    browser = as_(ines)
    browser.post(reverse("participant:calendars-week"), {"hours": ["mon-18", "thu-9"]})
    assert UsualWeek.objects.get().hours == ["mon-18", "thu-9"]
    assert browser.post(reverse("participant:calendars-week"), {"hours": ["xx"]}).status_code == 422


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_questions_whatever_the_number(
    number, ines, as_, django_assert_max_num_queries
):
    now = clock.now()
    for _one in range(number):
        SubscribedCalendar.objects.create(
            person=ines, sealed="x", host="x", read_at=now, tried_at=now - timedelta(hours=1)
        )
    browser = as_(ines)
    browser.get(reverse("participant:calendars"))
    with django_assert_max_num_queries(6):
        browser.get(reverse("participant:calendars"))
