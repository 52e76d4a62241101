"""Nudges: who may listen, what crosses the socket, and that a request never fails because of them."""

from __future__ import annotations

import json
import uuid

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from ithaque.config.asgi import application
from ithaque.kernel import live
from ithaque.mentoring import services
from tests.mentoring import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair():
    return make.pair()


class Socket:
    """An open page, as its browser speaks to the application."""

    def __init__(self, app, **scope):
        self.wire = ApplicationCommunicator(app, {"type": "websocket", "subprotocols": [], **scope})

    async def connect(self):
        await self.wire.send_input({"type": "websocket.connect"})
        answer = await self.wire.receive_output(timeout=10)
        return answer["type"] == "websocket.accept", answer.get("code")

    async def hear(self):
        return json.loads((await self.wire.receive_output(timeout=10))["text"])

    async def leave(self):
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wire.wait(timeout=10)


def page(person, kind, target):
    """Return the socket of a page that a person opens, past the sessions."""
    route = {"kwargs": {"kind": kind, "target": target}}
    return Socket(live.Listener.as_asgi(), path="/live/", headers=[], user=person, url_route=route)


async def connected(person, kind, target):
    socket = page(person, kind, target)
    accepted, code = await socket.connect()
    await socket.leave()
    return accepted, code


def test_the_two_of_the_pair_listen(pair):
    for person in pair.people:
        assert async_to_sync(connected)(person, "pair", pair.public_id)[0]


@pytest.mark.parametrize("who", ["stranger", "visitor"])
def test_anyone_else_is_closed_out_as_if_nothing_were_there(who, pair):
    person = make.person("Zoé") if who == "stranger" else AnonymousUser()
    assert async_to_sync(connected)(person, "pair", pair.public_id) == (False, live.NOT_FOUND)


def test_unknown_kind_or_object_is_closed_out(pair):
    person = pair.people[0]
    assert not async_to_sync(connected)(person, "secret", pair.public_id)[0]
    assert not async_to_sync(connected)(person, "pair", uuid.uuid4())[0]


def test_message_sent_nudges_both_pages_without_its_words(pair):
    mentee, mentor = pair.people

    async def play():
        sockets = [page(person, "pair", pair.public_id) for person in (mentee, mentor)]
        for socket in sockets:
            await socket.connect()
        await database_sync_to_async(services.send_message)(
            pair=pair, by=mentee, body="Entre nous", submission=uuid.uuid4()
        )
        heard = [await socket.hear() for socket in sockets]
        for socket in sockets:
            await socket.leave()
        return heard

    assert async_to_sync(play)() == [{"part": "messages"}] * 2


def test_nothing_is_told_of_what_was_not_committed(pair, monkeypatch):
    told = []
    monkeypatch.setattr(live, "_send", lambda group, part: told.append(part))
    try:
        with transaction.atomic():
            live.tell("pair", pair.public_id, "messages")
            raise KeyError
    except KeyError:
        pass
    assert told == []


def test_layer_out_of_reach_never_fails_the_request(pair, monkeypatch):
    class Broken:
        async def group_send(self, group, message):
            raise ConnectionError

    monkeypatch.setattr(live, "get_channel_layer", Broken)
    live.tell("pair", pair.public_id, "messages")


def test_whoever_talks_is_closed(pair):
    async def play():
        socket = page(pair.people[0], "pair", pair.public_id)
        await socket.connect()
        await socket.wire.send_input({"type": "websocket.receive", "text": "x" * 100})
        return await socket.wire.receive_output(timeout=10)

    assert async_to_sync(play)()["type"] == "websocket.close"


def test_page_of_another_site_is_refused(pair):
    async def play():
        headers = [(b"host", b"testserver"), (b"origin", b"https://evil.example")]
        path = f"/live/pair/{pair.public_id}/"
        return (await Socket(application, path=path, headers=headers).connect())[0]

    assert not async_to_sync(play)()
