"""Who reads and decides enrolments: the coordinators of their programme."""

from __future__ import annotations

from typing import Any

from tests.support.access import Row
from tests.support.world import World

OURS = {"coordinator"}


def _cohort(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id}


def _enrolment(world: World) -> dict[str, Any]:
    return {"enrolment_id": world.enrolments["moussa"].public_id}


ACTIONS = ("validate", "refuse", "complete", "vetting", "withdraw")
ROWS = [
    Row("coordination:enrolments", kwargs=_cohort, opens=OURS),
    Row("coordination:enrolments-export", kwargs=_cohort, opens=OURS),
    Row("coordination:enrolments-validate", kwargs=_cohort, opens=OURS, method="post"),
    Row("coordination:enrolment", kwargs=_enrolment, opens=OURS),
    *(
        Row(f"coordination:enrolment-{action}", kwargs=_enrolment, opens=OURS, method="post")
        for action in ACTIONS
    ),
]
