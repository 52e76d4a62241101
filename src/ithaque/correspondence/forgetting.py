"""Forgetting a person: what came from them by mail, and the trouble of their address."""

from __future__ import annotations

from ithaque.correspondence.models import AddressTrouble, IncomingMail
from ithaque.people.models import Person


def forget(person: Person) -> None:
    """Remove the rows that speak of the person."""
    IncomingMail.objects.filter(answers__person=person).delete()
    AddressTrouble.objects.filter(person=person).delete()
