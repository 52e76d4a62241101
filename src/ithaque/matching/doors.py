"""Doors to runs, proposals and imports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from ithaque.kernel.access import Door
from ithaque.matching import answers_to_give, own_wishes
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import (
    Announcement,
    Decision,
    Import,
    MatchRun,
    Note,
    Proposal,
    Reservation,
    Trial,
)
from ithaque.programmes.enums import Side, TeamRole
from ithaque.programmes.models import Enrolment


def _coordinated_by(person: Any, path: str) -> Q:
    team = f"{path}programme__team__"
    return Q(**{f"{team}person": person, f"{team}role": TeamRole.COORDINATOR})


def _team_run(person: Any, run_id: UUID) -> MatchRun | None:
    runs = MatchRun.objects.select_related("cohort__programme", "asked_by", "record")
    return runs.filter(_coordinated_by(person, "cohort__"), public_id=run_id).first()


def _team_run_mentee(
    person: Any, run_id: UUID, mentee_id: UUID
) -> tuple[MatchRun, Enrolment] | None:
    run = _team_run(person, run_id)
    if run is None:
        return None
    mentees = run.cohort.enrolments.filter(side=Side.MENTEE).select_related("person")
    mentee = mentees.filter(public_id=mentee_id).first()
    return (run, mentee) if mentee else None


def _team_proposal(person: Any, proposal_id: UUID) -> Proposal | None:
    proposals = Proposal.objects.select_related(
        "run__cohort__programme", "mentee__person", "mentor__person"
    )
    return proposals.filter(_coordinated_by(person, "run__cohort__"), public_id=proposal_id).first()


def _team_decision(person: Any, decision_id: UUID) -> Decision | None:
    decisions = Decision.objects.select_related(
        "cohort__programme", "mentee__person", "mentor__person"
    )
    return decisions.filter(_coordinated_by(person, "cohort__"), public_id=decision_id).first()


def _team_import(person: Any, import_id: UUID) -> Import | None:
    imports = Import.objects.select_related("cohort__programme", "file", "run")
    return imports.filter(_coordinated_by(person, "cohort__"), public_id=import_id).first()


def _own_proposal(person: Any, proposal_id: UUID) -> Proposal | None:
    """A draft is nobody's yet; withdrawn before it was announced, it stays so."""
    proposals = Proposal.objects.select_related(
        "run__cohort__programme", "mentee__person", "mentor__person", "pair"
    )
    mine = Q(mentee__person=person) | Q(mentor__person=person)
    told = proposals.exclude(status=ProposalStatus.DRAFT).exclude(announced_at=None)
    return told.filter(mine, public_id=proposal_id).first()


def _team_announcement(person: Any, announcement_id: UUID) -> Announcement | None:
    found = Announcement.objects.select_related("run__cohort__programme")
    found = found.filter(_coordinated_by(person, "run__cohort__"))
    return found.filter(public_id=announcement_id).first()


def _team_reservation(person: Any, reservation_id: UUID) -> Reservation | None:
    found = Reservation.objects.select_related("cohort__programme", "mentor__person")
    return found.filter(_coordinated_by(person, "cohort__"), public_id=reservation_id).first()


def _team_note(person: Any, note_id: UUID) -> Note | None:
    found = Note.objects.select_related("run__cohort__programme", "mentee")
    return found.filter(_coordinated_by(person, "run__cohort__"), public_id=note_id).first()


def _own_trial(person: Any, trial_id: UUID) -> Trial | None:
    """A trial is its author's, while they coordinate the programme."""
    found = Trial.objects.select_related("cohort__programme", "by").filter(by=person)
    return found.filter(_coordinated_by(person, "cohort__"), public_id=trial_id).first()


def _team_mentor(person: Any, mentor_id: UUID) -> Enrolment | None:
    found = Enrolment.objects.select_related("person", "cohort__programme", "reservation")
    found = found.filter(_coordinated_by(person, "cohort__"), side=Side.MENTOR)
    return found.filter(public_id=mentor_id).first()


TEAM_RUN = Door("team_run", _team_run)
TEAM_RUN_MENTEE = Door("team_run_mentee", _team_run_mentee)
TEAM_PROPOSAL = Door("team_proposal", _team_proposal)
TEAM_ANNOUNCEMENT = Door("team_announcement", _team_announcement)
TEAM_RESERVATION = Door("team_reservation", _team_reservation)
TEAM_NOTE = Door("team_note", _team_note)
TEAM_MENTOR = Door("team_mentor", _team_mentor)
OWN_TRIAL = Door("own_trial", _own_trial)
TEAM_DECISION = Door("team_decision", _team_decision)
TEAM_IMPORT = Door("team_import", _team_import)
OWN_PROPOSAL = Door("own_proposal", _own_proposal)
SIGNED_LINK = Door("signed_link", signed_in=False)
OWN_WISHES = Door("own_wishes", own_wishes.enrolment_that_wishes)
OWN_SUGGESTION = Door("own_suggestion", own_wishes.suggestion_to)
OWN_VETO = Door("own_veto", own_wishes.veto_of)
TEAM_QUESTION = Door("team_question", answers_to_give.question_for)
TEAM_REPAIR = Door("team_repair", answers_to_give.repair_for)
TEAM_REPAIR_OPTION = Door("team_repair_option", answers_to_give.option_for)
