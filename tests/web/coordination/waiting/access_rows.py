"""Who sees the waiting list and the alarms: coordinators, each those of their programmes."""

from __future__ import annotations

from typing import Any

from tests.support.access import Row
from tests.support.world import World

OURS = {"coordinator"}
COORDINATORS = {"coordinator", "other_coordinator", "administrator"}


def _cohort(world: World) -> dict[str, Any]:
    return {"cohort_id": world.cohort.public_id}


ROWS = [
    Row("coordination:waiting-list", kwargs=_cohort, opens=OURS),
    Row("coordination:cohort-places", kwargs=_cohort, opens=OURS, method="post"),
    Row("coordination:enrolment-alarms", opens=COORDINATORS),
    Row(
        "coordination:alarm-put-off",
        kwargs=lambda w: {"enrolment_id": w.enrolments["moussa"].public_id},
        opens=OURS,
        method="post",
    ),
]
