"""Live pages: a nudge says which part of an object changed, and the page asks for that part again.

    live.register("pair", PAIR)                      # who may listen: whoever the door lets in
    live.tell("pair", pair.public_id, "messages")    # after commit, to every open page about this pair

Nothing of what changed crosses the socket: the page fetches it through its door, as always. In one process the
nudges stay in memory; with ITHAQUE_REDIS_URL they reach every process.
"""

from __future__ import annotations

from typing import Any
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
NOT_FOUND = 4404
_doors: dict[str, Door] = {}


def register(kind: str, door: Door) -> None:
    """Declare a kind of object pages may listen to, and the door that says who may."""
    _doors[kind] = door


def tell(kind: str, target: UUID, part: str) -> None:
    """Nudge every open page about this object once the transaction is committed; never fails the request."""
    transaction.on_commit(lambda: _send(_group(kind, target), part))


def _group(kind: str, target: UUID) -> str:
    return f"{kind}.{target.hex}"


def _send(group: str, part: str) -> None:
    layer = get_channel_layer()
    try:
        async_to_sync(layer.group_send)(group, {"type": "part.changed", "part": part})
    except Exception as error:  # a layer out of reach only makes pages less lively
        log.warning("live.unreachable", error=type(error).__name__)


class Listener(AsyncJsonWebsocketConsumer):
    """One open page about one object; it listens, and says nothing."""

    group = ""

    async def connect(self) -> None:
        """Let in whoever the door lets in; close with 4404 for anyone else."""
        kind, target = (self.scope["url_route"]["kwargs"][name] for name in ("kind", "target"))
        if not await database_sync_to_async(_may_listen)(self.scope["user"], kind, target):
            await self.close(NOT_FOUND)
            return
        self.group = _group(kind, target)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Stop listening."""
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Close on whoever talks: pages have nothing to say here."""
        await self.close()

    async def part_changed(self, event: dict[str, Any]) -> None:
        """Pass a nudge on to the page."""
        await self.send_json({"part": event["part"]})


def _may_listen(person: Any, kind: str, target: UUID) -> bool:
    door = _doors.get(kind)
    if door is None or door.find is None or not person.is_authenticated:
        return False
    return door.find(person, target) is not None


urlpatterns = [path("live/<slug:kind>/<uuid:target>/", Listener.as_asgi())]
