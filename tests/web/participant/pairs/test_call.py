"""The page of the video room: open at its hour, said to be shut otherwise."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from lxml import html

from ithaque.mentoring.enums import Modality
from tests.support.world import World
from tests.web.participant.pairs.reading import url, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world: World):
    world.planned.modality, world.planned.place = Modality.REMOTE, ""
    world.planned.save()
    return world.planned


def test_meeting_page_leads_to_the_room_and_the_room_opens_at_its_hour(world: World, as_, meeting):
    page = html.fromstring(as_(world.ines).get(url("meeting", meeting)).content)
    assert url("meeting-call", meeting) in page.xpath("//main//a/@href")
    before = as_(world.ines).get(url("meeting-call", meeting))
    assert "La salle ouvre" in words(before)
    with time_machine.travel(meeting.starts_at - timedelta(minutes=5)):
        answer = as_(world.ines).get(url("meeting-call", meeting))
    (room,) = html.fromstring(answer.content).xpath("//*[@data-call]")
    assert room.get("data-call") == f"/signal/video/{meeting.public_id}/"
    assert json.loads(room.get("data-ice")) == {"iceServers": [], "iceTransportPolicy": "all"}
    assert "Rien n’est enregistré" in words(answer)
    assert "camera=(self)" in answer["Permissions-Policy"]


def test_room_long_after_the_hour_says_so(world: World, as_, meeting):
    with time_machine.travel(meeting.starts_at + timedelta(days=1)):
        assert "La salle est fermée" in words(as_(world.ines).get(url("meeting-call", meeting)))


def test_meeting_elsewhere_leads_to_its_page_with_the_name_of_the_service(
    world: World, as_, meeting
):
    meeting.place = "https://meet.jit.si/abc"
    meeting.save()
    answer = as_(world.ines).get(url("meeting-call", meeting))
    assert answer.headers["Location"] == url("meeting", meeting)
    assert "Rejoindre sur Jitsi Meet" in words(as_(world.ines).get(url("meeting", meeting)))
