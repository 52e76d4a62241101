"""Who books an hour, who takes one back: mentees of the cohort, and the mentor who opened it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ithaque.kernel import clock
from ithaque.mentoring.models import FlashSlot
from tests.support.access import SIGNED_IN, Row
from tests.support.world import World


def _slot(world: World) -> dict[str, Any]:
    made = FlashSlot.objects.create(
        mentor=world.enrolments["thierry"],
        starts_at=clock.now() + timedelta(days=3),
        minutes=45,
    )
    return {"slot_id": made.public_id}


ROWS = [
    Row("participant:flash", opens=SIGNED_IN),
    Row("participant:flash-book", _slot, {"mentee"}),
    Row("participant:flash-withdraw", _slot, {"other_mentor"}, method="post"),
]
