"""What a person takes along of their pairs: their own words, dates and levels, never the other's words."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ithaque.mentoring.models import (
    Action,
    Balance,
    Goal,
    Meeting,
    Message,
    Pair,
    PairMember,
    PrivateNote,
    SharedNote,
)
from ithaque.people.models import Person


def data_of(person: Person) -> dict[str, Any]:
    """Return the pairs of a person: what they wrote, what both wrote together, and dates."""
    mine = PairMember.objects.filter(person=person, left_at=None).values("pair")
    of_pair = Q(pair__in=mine)
    return {
        "pairs": list(
            Pair.objects.filter(pk__in=mine).values("public_id", "started_on", "ends_on", "status")
        ),
        "goals": list(
            Goal.objects.filter(of_pair).values(
                "title", "why", "first_step", "evidence", "due_on", "levels", "level", "skills"
            )
        ),
        "meetings": list(
            Meeting.objects.filter(of_pair).values(
                "starts_at", "minutes", "status", "topic", "summary"
            )
        ),
        "actions": list(Action.objects.filter(owner=person).values("text", "due_on", "done_at")),
        "shared_notes": list(SharedNote.objects.filter(of_pair).values("body", "edited_at")),
        "private_notes": list(
            PrivateNote.objects.filter(person=person).values(
                "meeting__starts_at", "body", "edited_at"
            )
        ),
        "messages": list(Message.objects.filter(author=person).values("created_at", "body")),
        "balances": list(
            Balance.objects.filter(person=person).values(
                "gained", "next_step", "thanks", "for_team", "recommendation"
            )
        ),
    }
