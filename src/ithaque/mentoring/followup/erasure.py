"""Forgetting a person in follow-up: what was written about their pairs goes, the counts stay."""

from __future__ import annotations

from django.db.models import Q

from ithaque.mentoring.models import CheckIn, FollowUpCard, HelpRequest
from ithaque.people.models import Person


def forget(person: Person) -> None:
    """Blank the notes of the cards about the person's pairs, free the cards handed to them,
    and drop what they asked and answered.
    """
    about = Q(pair__mentor__person=person) | Q(pair__mentee__person=person)
    FollowUpCard.objects.filter(about).update(outcome_note="")
    FollowUpCard.objects.filter(assigned_to=person).update(assigned_to=None)
    FollowUpCard.objects.filter(closed_by=person).update(closed_by=None)
    HelpRequest.objects.filter(person=person).delete()
    CheckIn.objects.filter(person=person).delete()
