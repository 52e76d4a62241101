"""Places of a mentor that something above this room holds: what was promised and is not a pair yet.

    places.register("matching", lambda mentor, mentee: …)

A holder returns how many places of `mentor` are promised to others than `mentee`.
"""

from __future__ import annotations

from collections.abc import Callable

from ithaque.programmes.models import Enrolment

Holder = Callable[[Enrolment, Enrolment], int]
_holders: dict[str, Holder] = {}


def register(room: str, holder: Holder) -> None:
    """Declare how `room` counts the places it promised."""
    _holders[room] = holder


def promised(mentor: Enrolment, mentee: Enrolment) -> int:
    """Return how many places of a mentor are promised to others than this mentee."""
    return sum(holder(mentor, mentee) for holder in _holders.values())
