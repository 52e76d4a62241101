"""Who reads questions and repairs: the coordinators of the programme."""

from __future__ import annotations

from typing import Any

from ithaque.matching.enums import RepairStatus
from ithaque.matching.models import Question, Repair, RepairOption
from tests.support.access import SIGNED_IN, Row
from tests.support.world import World

TEAM = {"coordinator"}


def question(world: World) -> dict[str, Any]:
    made = Question.objects.create(
        proposal=world.proposal, person=world.lina, text="Est-ce le soir ?"
    )
    return {"question_id": made.public_id}


def _repair(world: World) -> Repair:
    return Repair.objects.create(
        lost=world.proposal, mentee=world.enrolments["moussa"], status=RepairStatus.READY
    )


def repair(world: World) -> dict[str, Any]:
    return {"repair_id": _repair(world).public_id}


def option(world: World) -> dict[str, Any]:
    made = RepairOption.objects.create(repair=_repair(world), changed=0, total=50)
    return {"option_id": made.public_id}


ROWS = [
    Row("coordination:answers", opens=SIGNED_IN),
    Row("coordination:question", question, TEAM),
    Row("coordination:question", question, TEAM, "post"),
    Row("coordination:repair", repair, TEAM),
    Row("coordination:repair-keep", repair, TEAM, "post"),
    Row("coordination:repair-announce", option, TEAM, "post"),
]
