"""Who opens the proposals: the two people concerned, once told."""

from __future__ import annotations

from typing import Any

from ithaque.kernel import links
from ithaque.matching.services.announcements import ANSWER
from tests.support.access import EVERYONE, SIGNED_IN, Row
from tests.support.world import World

OTHER_ACCOUNT = 403


def proposal(world: World) -> dict[str, Any]:
    return {"proposal_id": world.proposal.public_id}


def token(world: World) -> dict[str, Any]:
    return {
        "token": links.sign(ANSWER, target=world.proposal.public_id, person=world.lina.public_id)
    }


ROWS = [
    Row("participant:proposals", opens=SIGNED_IN),
    Row("participant:proposal", proposal, {"other_mentor"}),
    Row("participant:proposal-answer", proposal, {"other_mentor"}, "post"),
    Row("participant:proposal-ask", proposal, {"other_mentor"}, "post"),
    # The link acts for Lina: without an account it opens, with another account it says whose it is not.
    Row("participant:proposal-link", token, EVERYONE, answers=frozenset({200, OTHER_ACCOUNT})),
]
