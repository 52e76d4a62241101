"""Who asks for a hand: one of the two; a check-in opens by its link alone."""

from __future__ import annotations

from typing import Any

from ithaque.kernel import clock, links
from ithaque.mentoring.followup.checkins import LINK
from ithaque.mentoring.models import CheckIn
from tests.support.access import EVERYONE, Row
from tests.support.world import World

TWO = {"mentee", "mentor"}


def pair(world: World) -> dict[str, Any]:
    return {"pair_id": world.pair.public_id}


def check_in(world: World) -> dict[str, Any]:
    asked, _ = CheckIn.objects.get_or_create(
        pair=world.pair, person=world.ines, due_on=clock.today()
    )
    return {"token": links.sign(LINK, target=asked.public_id, person=world.ines.public_id)}


ROWS = [
    Row("participant:pair-help", pair, TWO),
    Row("participant:pair-help", pair, TWO, method="post", data=lambda world: {"kind": "call"}),
    Row("participant:pair-help-withdraw", pair, TWO, method="post"),
    Row("participant:check-in", check_in, EVERYONE),
]
