"""Who opens announcements: the coordinators of the programme, and nobody else."""

from __future__ import annotations

from typing import Any

from ithaque.mentoring.models import Bulletin
from tests.support.access import Row
from tests.support.world import World

OURS = {"coordinator"}


def programme(world: World) -> dict[str, Any]:
    return {"programme_id": world.programme.public_id}


def bulletin(world: World) -> dict[str, Any]:
    made = Bulletin.objects.create(
        programme=world.programme, author=world.nadia, subject_fr="Sujet", body_fr="Texte"
    )
    return {"bulletin_id": made.public_id}


ROWS = [
    Row("coordination:bulletins", programme, OURS),
    Row("coordination:bulletin-new", programme, OURS),
    Row("coordination:bulletin", bulletin, OURS),
    Row("coordination:bulletin-edit", bulletin, OURS),
    *(
        Row(f"coordination:bulletin-{act}", bulletin, OURS, method="post")
        for act in ("test", "schedule", "cancel")
    ),
]
