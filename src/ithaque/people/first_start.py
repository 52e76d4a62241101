"""Put a new instance in someone's hands: its first administrator and organisation."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import first_start
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Organisation, Person
from ithaque.people.services import create_organisation


@transaction.atomic
def take_in_hand(
    *,
    organisation: str,
    email: str,
    password: str,
    first_name: str,
    last_name: str,
    locale: str,
) -> tuple[Person, Organisation]:
    """Make the first administrator and their organisation; use the set-up code up.

    Refuses (Refusal) when someone did it first: nothing is then written.
    """
    person = Person.objects.create_superuser(
        email, password, first_name=first_name, last_name=last_name, locale=locale
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    made = create_organisation(name=organisation, by=person, contact_email=person.email)
    if not first_start.burn():
        raise Refusal(
            "already_set_up",
            _(
                "Someone has just set this instance up. Nothing was changed: sign in with their account."
            ),
        )
    return person, made
