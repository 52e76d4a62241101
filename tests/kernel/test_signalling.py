"""Two pages of one room find each other; nobody else comes in, and nothing that is not a word passes."""

from __future__ import annotations

import json
import uuid

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser

from ithaque.kernel import clock, signalling
from ithaque.mentoring import video
from ithaque.mentoring.enums import Modality
from ithaque.mentoring.models import Meeting
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("a" * 16, "b" * 16)


@pytest.fixture
def meeting():
    return Meeting.objects.create(pair=make.pair(), starts_at=clock.now(), modality=Modality.REMOTE)


class Page:
    """A page in the room, as its browser speaks to the application."""

    def __init__(self, person, meeting, name=PAGES[0], kind=video.KIND):
        self.name = name
        target = getattr(meeting, "public_id", meeting)
        route = {"kwargs": {"kind": kind, "target": target}}
        self.wire = ApplicationCommunicator(
            signalling.Relay.as_asgi(),
            {
                "type": "websocket", "subprotocols": [], "path": "/signal/", "headers": [], "user": person,
                "url_route": route, "query_string": f"page={name}".encode(),
            },
        )  # fmt: skip

    async def enter(self):
        await self.wire.send_input({"type": "websocket.connect"})
        answer = await self.wire.receive_output(timeout=10)
        return answer.get("code", "in")

    async def say(self, word):
        text = word if isinstance(word, str) else json.dumps(word)
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def hear(self):
        answer = await self.wire.receive_output(timeout=10)
        return json.loads(answer["text"]) if "text" in answer else answer.get("code")

    async def leave(self):
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wire.wait(timeout=10)


def test_who_was_there_hears_who_comes_and_what_they_say_to_it_alone(meeting):
    mentee, mentor = meeting.pair.people

    async def play():
        first, second = Page(mentee, meeting), Page(mentor, meeting, PAGES[1])
        assert [await first.enter(), await second.enter()] == ["in", "in"]
        heard = [await first.hear()]
        await first.say({"to": PAGES[1], "data": {"description": "offer"}})
        heard.append(await second.hear())
        await second.say({"to": "somebody-else-here", "data": {}})
        await second.say({"to": PAGES[0], "data": {"candidate": 1}})
        heard.append(await first.hear())
        await second.leave()
        heard.append(await first.hear())
        await first.leave()
        return heard

    assert async_to_sync(play)() == [
        {"came": PAGES[1]},
        {"from": PAGES[0], "data": {"description": "offer"}},
        {"from": PAGES[1], "data": {"candidate": 1}},
        {"left": PAGES[1]},
    ]


def test_person_who_opens_the_room_again_leaves_the_older_page(meeting):
    async def play():
        older, newer = (
            Page(meeting.pair.people[0], meeting),
            Page(meeting.pair.people[0], meeting, PAGES[1]),
        )
        await older.enter()
        await newer.enter()
        return await older.hear()

    assert async_to_sync(play)() == signalling.ELSEWHERE


def test_page_whose_line_came_back_keeps_its_name(meeting):
    mentee, mentor = meeting.pair.people

    async def play():
        first, second, again = (
            Page(mentee, meeting),
            Page(mentor, meeting, PAGES[1]),
            Page(mentee, meeting),
        )
        await first.enter()
        await second.enter()
        await again.enter()
        heard = await second.hear()
        await again.say({"to": PAGES[1], "data": 1})
        return heard, await second.hear()

    assert async_to_sync(play)() == ({"came": PAGES[0]}, {"from": PAGES[0], "data": 1})


@pytest.mark.parametrize("who", ["stranger", "visitor"])
def test_anyone_else_is_closed_out_as_if_nothing_were_there(who, meeting):
    person = make.person("Zoé") if who == "stranger" else AnonymousUser()
    assert async_to_sync(Page(person, meeting).enter)() == signalling.NOT_FOUND


@pytest.mark.parametrize("kind", ["secret", video.KIND])
def test_unknown_room_is_closed_out(kind, meeting):
    page = Page(meeting.pair.people[0], uuid.uuid4(), kind=kind)
    assert async_to_sync(page.enter)() == signalling.NOT_FOUND


@pytest.mark.parametrize("name", ["", "short", "x" * 65, "a b" * 8])
def test_page_without_a_name_is_closed_out(name, meeting):
    page = Page(meeting.pair.people[0], meeting, name)
    assert async_to_sync(page.enter)() == signalling.NOT_FOUND


@pytest.mark.parametrize(
    "word", ["not json", "[]", {"to": 3, "data": 1}, {"data": 1}, {"to": "x"}, {"to": "x", "data": "y" * 70_000}]
)  # fmt: skip
def test_what_is_not_a_word_closes_the_page(word, meeting):
    async def play():
        page = Page(meeting.pair.people[0], meeting)
        await page.enter()
        await page.say(word)
        return await page.hear()

    assert async_to_sync(play)() == signalling.TOO_MUCH


def test_page_that_floods_is_closed(meeting, monkeypatch):
    monkeypatch.setattr(signalling, "MOST", 5)

    async def play():
        page = Page(meeting.pair.people[0], meeting)
        await page.enter()
        for _turn in range(6):
            await page.say({"to": "nobody", "data": 1})
        return await page.hear()

    assert async_to_sync(play)() == signalling.TOO_MUCH


def test_pause_of_the_pair_puts_both_out(meeting):
    async def play():
        pages = [
            Page(person, meeting, name)
            for person, name in zip(meeting.pair.people, PAGES, strict=True)
        ]
        for page in pages:
            await page.enter()
        await pages[0].hear()
        await database_sync_to_async(video.hang_up)(meeting.pair)
        return [await page.hear() for page in pages]

    assert async_to_sync(play)() == [signalling.ENDED] * 2


def test_layer_out_of_reach_never_fails_the_request(meeting, monkeypatch):
    class Broken:
        async def group_send(self, group, message):
            raise ConnectionError

    monkeypatch.setattr(signalling, "get_channel_layer", Broken)
    video.hang_up(meeting.pair)
