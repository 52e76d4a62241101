"""Who opens the wishes: the one whose they are, where their side wishes."""

from __future__ import annotations

from typing import Any

from ithaque.matching.models import Suggestion, Veto
from tests.support.access import Row
from tests.support.world import World


def _let_wish(world: World) -> None:
    world.programme.settings = {
        **world.programme.settings,
        "always_open": True,
        "wishes": {"sides": ["mentee", "mentor"]},
    }
    world.programme.save()


def enrolment(world: World) -> dict[str, Any]:
    _let_wish(world)
    return {"enrolment_id": world.enrolments["thierry"].public_id}


def suggestion(world: World) -> dict[str, Any]:
    _let_wish(world)
    made = Suggestion.objects.create(
        cohort=world.cohort,
        to=world.enrolments["thierry"],
        other=world.enrolments["lina"],
        slot=1,
        alias="Paros",
    )
    return {"suggestion_id": made.public_id}


def veto(world: World) -> dict[str, Any]:
    _let_wish(world)
    made = Veto.objects.create(
        by=world.enrolments["thierry"], other=world.enrolments["lina"], alias="Paros"
    )
    return {"veto_id": made.public_id}


ROWS = [
    Row("participant:wishes", enrolment, {"other_mentor"}),
    Row("participant:wishes-withdraw", enrolment, {"other_mentor"}, "post"),
    Row("participant:suggestion-rule-out", suggestion, {"other_mentor"}, "post"),
    Row("participant:veto-lift", veto, {"other_mentor"}, "post"),
]
