"""Who opens the pages of imports: coordinators of the programme, nobody else."""

from __future__ import annotations

from typing import Any

from tests.support.access import Row
from tests.support.world import World

TEAM = frozenset({"coordinator"})
CSV = b"Nom;Courriel\nEmma Rousseau;emma@test.example\n"


def cohort(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id}


def import_(world: World) -> dict[str, Any]:
    from ithaque.matching.services import start_import

    made = start_import(
        cohort=world.cohort, side="mentee", name="a.csv", content=CSV, by=world.nadia
    )
    return {"import_id": made.public_id}


ROWS = [
    Row("coordination:import-sample", cohort, TEAM, query="?export=csv"),
    Row("coordination:import-undo", import_, TEAM, "post"),
    Row("coordination:import-new", cohort, TEAM),
    Row("coordination:import-new", cohort, TEAM, "post"),
    Row("coordination:import", import_, TEAM),
    Row("coordination:import-columns", import_, TEAM),
    Row("coordination:import-columns", import_, TEAM, "post"),
    Row("coordination:import-preview", import_, TEAM),
    Row("coordination:import-preview", import_, TEAM, "post"),
    Row("coordination:import-progress", import_, TEAM),
    Row("coordination:import-bad-rows", import_, TEAM),
    Row("coordination:import-discard", import_, TEAM, "post"),
]
