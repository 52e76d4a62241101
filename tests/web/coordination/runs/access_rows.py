"""Who opens the pages of match runs: coordinators of the programme, nobody else."""

from __future__ import annotations

from typing import Any

from tests.support.access import Row
from tests.support.world import World

TEAM = frozenset({"coordinator"})


def cohort(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id}


def run(world: World) -> dict[str, Any]:
    return {"run_id": world.run.public_id}


def mentee(world: World) -> dict[str, Any]:
    return run(world) | {"mentee_id": world.enrolments["moussa"].public_id}


def proposal(world: World) -> dict[str, Any]:
    return {"proposal_id": world.proposal.public_id}


def decision(world: World) -> dict[str, Any]:
    from ithaque.matching.models import Decision

    kept, _new = Decision.objects.get_or_create(
        cohort=world.cohort,
        mentee=world.enrolments["moussa"],
        mentor=world.enrolments["thierry"],
        kind=Decision.Kind.FORBID,
    )
    return {"decision_id": kept.public_id}


ROWS = [
    Row("coordination:runs", opens={"coordinator", "other_coordinator", "administrator"}),
    Row("coordination:run-list", cohort, TEAM),
    Row("coordination:run-ask", cohort, TEAM, "post"),
    Row("coordination:run", run, TEAM),
    Row("coordination:run-progress", run, TEAM),
    Row("coordination:run-announce", run, TEAM),
    Row("coordination:run-announce", run, TEAM, "post", lambda world: {"what": "all"}),
    Row("coordination:run-discard", run, TEAM),
    Row("coordination:run-discard", run, TEAM, "post"),
    Row("coordination:run-proof", run, TEAM),
    Row("coordination:run-proof", run, TEAM, "post"),
    Row("coordination:run-record", run, TEAM, answers=frozenset({404})),
    Row("coordination:run-others", mentee, TEAM),
    Row(
        "coordination:run-choose",
        mentee,
        TEAM,
        "post",
        lambda world: {"mentor": world.enrolments["thierry"].public_id},
    ),
    Row("coordination:proposal-lock", proposal, TEAM, "post"),
    Row("coordination:proposal-unlock", proposal, TEAM, "post"),
    Row("coordination:proposal-forbid", proposal, TEAM),
    Row("coordination:proposal-forbid", proposal, TEAM, "post"),
    Row("coordination:decision-lift", decision, TEAM, "post"),
]
