"""Doors to programmes, cohorts and enrolments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ithaque.kernel.access import Door
from ithaque.programmes import selectors
from ithaque.programmes.enums import ProgrammeStatus, Side, TeamRole
from ithaque.programmes.models import (
    Cohort,
    Enrolment,
    Fallback,
    Interview,
    InterviewSlot,
    Programme,
    Reference,
)
from ithaque.programmes.rules import can_coordinate, can_read_figures


def _public_programme(person: Any, slug: str) -> Programme | None:
    found = Programme.objects.select_related("organisation__logo").prefetch_related("cohorts")
    programme = found.filter(slug=slug).first()
    if programme is None:
        return None
    shown = programme.status != ProgrammeStatus.DRAFT or can_coordinate(person, programme)
    return programme if shown else None


def _cohort_to_join(person: Any, cohort_id: UUID, side: str) -> tuple[Cohort, str] | None:
    """Find a cohort by which someone may come in; whether it is the day is for the service to say."""
    if side not in Side.values:
        return None
    cohort = (
        Cohort.objects.select_related("programme__organisation")
        .filter(public_id=cohort_id, programme__status=ProgrammeStatus.OPEN)
        .first()
    )
    return (cohort, side) if cohort else None


def _team_programme(person: Any, programme_id: UUID, **rest: Any) -> Programme | None:
    return selectors.programmes_of_team(person).filter(public_id=programme_id).first()


def _team_cohort(person: Any, cohort_id: UUID) -> Cohort | None:
    return (
        Cohort.objects.select_related("programme__organisation")
        .filter(
            public_id=cohort_id,
            programme__team__person=person,
            programme__team__role=TeamRole.COORDINATOR,
        )
        .first()
    )


def _team_enrolment(person: Any, enrolment_id: UUID) -> Enrolment | None:
    return (
        Enrolment.objects.select_related(
            "person", "cohort__programme__organisation", "sheet__version", "decided_by", "guardian"
        )
        .filter(
            public_id=enrolment_id,
            cohort__programme__team__person=person,
            cohort__programme__team__role=TeamRole.COORDINATOR,
        )
        .first()
    )


def _own_enrolment(person: Any, enrolment_id: UUID, **rest: Any) -> Enrolment | None:
    return (
        selectors.own_enrolments(person)
        .select_related("sheet__version", "guardian")
        .filter(public_id=enrolment_id)
        .first()
    )


def _team_slot(person: Any, slot_id: UUID) -> InterviewSlot | None:
    return (
        InterviewSlot.objects.select_related("programme", "host")
        .filter(
            public_id=slot_id,
            programme__team__person=person,
            programme__team__role=TeamRole.COORDINATOR,
        )
        .first()
    )


def _team_interview(person: Any, interview_id: UUID) -> Interview | None:
    return (
        Interview.objects.select_related(
            "slot__host", "slot__programme", "enrolment__person", "enrolment__cohort__programme"
        )
        .filter(
            public_id=interview_id,
            slot__programme__team__person=person,
            slot__programme__team__role=TeamRole.COORDINATOR,
        )
        .first()
    )


def _team_reference(person: Any, reference_id: UUID) -> Reference | None:
    return (
        Reference.objects.select_related("enrolment__person", "enrolment__cohort__programme")
        .filter(
            public_id=reference_id,
            enrolment__cohort__programme__team__person=person,
            enrolment__cohort__programme__team__role=TeamRole.COORDINATOR,
        )
        .first()
    )


def _own_reference(person: Any, reference_id: UUID) -> Reference | None:
    return (
        Reference.objects.select_related("enrolment__person", "enrolment__cohort__programme")
        .filter(public_id=reference_id, enrolment__person=person)
        .first()
    )


def _own_fallback(person: Any, fallback_id: UUID) -> Fallback | None:
    return (
        Fallback.objects.select_related("enrolment__cohort__programme")
        .filter(public_id=fallback_id, enrolment__person=person)
        .first()
    )


def _coordinator(person: Any, **kwargs: Any) -> Any:
    """Let in whoever coordinates something, or may create a programme."""
    allowed = (
        selectors.programmes_of_team(person).exists()
        or selectors.organisations_open_to(person).exists()
    )
    return (kwargs or True) if allowed else None


def _creator(person: Any, **kwargs: Any) -> Any:
    return (kwargs or True) if selectors.organisations_open_to(person).exists() else None


PUBLIC_PROGRAMME = Door("public_programme", _public_programme, signed_in=False)
COHORT_TO_JOIN = Door("cohort_to_join", _cohort_to_join)
TEAM_PROGRAMME = Door("team_programme", _team_programme)
TEAM_COHORT = Door("team_cohort", _team_cohort)
TEAM_ENROLMENT = Door("team_enrolment", _team_enrolment)
OWN_ENROLMENT = Door("own_enrolment", _own_enrolment)
TEAM_SLOT = Door("team_slot", _team_slot)
TEAM_INTERVIEW = Door("team_interview", _team_interview)
TEAM_REFERENCE = Door("team_reference", _team_reference)
OWN_REFERENCE = Door("own_reference", _own_reference)
OWN_FALLBACK = Door("own_fallback", _own_fallback)


def _observed(person: Any, programme_id: UUID) -> Programme | None:
    found = Programme.objects.select_related("organisation").filter(public_id=programme_id).first()
    return found if found is not None and can_read_figures(person, found) else None


COORDINATOR = Door("coordinator", _coordinator)
TEAM = Door(
    "team",
    lambda person, **kwargs: (
        _coordinator(person, **kwargs)
        or ((kwargs or True) if selectors.team_home_of(person) else None)
    ),
)
FOLLOWER = Door(
    "follower",
    lambda person, **kwargs: (
        (kwargs or True) if person.team_roles.filter(role=TeamRole.FOLLOWER).exists() else None
    ),
)
OBSERVER = Door(
    "observer",
    lambda person, **kwargs: (
        (kwargs or True) if selectors.programmes_observed_by(person).exists() else None
    ),
)
OBSERVED_PROGRAMME = Door("observed_programme", _observed)
OWN_TEMPLATE = Door(
    "own_template",
    lambda person, template_id: (
        selectors.templates_of(person).filter(public_id=template_id).first()
    ),
)
PROGRAMME_CREATOR = Door("programme_creator", _creator)
