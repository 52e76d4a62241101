"""Who decides the steps, the slots and the text for guardians: the coordinators of the programme."""

from __future__ import annotations

from typing import Any

from tests.programmes import factories as make
from tests.support.access import Row
from tests.support.world import World

OURS = {"coordinator"}


def _programme(world: World) -> dict[str, Any]:
    return {"programme_id": world.programme.public_id}


def _slot(world: World) -> dict[str, Any]:
    return {"slot_id": make.slot(world.programme, world.nadia).public_id}


PAGES = ("programme-vetting", "programme-guardian-text", "interview-slots")
ROWS = [
    *(Row(f"coordination:{page}", kwargs=_programme, opens=OURS) for page in PAGES),
    *(Row(f"coordination:{page}", kwargs=_programme, opens=OURS, method="post") for page in PAGES),
    Row("coordination:slot-close", kwargs=_slot, opens=OURS, method="post"),
]
