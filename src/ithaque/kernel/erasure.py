"""Erasure hooks: each room says how it forgets a person; one call runs them all.

    erasure.register("mentoring", forget_in_mentoring)

A hook receives the person and must leave rows that others need (the other member of a pair, counts)
without anything that identifies the erased one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from ithaque.kernel import journal
from ithaque.kernel.models import OutboxMessage

Eraser = Callable[[Any], None]
_erasers: dict[str, Eraser] = {}


def register(room: str, eraser: Eraser) -> None:
    """Declare how `room` forgets a person."""
    _erasers[room] = eraser


def rooms() -> list[str]:
    """Return the rooms that declared an eraser, sorted."""
    return sorted(_erasers)


@transaction.atomic
def erase(person: Any) -> None:
    """Make every room forget `person`, then the journal and the outbox. All or nothing."""
    for room in rooms():
        _erasers[room](person)
    OutboxMessage.objects.filter(person=person).delete()
    journal.forget_person(person)
