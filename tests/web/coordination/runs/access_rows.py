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


def announcement(world: World) -> dict[str, Any]:
    from ithaque.matching.models import Announcement

    kept, _new = Announcement.objects.get_or_create(
        run=world.run, status="cancelled", defaults={"due_at": world.run.created_at}
    )
    return {"announcement_id": kept.public_id}


def mentor(world: World) -> dict[str, Any]:
    return {"mentor_id": world.enrolments["thierry"].public_id}


def reservation(world: World) -> dict[str, Any]:
    from ithaque.matching.models import Reservation

    kept, _new = Reservation.objects.get_or_create(
        cohort=world.cohort, mentor=world.enrolments["thierry"], defaults={"places": 1}
    )
    return {"reservation_id": kept.public_id}


def note(world: World) -> dict[str, Any]:
    from ithaque.matching.models import Note

    kept, _new = Note.objects.get_or_create(
        run=world.run, by=world.people["nadia"], defaults={"text": "Une note"}
    )
    return {"note_id": kept.public_id}


def trial(world: World) -> dict[str, Any]:
    from ithaque.matching.models import Trial

    kept, _new = Trial.objects.get_or_create(
        cohort=world.cohort, by=world.people["nadia"], defaults={"status": "discarded"}
    )
    return {"trial_id": kept.public_id}


ROWS = [
    Row("coordination:criteria", cohort, TEAM),
    Row("coordination:criteria", cohort, TEAM, "post", answers=frozenset({422})),
    Row("coordination:trial", trial, TEAM),
    Row("coordination:trial-progress", trial, TEAM),
    Row("coordination:trial-save", trial, TEAM, "post"),
    Row("coordination:trial-drop", trial, TEAM, "post"),
    Row("coordination:run-cancel", run, TEAM, "post"),
    Row("coordination:run-compare", run, TEAM),
    Row("coordination:run-equity", run, TEAM),
    Row("coordination:run-note", run, TEAM),
    Row("coordination:run-note", run, TEAM, "post", lambda world: {"text": "Une note"}),
    Row("coordination:run-replay", run, TEAM),
    Row("coordination:announcement-cancel", announcement, TEAM, "post"),
    Row("coordination:announcement-hasten", announcement, TEAM, "post"),
    Row("coordination:mentor-reserve", mentor, TEAM),
    Row("coordination:mentor-reserve", mentor, TEAM, "post", lambda world: {"places": "1"}),
    Row("coordination:reservation-release", reservation, TEAM, "post"),
    Row("coordination:note-remove", note, TEAM, "post"),
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
