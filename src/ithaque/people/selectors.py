"""Reading persons and organisations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ithaque.people.enums import OrganisationRole
from ithaque.people.models import Organisation, OrganisationMember, Person


def person_at(email: str) -> Person | None:
    """Return the person whose account has this address, whatever its case."""
    return Person.objects.filter(email__iexact=email.strip(), erased_at=None).first()


def organisations_shown() -> QuerySet[Organisation]:
    """Return the organisations that run programmes here, as legal pages name them to everyone."""
    return Organisation.objects.filter(programmes__isnull=False).distinct().order_by("name")


def roles_of(person: Person) -> QuerySet[OrganisationMember]:
    """Return the roles a person holds for organisations."""
    return person.organisation_roles.select_related("organisation")


def own_data(person: Person) -> dict[str, Any]:
    """Return what this room knows of a person, for their own export."""
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "born_on": person.born_on,
        "language": person.locale,
        "time_zone": person.time_zone,
        "appearance": person.theme,
        "account_created_at": person.created_at,
        "last_signed_in_at": person.last_login,
        "organisation_roles": [
            {"organisation": role.organisation.name, "role": role.role, "since": role.since}
            for role in roles_of(person)
        ],
    }


def organisations() -> QuerySet[Organisation]:
    """Return every organisation of the instance, for who runs it."""
    return Organisation.objects.order_by("name")


def organisation_run_by(person: Person, organisation_id: Any) -> Organisation | None:
    """Return an organisation to someone who administers it or runs the instance."""
    found = organisations()
    if not person.is_superuser:
        found = found.filter(members__person=person, members__role=OrganisationRole.ADMINISTRATOR)
    return found.filter(public_id=organisation_id).first()


def members_of(organisation: Organisation) -> QuerySet[OrganisationMember]:
    """Return the roles held for an organisation, with the people."""
    return organisation.members.select_related("person").order_by("role", "person__last_name", "pk")


def member_of(organisation: Organisation, number: str) -> OrganisationMember | None:
    """Return one of an organisation's roles by the number its own page shows."""
    if not number.isdigit():
        return None
    return organisation.members.select_related("person").filter(pk=int(number)).first()
