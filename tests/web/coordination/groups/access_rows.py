"""Who opens circles and teams from outside: the coordinators of their programme."""

from __future__ import annotations

from typing import Any

from tests.support.access import Row
from tests.support.world import World

OURS = {"coordinator"}


def _cohort(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id}


def _pair(world: World) -> dict[str, Any]:
    return {"pair_id": world.pair.public_id}


def _mentee(world: World) -> dict[str, Any]:
    return {"enrolment_id": world.enrolments["moussa"].public_id}


ROWS = [
    Row("coordination:peers-new", kwargs=_cohort, opens=OURS),
    Row("coordination:enrolment-flash", kwargs=_mentee, opens=OURS),
    Row("coordination:group-new", kwargs=_cohort, opens=OURS),
    Row("coordination:pair-members", kwargs=_pair, opens=OURS),
    Row("coordination:pair-member-remove", kwargs=_pair, opens=OURS, method="post"),
]
