"""Forgetting a person: what came from them by mail, their devices and mobile, and the trouble of their address."""

from __future__ import annotations

from ithaque.correspondence.models import AddressTrouble, IncomingMail, MobileNumber, PushDevice
from ithaque.people.models import Person


def forget(person: Person) -> None:
    """Remove the rows that speak of the person."""
    IncomingMail.objects.filter(answers__person=person).delete()
    PushDevice.objects.filter(person=person).delete()
    MobileNumber.objects.filter(person=person).delete()
    AddressTrouble.objects.filter(person=person).delete()
