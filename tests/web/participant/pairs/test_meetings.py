"""Meetings in the browser: planned, moved, prepared, noted."""

from __future__ import annotations

from datetime import timedelta

import icalendar
import pytest
import time_machine
from lxml import html

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import (
    Meeting,
)
from ithaque.mentoring.services.calendars import keep_usual_week
from tests.mentoring import factories
from tests.support.world import World
from tests.web.participant.pairs.reading import fields, in_days, url, values, words

pytestmark = pytest.mark.django_db


def test_meeting_is_planned_moved_and_cancelled(world: World, as_):
    browser = as_(world.ines)
    form = browser.get(url("meeting-plan", world.pair))
    assert values(form, "hour")
    browser.post(
        url("meeting-plan", world.pair),
        {**in_days(10), "topic": "Le CV", "agenda_key": "regular", "place": ""},
    )
    meeting = Meeting.objects.get(topic="Le CV")
    browser.post(
        url("meeting-move", meeting),
        {**in_days(11), "word": "Désolée", "place": "https://visio.example/a"},
    )
    meeting.refresh_from_db()
    assert (meeting.sequence, meeting.moved) == (1, 1)
    page = browser.get(url("meeting", meeting))
    assert "https://visio.example/a" in html.fromstring(page.content).xpath("//main//a/@href")
    browser.post(url("meeting-cancel", meeting), {"word": ""})
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.CANCELLED


def test_plan_opens_on_the_hour_in_common_nearest_to_the_rhythm(world: World, as_):
    for person in world.pair.people:
        keep_usual_week(person=person, hours=("mon-18", "thu-18"), by=person)
    page = html.fromstring(as_(world.ines).get(url("meeting-plan", world.pair)).content)
    chosen = page.xpath("//input[@name='slot'][@checked]/@value")
    assert len(chosen) == 1
    assert chosen[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "2020-01-01"}, "Cette date est passée"),
        ({"day": "demain"}, ""),
        ({"minutes": "0"}, ""),
        ({"modality": "moon"}, ""),
        ({"day": "9999-12-31"}, "Le mentorat se termine"),
        ({"hour": ""}, ""),
    ],
)
def test_meeting_that_cannot_be_planned_says_why_and_keeps_the_rest(
    world: World, as_, changes, said
):
    sent = {**in_days(10), "topic": "Mon sujet", "agenda_key": "regular", **changes}
    answer = as_(world.ines).post(url("meeting-plan", world.pair), sent)
    assert answer.status_code == 422
    assert said in words(answer)
    assert values(answer, "topic") == ["Mon sujet"]


@time_machine.travel("2026-03-20 09:00:00+00:00", tick=False)
def test_meeting_in_the_hour_that_does_not_exist_says_which_does(as_):
    pair = factories.pair()
    sent = {**in_days(1), "day": "2026-03-29", "hour": "02:30", "agenda_key": "regular"}
    answer = as_(pair.mentee.person).post(url("meeting-plan", pair), sent)
    assert answer.status_code == 422
    assert "on passe à l’heure d’été" in words(answer)


def test_javascript_is_never_a_video_room(world: World, as_):
    world.planned.place = "javascript:alert(1)"
    world.planned.save()
    answer = as_(world.ines).get(url("meeting", world.planned))
    assert not [
        href
        for href in html.fromstring(answer.content).xpath("//@href")
        if href.startswith("javascript")
    ]


def test_meeting_page_keeps_a_question_and_puts_it_back(world: World, as_):
    browser = as_(world.ines)
    browser.post(
        url("meeting-cards", world.planned),
        {"card": "network-neighbour", "keep": "yes", "back": "meeting"},
    )
    assert "problème voisin du vôtre" in words(browser.get(url("meeting", world.planned)))
    browser.post(url("meeting-cards", world.planned), {"card": "network-neighbour", "keep": "no"})
    world.planned.refresh_from_db()
    assert world.planned.kept_cards == []


def test_meeting_page_prepares_subject_and_agenda(world: World, as_):
    as_(world.ines).post(
        url("meeting", world.planned), {"topic": "L’accroche", "agenda_key": "midway"}
    )
    page = words(as_(world.claire).get(url("meeting", world.planned)))
    assert "Sujet : L’accroche" in page.replace("\u00a0", " ")
    assert "Ajuster le rythme" in page


def test_invitation_can_be_downloaded(world: World, as_):
    answer = as_(world.claire).get(url("meeting-ics", world.planned))
    assert answer["Content-Type"].startswith("text/calendar")
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["dtstart"].dt == world.planned.starts_at


def test_planned_meeting_is_noted_as_held_or_missed(world: World, as_):
    Meeting.objects.filter(pk=world.planned.pk).update(starts_at=clock.now() - timedelta(hours=2))
    browser = as_(world.ines)
    assert "Vous êtes-vous vus" in words(browser.get(url("pair", world.pair)))
    browser.post(url("meeting-missed", world.planned), {"word": "Grève"})
    world.planned.refresh_from_db()
    assert world.planned.status == MeetingStatus.MISSED
    form = html.fromstring(browser.get(url("meeting-held", world.planned)).content).xpath(
        "//main//form"
    )[0]
    browser.post(url("meeting-held", world.planned), fields(form))
    world.planned.refresh_from_db()
    assert world.planned.status == MeetingStatus.HELD
