"""Concerns for those who may read them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ithaque.mentoring.models import Pair
from ithaque.mentoring.rules import was_of_pair
from ithaque.mentoring.selectors.pairs import with_members
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import Organisation, Person
from ithaque.safeguarding.enums import ConcernStatus
from ithaque.safeguarding.models import Concern


def organisations_protected_by(person: Person) -> QuerySet[Organisation]:
    """Return the organisations whose safeguarding lead the person is."""
    return Organisation.objects.filter(
        members__person=person, members__role=OrganisationRole.SAFEGUARDING_LEAD
    ).order_by("name")


def concerns_readable_by(person: Person) -> QuerySet[Concern]:
    """Return the concerns of the organisations the person protects, those still open first.

    A lead who is one of a pair does not read a concern about that pair.
    """
    return (
        Concern.objects.filter(organisation__in=organisations_protected_by(person).values("pk"))
        .exclude(pair__in=pairs_of(person).values("pk"))
        .select_related(
            "organisation",
            "raised_by",
            "handled_by",
            "pair__mentor__person",
            "pair__mentee__person",
        )
        .prefetch_related(with_members("pair"))
        .order_by(F("closed_at").desc(nulls_first=True), "-created_at")
    )


def concern_for(person: Person, concern_id: UUID) -> Concern | None:
    """Return a concern the person may read, or None."""
    return concerns_readable_by(person).filter(public_id=concern_id).first()


def leads_for(concern: Concern) -> list[Person]:
    """Return the active safeguarding leads who may read this concern."""
    leads = _members(concern.organisation, OrganisationRole.SAFEGUARDING_LEAD)
    return [lead for lead in leads if concern.pair is None or not was_of_pair(lead, concern.pair)]


def administrators_of(organisation: Organisation) -> QuerySet[Person]:
    """Return who can name a lead: the organisation's administrators, and who runs the instance."""
    return Person.objects.filter(
        Q(pk__in=_members(organisation, OrganisationRole.ADMINISTRATOR)) | Q(is_superuser=True),
        is_active=True,
    ).order_by("pk")


def organisations_without_lead() -> QuerySet[Organisation]:
    """Return the organisations with a programme and nobody to read a concern."""
    protected = Organisation.objects.filter(
        members__role=OrganisationRole.SAFEGUARDING_LEAD, members__person__is_active=True
    )
    return (
        Organisation.objects.filter(programmes__isnull=False)
        .exclude(pk__in=protected.values("pk"))
        .distinct()
        .order_by("name")
    )


def organisations_heard_by(person: Person) -> QuerySet[Organisation]:
    """Return the organisations someone may tell of a concern: those where they enrolled or work."""
    involved = Q(programmes__cohorts__enrolments__person=person) | Q(
        programmes__team__person=person
    )
    return (
        Organisation.objects.filter(involved | Q(members__person=person))
        .distinct()
        .order_by("name")
    )


def waits_for_a_lead(person: Person) -> bool:
    """Tell whether one of the organisations that hear the person has nobody to read a concern yet."""
    heard = organisations_heard_by(person).values("pk")
    return organisations_without_lead().filter(pk__in=heard).exists()


def pairs_of(person: Person) -> QuerySet[Pair]:
    """Return the pairs of a person, those they left included, to say which one a concern is about."""
    return (
        Pair.objects.filter(members__person=person)
        .select_related("mentor__person", "mentee__person", "cohort__programme__organisation")
        .prefetch_related(with_members())
        .order_by("-started_on", "-pk")
    )


def waiting_concerns(person: Person) -> int:
    """Count the concerns nobody took in hand, among those the person may read."""
    return concerns_readable_by(person).filter(status=ConcernStatus.RECEIVED).count()


def own_data(person: Person) -> list[dict[str, Any]]:
    """Return the concerns the person raised, in their own words, for their export."""
    told = Concern.objects.filter(raised_by=person)
    return [dict(row) for row in told.values("created_at", "kind", "text", "status")]


def _members(organisation: Organisation, role: str) -> QuerySet[Person]:
    return Person.objects.filter(
        organisation_roles__organisation=organisation, organisation_roles__role=role, is_active=True
    ).order_by("pk")
