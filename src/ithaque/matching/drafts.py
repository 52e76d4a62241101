"""A draft as it stands: its proposals, the decisions that bind it, and the best result under them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ithaque.kernel.errors import Refusal
from ithaque.matching import engine
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Decision, MatchRun
from ithaque.pairing import FaultsError, Result
from ithaque.programmes.models import Enrolment

Kind = Decision.Kind
HELD = (ProposalStatus.ANNOUNCED, ProposalStatus.ACCEPTED)
ENDED = (ProposalStatus.DECLINED, ProposalStatus.EXPIRED)


def draft_of(
    run: MatchRun,
    *,
    lock: engine.Couple | None = None,
    forbid: engine.Couple | None = None,
) -> engine.Draft:
    """Return what binds the proposals of a run: decisions taken since, those given, pairs told, people gone.

    A decision given wins over the earlier ones about the same people.
    """
    proposals = list(
        run.proposals.values_list(
            "status", "announced_at", "mentee__public_id", "mentor__public_id"
        )
    )
    draft = engine.Draft(gone=_gone(run))
    for status, announced_at, mentee, mentor in proposals:
        couple = (str(mentee), str(mentor))
        if status == ProposalStatus.DRAFT:
            draft.current.append(couple)
        elif status in HELD:
            draft.told.append(couple)
        elif status in ENDED or announced_at is not None:
            draft.gone.add(couple[0])
    told = {mentee for mentee, _mentor in draft.told}
    draft.gone.difference_update(told)
    rows = Decision.objects.filter(cohort=run.cohort_id)
    for kind, mentee, mentor in rows.values_list("kind", "mentee__public_id", "mentor__public_id"):
        couple = (str(mentee), str(mentor))
        if couple[0] in told or couple in (lock, forbid):
            continue
        if kind == Kind.FORBID:
            draft.forbids.append(couple)
        elif lock is None or couple[0] != lock[0]:
            draft.locks.append(couple)
    draft.locks.extend([lock] if lock else [])
    draft.forbids.extend([forbid] if forbid else [])
    return draft


def _gone(run: MatchRun) -> set[str]:
    """Return the ids of the cohort's people who may not be paired any more."""
    people = Enrolment.objects.filter(cohort=run.cohort_id)
    here = people.pairable()
    found: Iterable[object] = people.exclude(pk__in=here.values("pk")).values_list(
        "public_id", flat=True
    )
    return {str(one) for one in found}


def settled(run: MatchRun, draft: engine.Draft) -> Result:
    """Return the best result for the people of a run under what binds its draft.

    Refuses decisions that contradict each other, and a run whose record is gone.
    """
    try:
        result = engine.settled(run, draft)
    except FaultsError as error:
        raise Refusal(
            "decisions",
            _(
                "This goes against another decision: the mentor’s places are all locked, or a protective rule forbids the pair."
            ),
        ) from error
    if result is None:
        raise Refusal("no_record", _("The record of this run is gone: compute again."))
    return result
