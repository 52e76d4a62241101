"""Forgetting a person in the files: the facts stay with the organisation, which decides their retention.

A concern protects someone else than its author: erasing an account takes the name off the file, never
the file (GDPR art. 17.3: legal obligations and claims).
"""

from __future__ import annotations

from ithaque.people.models import Person
from ithaque.safeguarding.models import Concern, ConcernReading


def forget(person: Person) -> None:
    """Take the person's name off the concerns they raised, handled or read."""
    Concern.objects.filter(raised_by=person).update(raised_by=None)
    Concern.objects.filter(handled_by=person).update(handled_by=None)
    ConcernReading.objects.filter(person=person).update(person=None)
