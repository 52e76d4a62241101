"""Forgetting a person in follow-up: what was written about their pairs goes, the counts stay."""

from __future__ import annotations

from ithaque.mentoring.models import CheckIn, FollowUpCard, HelpRequest, PairMember
from ithaque.people.models import Person


def forget(person: Person) -> None:
    """Blank the notes of the cards about the person's pairs, free the cards handed to them,
    and drop what they asked and answered.
    """
    pairs = PairMember.objects.filter(person=person).values("pair")
    FollowUpCard.objects.filter(pair__in=pairs).update(outcome_note="")
    FollowUpCard.objects.filter(assigned_to=person).update(assigned_to=None)
    FollowUpCard.objects.filter(closed_by=person).update(closed_by=None)
    HelpRequest.objects.filter(person=person).delete()
    CheckIn.objects.filter(person=person).delete()
