"""Who opens the list of pairs and a pair from outside: coordinators, and who follows that pair."""

from __future__ import annotations

from typing import Any

from ithaque.kernel import files
from ithaque.mentoring.models import SealedAgreement
from tests.support.access import Row
from tests.support.world import World

COORDINATOR = {"coordinator"}


def programme(world: World) -> dict[str, Any]:
    return {"programme_id": world.programme.public_id}


def pair(world: World) -> dict[str, Any]:
    return {"pair_id": world.pair.public_id}


def sealed(world: World) -> dict[str, Any]:
    made = SealedAgreement.objects.create(
        agreement=world.pair.agreement,
        version=1,
        digest="0" * 64,
        file=files.keep(b"%PDF-1.7\n%%EOF", name="a.pdf"),
    )
    return {"sealed_id": made.public_id}


ROWS = [
    Row("coordination:agreements", programme, COORDINATOR),
    Row("coordination:endings", programme, COORDINATOR),
    Row("coordination:pair-interview", pair, COORDINATOR),
    Row("coordination:pair-agreement", pair, COORDINATOR),
    Row("coordination:agreement-pdf", sealed, COORDINATOR),
    Row("coordination:pairs", opens={"coordinator", "other_coordinator", "administrator"}),
    Row("coordination:programme-pairs", programme, COORDINATOR),
    Row("coordination:pair", pair, {*COORDINATOR, "follower"}),
    Row("coordination:pair-write", pair, {*COORDINATOR, "follower"}),
    Row("coordination:pair-extend", pair, COORDINATOR),
    Row("coordination:pair-close", pair, COORDINATOR),
]
