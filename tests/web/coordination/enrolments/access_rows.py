"""Who reads and decides enrolments: the coordinators of their programme."""

from __future__ import annotations

from typing import Any

from tests.programmes import factories as make
from tests.support.access import Row
from tests.support.world import World

OURS = {"coordinator"}


def _cohort(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id}


def _enrolment(world: World) -> dict[str, Any]:
    return {"enrolment_id": world.enrolments["moussa"].public_id}


def _interview(world: World) -> dict[str, Any]:
    return {"interview_id": make.booked(world.enrolments["moussa"], world.nadia).public_id}


def _reference(world: World) -> dict[str, Any]:
    return {"reference_id": make.reference(world.enrolments["moussa"]).public_id}


LISTS = ("enrolments", "enrolments-board")
POSTS = ("enrolments-several", "enrolments-save-view", "enrolments-forget-view")
ACTIONS = (
    "move",
    "validate",
    "refuse",
    "complete",
    "wait",
    "pause",
    "resume",
    "withdraw",
    "step",
    "check",
    "promise",
    "offer",
    "guardian",
)
ROWS = [
    *(Row(f"coordination:{name}", kwargs=_cohort, opens=OURS) for name in LISTS),
    *(Row(f"coordination:{name}", kwargs=_cohort, opens=OURS, method="post") for name in POSTS),
    Row("coordination:enrolment", kwargs=_enrolment, opens=OURS),
    Row("coordination:enrolment-refuse", kwargs=_enrolment, opens=OURS),
    *(
        Row(f"coordination:enrolment-{action}", kwargs=_enrolment, opens=OURS, method="post")
        for action in ACTIONS
    ),
    *(
        Row(f"coordination:interview-{act}", kwargs=_interview, opens=OURS, method="post")
        for act in ("note", "cancel")
    ),
    *(
        Row(f"coordination:reference-{act}", kwargs=_reference, opens=OURS, method="post")
        for act in ("again", "remove")
    ),
]
