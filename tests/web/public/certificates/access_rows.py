"""Anyone may check a certificate."""

from __future__ import annotations

from typing import Any

from ithaque.mentoring.models import Certificate
from tests.support.access import EVERYONE, Row
from tests.support.world import World


def code(world: World) -> dict[str, Any]:
    Certificate.objects.create(
        pair=world.pair,
        person=world.ines,
        code="AAAA-BBBB-CCCC",
        hours=1,
        meetings=1,
        from_on=world.pair.started_on,
        to_on=world.pair.started_on,
    )
    return {"code": "AAAA-BBBB-CCCC"}


ROWS = [
    Row("public:certificate-check", opens=EVERYONE),
    Row("public:certificate", code, EVERYONE),
]
