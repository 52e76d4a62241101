"""Who opens the coordinator's day, the cards, and the concerns."""

from __future__ import annotations

import uuid
from typing import Any

from ithaque.mentoring.models import FollowUpCard
from ithaque.safeguarding.services import raise_concern
from tests.followup.factories import days_ago
from tests.support.access import Row
from tests.support.world import World

TEAMS = {"coordinator", "other_coordinator", "administrator"}
OWN_TEAM = {"coordinator", "follower"}
LEAD = {"safeguarding"}


def card(world: World) -> dict[str, Any]:
    made = FollowUpCard.objects.create(
        pair=world.pair,
        rule="silence",
        level="red",
        facts={"since": days_ago(47).isoformat(), "rhythm": 15},
    )
    return {"card_id": made.public_id}


def concern(world: World) -> dict[str, Any]:
    made = raise_concern(
        organisation=world.organisation,
        kind="unease",
        text="x",
        pair=None,
        by=world.ines,
        submission=uuid.uuid4(),
    )
    return {"concern_id": made.public_id}


ROWS = [
    # The rest of a team is led to what is theirs.
    Row("coordination:day", opens={*TEAMS, "follower", "observer"}),
    Row("coordination:cards", opens=TEAMS),
    Row("coordination:also-waiting", opens=TEAMS),
    Row("coordination:figures", opens=TEAMS),
    Row("coordination:figure", kwargs=lambda world: {"code": "followed"}, opens=TEAMS),
    Row("coordination:card", kwargs=card, opens=OWN_TEAM),
    *(
        Row(f"coordination:card-{act}", kwargs=card, opens=OWN_TEAM, method="post")
        for act in ("hand-over", "postpone", "write", "call", "settle")
    ),
    Row("coordination:concerns", opens=LEAD),
    Row("coordination:concern", kwargs=concern, opens=LEAD),
    *(
        Row(f"coordination:concern-{act}", kwargs=concern, opens=LEAD, method="post")
        for act in ("take", "pause", "close")
    ),
]
