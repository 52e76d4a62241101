"""Change a profile, hand over or erase a person's data; make organisations and their roles."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ithaque.kernel import clock, erasure, journal
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import StoredFile
from ithaque.people import exports
from ithaque.people.enums import OrganisationRole, Theme
from ithaque.people.journal import (
    DATA_EXPORTED,
    ORGANISATION_CHANGED,
    ORGANISATION_CREATED,
    PERSON_ERASED,
    PROFILE_CHANGED,
    ROLE_GIVEN,
    ROLE_TAKEN,
)
from ithaque.people.models import Organisation, OrganisationMember, Person

PROFILE = frozenset({"first_name", "last_name", "born_on", "locale", "time_zone", "theme"})


@transaction.atomic
def update_profile(*, person: Person, by: Person, **changes: Any) -> Person:
    """Change some of name, birth date, language, time zone, appearance; return the person.

    Raises TypeError for another field; refuses an unknown language, zone or appearance.
    """
    if unknown := set(changes) - PROFILE:
        raise TypeError(f"not part of a profile: {sorted(unknown)}")
    _check_preferences(changes)
    changed = [name for name, value in changes.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, changes[name])
    if changed:
        person.save(update_fields=changed)
        journal.record(
            PROFILE_CHANGED, by=by, target=person, data={"fields": ", ".join(sorted(changed))}
        )
    return person


def _check_preferences(changes: dict[str, Any]) -> None:
    if "locale" in changes and changes["locale"] not in dict(settings.LANGUAGES):
        raise Refusal("unknown_language", _("Choose one of the languages offered."), conflict=False)
    if "theme" in changes and changes["theme"] not in Theme.values:
        raise Refusal("unknown_theme", _("Choose one of the appearances offered."), conflict=False)
    if "time_zone" in changes and changes["time_zone"] not in zoneinfo.available_timezones():
        raise Refusal("unknown_zone", _("Choose a time zone in the list."), conflict=False)


def export_data(*, person: Person, by: Person) -> bytes:
    """Return a ZIP of everything the rooms know of a person: JSON by room, and their own files."""
    archive = exports.archive_for(person)
    journal.record(DATA_EXPORTED, by=by, target=person)
    return archive


@transaction.atomic
def erase_person(*, person: Person, by: Person) -> None:
    """Make every room forget a person, and close their account for good.

    Refuses (Refusal) the last one who runs the instance. Rows others need stay, without a name.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.erased_at is not None:
        return
    others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        raise Refusal(
            "last_administrator",
            _("You are the last one who runs this instance: name someone else first."),
        )
    erasure.erase(person)
    journal.record(PERSON_ERASED, target=person)


def forget_person(person: Person) -> None:
    """Erase the account itself: no name, no address, no way to sign in."""
    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator

    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    person.organisation_roles.all().delete()
    StoredFile.objects.filter(uploaded_by=person).update(uploaded_by=None)
    person.email = f"erased-{person.public_id.hex}@erased.invalid"
    person.first_name = person.last_name = ""
    person.born_on, person.last_login = None, None
    person.is_active = person.is_superuser = False
    person.erased_at = clock.now()
    person.set_unusable_password()
    person.save()


def create_person(
    *, email: str, first_name: str, last_name: str, locale: str = "fr", **fields: Any
) -> Person:
    """Return the person at this address, made without a password when there was none.

    They will sign in by a code sent to the address. Names already known are kept.
    """
    address = Person.objects.normalize_email(email.strip()).lower()
    person, _created = Person.objects.get_or_create(
        email=address,
        defaults={
            "first_name": first_name,
            "last_name": last_name,
            "locale": locale,
            **fields,
            "password": "!",
        },
    )
    return person


@transaction.atomic
def create_organisation(
    *, name: str, by: Person | None, slug: str = "", contact_email: str = "", legal_notice: str = ""
) -> Organisation:
    """Make an organisation; whoever makes it becomes its administrator."""
    organisation = Organisation.objects.create(
        name=name,
        slug=free_slug(slug or slugify(name) or "organisation"),
        contact_email=contact_email,
        legal_notice=legal_notice,
    )
    journal.record(ORGANISATION_CREATED, by=by, target=organisation, scope=organisation)
    if by is not None:
        add_role(organisation=organisation, person=by, role=OrganisationRole.ADMINISTRATOR, by=by)
    return organisation


def free_slug(wanted: str) -> str:
    """Return `wanted`, or with the first number that makes it free."""
    base, slug, number = wanted[:50], wanted[:50], 1
    while Organisation.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def add_role(
    *, organisation: Organisation, person: Person, role: str, by: Person | None
) -> OrganisationMember:
    """Give a role for the whole organisation; giving it twice changes nothing."""
    member, created = OrganisationMember.objects.get_or_create(
        organisation=organisation, person=person, role=role
    )
    if created:
        journal.record(ROLE_GIVEN, by=by, target=person, scope=organisation, data={"role": role})
    return member


@transaction.atomic
def remove_role(
    *, organisation: Organisation, person: Person, role: str, by: Person | None
) -> None:
    """Take a role back; refuses (Refusal) to leave an organisation without administrator."""
    held = OrganisationMember.objects.select_for_update().filter(
        organisation=organisation, role=role
    )
    if role == OrganisationRole.ADMINISTRATOR and not held.exclude(person=person).exists():
        raise Refusal(
            "last_administrator",
            _("An organisation keeps at least one administrator: name another first."),
        )
    if held.filter(person=person).delete()[0]:
        journal.record(ROLE_TAKEN, by=by, target=person, scope=organisation, data={"role": role})


@transaction.atomic
def update_organisation(
    *, organisation: Organisation, name: str, contact_email: str, legal_notice: str, by: Person
) -> Organisation:
    """Change what is said of an organisation in public."""
    organisation.name = name
    organisation.contact_email = contact_email
    organisation.legal_notice = legal_notice
    organisation.save(update_fields=["name", "contact_email", "legal_notice"])
    journal.record(ORGANISATION_CHANGED, by=by, target=organisation, scope=organisation)
    return organisation
