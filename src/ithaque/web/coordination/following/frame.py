"""The frame of a page that coordinators and followers share: each has the links of what they may open."""

from __future__ import annotations

from typing import Any

from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.programmes.rules import can_coordinate


def frame_of(person: Person, programme: Programme) -> dict[str, Any]:
    """Return the layout of a page about a programme for this person, and whether they coordinate it."""
    coordinates = can_coordinate(person, programme)
    layout = "coordination" if coordinates else "following"
    return {"coordinates": coordinates, "layout": f"ui/layouts/{layout}.html"}
