"""Who opens the list of pairs and a pair from outside: coordinators, and who follows that pair."""

from __future__ import annotations

from typing import Any

from tests.support.access import Row
from tests.support.world import World

COORDINATOR = {"coordinator"}


def programme(world: World) -> dict[str, Any]:
    return {"programme_id": world.programme.public_id}


def pair(world: World) -> dict[str, Any]:
    return {"pair_id": world.pair.public_id}


ROWS = [
    Row("coordination:pairs", opens={"coordinator", "other_coordinator", "administrator"}),
    Row("coordination:programme-pairs", programme, COORDINATOR),
    Row("coordination:pair", pair, {*COORDINATOR, "follower"}),
    Row("coordination:pair-write", pair, {*COORDINATOR, "follower"}),
    Row("coordination:pair-extend", pair, COORDINATOR),
    Row("coordination:pair-close", pair, COORDINATOR),
]
