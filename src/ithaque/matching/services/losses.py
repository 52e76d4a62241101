"""When an announced proposal falls through: a repair is asked for, to be prepared in the background."""

from __future__ import annotations

from django.db import transaction

from ithaque.matching.enums import DeclineReason
from ithaque.matching.models import Proposal, Repair
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment


def ask_repair(proposal: Proposal, *, declined_by: str = "") -> Repair | None:
    """Return the repair asked for the mentee of a lost proposal; None when they left, or said it is not the moment."""
    not_now = proposal.decline_reason == DeclineReason.NOT_NOW and declined_by == Side.MENTEE
    here = Enrolment.objects.pairable().filter(pk=proposal.mentee_id).exists()
    if not_now or not here:
        return None
    repair, made = Repair.objects.get_or_create(lost=proposal, mentee_id=proposal.mentee_id)
    if made:
        transaction.on_commit(lambda: _enqueue(repair))
    return repair


def _enqueue(repair: Repair) -> None:
    from ithaque.matching.tasks import prepare_repair

    prepare_repair.enqueue(repair.pk)
