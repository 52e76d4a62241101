"""Take back a pair that was opened by mistake, as long as nobody did anything in it."""

from __future__ import annotations

from django.db import transaction

from ithaque.kernel import journal
from ithaque.mentoring import journal as acts
from ithaque.mentoring.models import Pair
from ithaque.mentoring.services.locking import locked_pair
from ithaque.people.models import Person

OWN = frozenset({"agreement", "members", "note"})
"""What a pair is opened with; it goes with it while nobody signed or wrote."""


@transaction.atomic
def take_back_pair(*, pair: Pair, by: Person) -> bool:
    """Remove a pair in which nothing happened, with its draft agreement and empty note; tell whether it went.

    A pair in which someone signed, wrote, planned or was written a card about is left as it is.
    """
    pair = locked_pair(pair)
    if not is_untouched(pair):
        return False
    journal.record(acts.PAIR_TAKEN_BACK, by=by, target=pair, scope=pair.programme)
    pair.delete()
    return True


def is_untouched(pair: Pair) -> bool:
    """Tell whether a pair holds nothing but what it was opened with."""
    agreement = pair.agreement
    if agreement.version > 1 or agreement.signatures.exists() or agreement.sealed.exists():
        return False
    if pair.note.body or pair.note.revisions.exists():
        return False
    related = [
        one
        for one in pair._meta.related_objects
        if one.get_accessor_name() not in OWN and _ours(one)
    ]
    return not any(
        one.related_model._base_manager.filter(**{one.field.name: pair}).exists() for one in related
    )


def _ours(relation: object) -> bool:
    """Tell whether a relation belongs to this room: those above say for themselves."""
    return relation.related_model._meta.app_label == Pair._meta.app_label  # type: ignore[attr-defined]
