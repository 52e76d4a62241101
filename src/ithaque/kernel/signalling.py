"""Signalling: two browsers that open the same room find each other, then talk without us.

    signalling.register("video", MEETING_CALL)          # who may come in: whoever the door lets in
    signalling.hang_up("video", meeting.public_id)      # after commit, everybody is put out

The server passes on how to reach each other (RFC 8829 descriptions and candidates) and keeps none of it. It says who
came and who left; pictures, voices and words never cross it. Each page names itself in its address (`?page=…`), so
that it keeps its name when its line is cut and comes back.
"""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import structlog
from asgiref.sync import async_to_sync
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer
from django.db import transaction
from django.urls import path

from ithaque.kernel.access import Door

log = structlog.get_logger(__name__)
NOT_FOUND, ENDED, ELSEWHERE, TOO_MUCH = 4404, 4403, 4409, 4408
LONGEST = 64 * 1024
"""Characters of one word; a session description with many candidates takes some 8,000."""
MOST, WINDOW = 300, 10.0
"""Words one page may say in so many seconds; a call takes some forty when it starts."""
PAGE = re.compile(r"[A-Za-z0-9-]{16,64}")
_doors: dict[str, Door] = {}


def register(kind: str, door: Door) -> None:
    """Declare a kind of room, and the door that says who may come in."""
    _doors[kind] = door


def hang_up(kind: str, target: UUID) -> None:
    """Put everybody out of a room once the transaction is committed; never fails the request."""
    transaction.on_commit(lambda: _end(_group(kind, target)))


def _group(kind: str, target: UUID) -> str:
    return f"signal.{kind}.{target.hex}"


def _end(group: str) -> None:
    layer = get_channel_layer()
    try:
        async_to_sync(layer.group_send)(group, {"type": "room.ended"})
    except Exception as error:  # the door stays shut to whoever comes back
        log.warning("signalling.unreachable", error=type(error).__name__)


class Relay(AsyncJsonWebsocketConsumer):
    """One page in a room. It hears who comes and leaves, and what another says to it alone."""

    group = ""

    async def connect(self) -> None:
        """Let in whoever the door lets in, and tell the others; close with 4404 for anyone else.

        Someone who opens the room twice is put out of the older page (4409).
        """
        kind, target = (self.scope["url_route"]["kwargs"][name] for name in ("kind", "target"))
        person, page = self.scope["user"], _page(self.scope["query_string"])
        if not page or not await database_sync_to_async(_may_enter)(person, kind, target):
            await self.close(NOT_FOUND)
            return
        self.me, self.person = page, person.pk
        self.said: list[float] = []
        self.group = _group(kind, target)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self._tell("peer.came", person=self.person)

    async def disconnect(self, code: int) -> None:
        """Tell the others, and leave."""
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)
            await self._tell("peer.left")

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Pass `{"to": …, "data": …}` on; close on anything else, and on a page that floods."""
        word = _read(text_data)
        if word is None or self._floods():
            await self.close(TOO_MUCH)
            return
        await self._tell("peer.said", to=word["to"], data=word["data"])

    async def peer_came(self, event: dict[str, Any]) -> None:
        """Tell that another came; the same person elsewhere takes this page's place."""
        if event["by"] == self.me:
            return
        if event["person"] == self.person:
            await self.close(ELSEWHERE)
        else:
            await self.send_json({"came": event["by"]})

    async def peer_said(self, event: dict[str, Any]) -> None:
        """Hand over what was said to this page."""
        if event["to"] == self.me:
            await self.send_json({"from": event["by"], "data": event["data"]})

    async def peer_left(self, event: dict[str, Any]) -> None:
        """Tell that another left."""
        if event["by"] != self.me:
            await self.send_json({"left": event["by"]})

    async def room_ended(self, event: dict[str, Any]) -> None:
        """Put the page out: the room is closed."""
        await self.close(ENDED)

    async def _tell(self, kind: str, **words: Any) -> None:
        await self.channel_layer.group_send(self.group, {"type": kind, "by": self.me, **words})

    def _floods(self) -> bool:
        now = time.monotonic()
        self.said = [*(moment for moment in self.said if now - moment < WINDOW), now]
        return len(self.said) > MOST


def _page(query: bytes) -> str:
    name = parse_qs(query.decode("ascii", "replace")).get("page", [""])[0]
    return name if PAGE.fullmatch(name) else ""


def _read(text: str | None) -> dict[str, Any] | None:
    if text is None or len(text) > LONGEST:
        return None
    try:
        word = json.loads(text)
    except ValueError:
        return None
    fits = isinstance(word, dict) and isinstance(word.get("to"), str) and "data" in word
    return word if fits else None


def _may_enter(person: Any, kind: str, target: UUID) -> bool:
    door = _doors.get(kind)
    if door is None or door.find is None or not person.is_authenticated:
        return False
    return door.find(person, target) is not None


urlpatterns = [path("signal/<slug:kind>/<uuid:target>/", Relay.as_asgi())]
