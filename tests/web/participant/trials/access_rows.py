"""Who answers at the end of a trial, and after a pair: its two members."""

from __future__ import annotations

from typing import Any

from ithaque.kernel import clock, links
from ithaque.mentoring.models import TrialPeriod
from ithaque.mentoring.services.trials import TRIAL
from tests.support.access import EVERYONE, Row
from tests.support.world import World

TWO = {"mentee", "mentor"}


def trial(world: World) -> dict[str, Any]:
    TrialPeriod.objects.get_or_create(pair=world.pair, defaults={"asked_at": clock.now()})
    return {"pair_id": world.pair.public_id}


def token(world: World) -> dict[str, Any]:
    trial(world)
    target = TrialPeriod.objects.get().public_id
    return {"token": links.sign(TRIAL, target=target, person=world.ines.public_id)}


def closed(world: World) -> dict[str, Any]:
    world.pair.status = "closed"
    world.pair.save()
    return {"pair_id": world.pair.public_id}


ROWS = [
    Row("participant:trial", trial, TWO),
    Row("participant:trial", trial, TWO, "post"),
    # The link acts for Inès: without an account it opens, with another account it says whose it is not.
    Row("participant:trial-link", token, EVERYONE, answers=frozenset({200, 403})),
    Row("participant:debrief", closed, TWO),
    Row("coordination:debrief", closed, {"coordinator"}),
]
