"""Who opens the pages of one's availability: each their own."""

from __future__ import annotations

from typing import Any

from ithaque.kernel import clock
from ithaque.mentoring.models import SubscribedCalendar
from tests.support.access import SIGNED_IN, Row
from tests.support.world import World


def calendar(world: World) -> dict[str, Any]:
    now = clock.now()
    made = SubscribedCalendar.objects.create(
        person=world.ines, sealed="x", host="calendar.example.org", read_at=now, tried_at=now
    )
    return {"calendar_id": made.public_id}


ROWS = [
    Row("participant:calendars", opens=SIGNED_IN),
    Row("participant:calendars-week", opens=SIGNED_IN, method="post"),
    Row("participant:calendars-refresh", calendar, {"mentee"}, method="post"),
    Row("participant:calendars-remove", calendar, {"mentee"}, method="post"),
]
