"""What waits for a coordinator between the announcement and the pair: questions, repairs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ithaque.matching.enums import ProposalStatus, RepairStatus
from ithaque.matching.models import Proposal, Question, Repair, RepairOption
from ithaque.matching.people import accompanied
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Enrolment, Programme

PEOPLE = (
    "proposal__mentee__person",
    "proposal__mentor__person",
    "proposal__run__cohort__programme",
)


def _coordinated(person: Any, path: str) -> Q:
    team = f"{path}programme__team__"
    return Q(**{f"{team}person": person, f"{team}role": TeamRole.COORDINATOR})


def question_for(person: Any, question_id: UUID) -> Question | None:
    """Return a question of a programme someone coordinates, None for anything else."""
    rows = Question.objects.select_related("person", "replied_by", *PEOPLE)
    mine = _coordinated(person, "proposal__run__cohort__")
    return rows.filter(mine, public_id=question_id).first()


def repair_for(person: Any, repair_id: UUID) -> Repair | None:
    """Return a repair of a programme someone coordinates, None for anything else."""
    rows = Repair.objects.select_related(
        "mentee__person", "mentee__cohort__programme", "lost__mentor__person", "settled_by", "run"
    )
    return rows.filter(_coordinated(person, "mentee__cohort__"), public_id=repair_id).first()


def option_for(person: Any, option_id: UUID) -> RepairOption | None:
    """Return a way to repair, for who coordinates its programme; None for anything else."""
    rows = RepairOption.objects.select_related("repair__mentee__cohort__programme", "record")
    return rows.filter(
        _coordinated(person, "repair__mentee__cohort__"), public_id=option_id
    ).first()


def questions_waiting(
    person: Person, programmes: Iterable[Programme] | None = None
) -> QuerySet[Question]:
    """Return the questions nobody answered yet, oldest first."""
    rows = Question.objects.filter(
        _coordinated(person, "proposal__run__cohort__"), replied_at=None
    ).select_related("person", *PEOPLE)
    if programmes is not None:
        rows = rows.filter(proposal__run__cohort__programme__in=list(programmes))
    return rows.order_by("created_at", "pk")


def repairs_waiting(
    person: Person, programmes: Iterable[Programme] | None = None
) -> QuerySet[Repair]:
    """Return the repairs to decide, of people who still wait, oldest first."""
    rows = Repair.objects.filter(
        _coordinated(person, "mentee__cohort__"),
        status=RepairStatus.READY,
        mentee__in=Enrolment.objects.pairable().exclude(accompanied()),
    ).select_related("mentee__person", "mentee__cohort__programme", "lost__mentor__person")
    if programmes is not None:
        rows = rows.filter(mentee__cohort__programme__in=list(programmes))
    return rows.order_by("ready_at", "pk")


@dataclass(frozen=True)
class Move:
    """A mentee, the mentor they were told of (None for who lost theirs), the one proposed now."""

    mentee: Enrolment
    before: Enrolment | None
    after: Enrolment
    told: dict[str, Any]


@dataclass(frozen=True)
class Way:
    """A way to repair as a coordinator reads it: the moves, the mentee’s first."""

    option: RepairOption
    moves: list[Move]

    @property
    def own(self) -> Move:
        """Return what it does for the mentee who lost their proposal."""
        return self.moves[0]

    @property
    def others(self) -> list[Move]:
        """Return whom else it moves."""
        return self.moves[1:]


def ways_of(repair: Repair) -> list[Way]:
    """Return the ways prepared, with the people in them: three queries."""
    options = list(repair.options.all())
    ids = {one[side] for option in options for one in option.pairs for side in ("mentee", "mentor")}
    rows = Enrolment.objects.filter(public_id__in=ids).select_related("person")
    people = {str(one.public_id): one for one in rows}
    told = Proposal.objects.filter(
        mentee__in=[one.pk for one in people.values()], status=ProposalStatus.ANNOUNCED
    ).select_related("mentor__person")
    before = {one.mentee_id: one.mentor for one in told}
    return [
        Way(option, _moves(option, people, before, repair))
        for option in options
        if all(one[side] in people for one in option.pairs for side in ("mentee", "mentor"))
    ]


def _moves(
    option: RepairOption,
    people: dict[str, Enrolment],
    before: dict[int, Enrolment],
    repair: Repair,
) -> list[Move]:
    moves = [
        Move(
            people[one["mentee"]],
            before.get(people[one["mentee"]].pk),
            people[one["mentor"]],
            one["told"],
        )
        for one in option.pairs
    ]
    return sorted(moves, key=lambda one: (one.mentee.pk != repair.mentee_id, one.mentee.pk))
