"""Who opens supervised conversations: the designated adults, and nobody else."""

from __future__ import annotations

from typing import Any

from ithaque.kernel import files
from ithaque.mentoring.models import Message, MessageFile
from tests.support.access import SIGNED_IN, Row
from tests.support.world import World


def _letter(world: World) -> Message:
    return Message.objects.create(
        pair=world.pair, author=world.ines, body="Bonjour", supervised=True
    )


def pair(world: World) -> dict[str, Any]:
    return {"pair_id": _letter(world).pair.public_id}


def enclosed(world: World) -> dict[str, Any]:
    stored = files.keep(b"%PDF-1.7\n%%EOF", name="a.pdf")
    kept = MessageFile.objects.create(message=_letter(world), file=stored)
    return {"file_id": kept.public_id}


ROWS = [
    Row("coordination:supervised-list", opens=SIGNED_IN),
    Row("coordination:supervised", pair, {"safeguarding"}),
    Row("coordination:supervised-file", enclosed, {"safeguarding"}),
]
