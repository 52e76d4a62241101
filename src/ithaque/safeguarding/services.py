"""Raise a concern, read it with a trace, take it in hand, pause a pair, close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import video
from ithaque.mentoring.models import Pair
from ithaque.people.models import Organisation, Person
from ithaque.safeguarding import journal as entries
from ithaque.safeguarding import mails
from ithaque.safeguarding.enums import ConcernKind, ConcernOutcome, ConcernStatus
from ithaque.safeguarding.models import Concern, ConcernReading
from ithaque.safeguarding.rules import can_move_concern, can_read_concern
from ithaque.safeguarding.selectors import administrators_of, leads_for


@transaction.atomic
def raise_concern(
    *,
    organisation: Organisation,
    kind: ConcernKind | str,
    text: str,
    by: Person,
    submission: UUID,
    pair: Pair | None = None,
) -> Concern:
    """Keep a concern and tell the organisation's leads that one waits, without a word of it.

    Without a lead its administrators are asked to name one; they cannot read it. The same `submission`
    twice is one concern. The journal does not say who raised it.
    """
    concern, is_new = Concern.objects.get_or_create(
        submission=submission,
        defaults={
            "organisation": organisation,
            "kind": ConcernKind(kind),
            "text": text.strip(),
            "raised_by": by,
            "pair": pair,
            "created_at": clock.now(),
        },
    )
    if is_new:
        journal.record(entries.RAISED, target=concern, scope=organisation)
        _tell(concern)
    return concern


@transaction.atomic
def read_concern(*, concern: Concern, by: Person) -> Concern:
    """Return the concern to a lead and write down that they opened it; refuse anyone else."""
    _require_lead(concern, by)
    ConcernReading.objects.create(concern=concern, person=by)
    journal.record(entries.READ, by=by, target=concern, scope=concern.organisation)
    return concern


@transaction.atomic
def take_in_hand(*, concern: Concern, by: Person) -> Concern:
    """Say who looks after the concern; refuse when another lead already does."""
    concern = _locked(concern, by)
    if concern.status == ConcernStatus.IN_HAND and concern.handled_by_id == by.pk:
        return concern
    _require_arrow(concern, ConcernStatus.IN_HAND)
    concern.status, concern.handled_by = ConcernStatus.IN_HAND, by
    concern.save(update_fields=["status", "handled_by"])
    journal.record(entries.TAKEN, by=by, target=concern, scope=concern.organisation)
    return concern


@transaction.atomic
def close_concern(
    *, concern: Concern, outcome: ConcernOutcome | str, by: Person, note: str = ""
) -> Concern:
    """Close the file with its outcome; refuse when it is closed already."""
    concern = _locked(concern, by)
    _require_arrow(concern, ConcernStatus.CLOSED)
    concern.status, concern.closed_at = ConcernStatus.CLOSED, clock.now()
    concern.handled_by = concern.handled_by or by
    concern.outcome, concern.outcome_note = ConcernOutcome(outcome), note.strip()
    concern.save(update_fields=["status", "closed_at", "handled_by", "outcome", "outcome_note"])
    journal.record(entries.CLOSED, by=by, target=concern, scope=concern.organisation)
    return concern


@transaction.atomic
def freeze_pair(*, concern: Concern, by: Person) -> Pair:
    """Pause the pair of a concern: its space can be read, nothing is added. Both are told, kindly.

    Pausing twice changes nothing. Refuses a concern without a pair.
    """
    return _set_frozen(concern, by, frozen=True)


@transaction.atomic
def release_pair(*, concern: Concern, by: Person) -> Pair:
    """End the pause; both are told. Doing it twice changes nothing."""
    return _set_frozen(concern, by, frozen=False)


def _set_frozen(concern: Concern, by: Person, *, frozen: bool) -> Pair:
    _require_lead(concern, by)
    if concern.pair_id is None:
        raise Refusal(
            "concern.no_pair", _("This concern is not about a pair: there is nothing to pause.")
        )
    pair = (
        Pair.objects.select_for_update(of=("self",))
        .select_related("mentor__person", "mentee__person")
        .get(pk=concern.pair_id)
    )
    if (pair.frozen_at is not None) == frozen:
        return pair
    pair.frozen_at = clock.now() if frozen else None
    pair.save(update_fields=["frozen_at"])
    entry, kind = (entries.FROZEN, mails.PAUSED) if frozen else (entries.RELEASED, mails.RESUMED)
    journal.record(entry, by=by, target=pair, scope=concern.organisation)
    if frozen:
        video.hang_up(pair)
    for person in pair.people:
        notify(kind, to=person)
    return pair


def _locked(concern: Concern, by: Person) -> Concern:
    _require_lead(concern, by)
    return (
        Concern.objects.select_for_update(of=("self",))
        .select_related("organisation", "handled_by")
        .get(pk=concern.pk)
    )


def _require_lead(concern: Concern, by: Person) -> None:
    if not can_read_concern(by, concern):
        raise Refusal("concern.not_lead", _("Only the safeguarding lead opens a concern."))


def _require_arrow(concern: Concern, to: str) -> None:
    if can_move_concern(concern, to):
        return
    name = concern.handled_by.get_full_name() if concern.handled_by else "Ithaque"
    if concern.status == ConcernStatus.CLOSED:
        raise Refusal("concern.closed", _("{name} closed this file meanwhile.").format(name=name))
    raise Refusal("concern.taken", _("{name} already has this concern in hand.").format(name=name))


def _tell(concern: Concern) -> None:
    context: dict[str, Any] = {"organisation": concern.organisation}
    leads = leads_for(concern)
    for lead in leads:
        action = MailAction(
            gettext_lazy("Open the file"), reverse("coordination:concern", args=[concern.public_id])
        )
        notify(mails.RAISED, to=lead, context=context, action=action)
    if not leads:
        for administrator in administrators_of(concern.organisation):
            notify(mails.NO_LEAD, to=administrator, context=context)
