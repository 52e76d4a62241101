"""Addresses whose mails come back: counted, told kindly in the product, forgotten once the address works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from ithaque.correspondence.journal import ADDRESS_CONFIRMED, ADDRESS_FAILS
from ithaque.correspondence.models import AddressTrouble
from ithaque.correspondence.preferences import change_delivery, delivery_of
from ithaque.kernel import clock, journal
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person

if TYPE_CHECKING:
    from ithaque.correspondence.intake.returns import Return

ENOUGH = 3
"""Messages that must come back before an address counts as failing: one may be an accident."""


@transaction.atomic
def note_return(returned: Return) -> OutboxMessage | None:
    """Note that one of our messages came back; return it, or None when it is not ours.

    A message counts once, however many reports speak of it; one that is only late counts for nothing.
    """
    if returned.message is None:
        return None
    message = (
        OutboxMessage.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(public_id=returned.message)
        .first()
    )
    if message is None or not returned.for_good or message.status != OutboxMessage.Status.SENT:
        return message
    message.status, message.error = OutboxMessage.Status.BOUNCED, returned.code
    message.save(update_fields=["status", "error"])
    person = message.person
    if person is not None and message.to == person.email and returned.address_fails:
        _count(person, returned.code)
    return message


def _count(person: Person, code: str) -> None:
    now = clock.now()
    person = Person.objects.select_for_update().get(pk=person.pk)
    trouble, _created = AddressTrouble.objects.select_for_update().get_or_create(
        person=person, defaults={"address": person.email, "last_at": now}
    )
    if trouble.address != person.email:
        trouble.address, trouble.returned, trouble.failing_since = person.email, 0, None
    trouble.returned += 1
    trouble.code, trouble.last_at = code, now
    if trouble.returned >= ENOUGH and trouble.failing_since is None:
        trouble.failing_since = now
        change_delivery(person=person, mail_fails=True)
        journal.record(ADDRESS_FAILS, target=person)
    trouble.save()


@transaction.atomic
def confirm_address(*, person: Person) -> None:
    """Forget the trouble: the person has just read a mail sent to their address. Twice is as once."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    AddressTrouble.objects.filter(person=person).delete()
    if delivery_of(person).mail_fails:
        change_delivery(person=person, mail_fails=False)
        journal.record(ADDRESS_CONFIRMED, by=person, target=person)
