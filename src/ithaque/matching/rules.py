"""What is allowed: which state may follow, who may answer, who still has a place."""

from __future__ import annotations

from typing import Any

from ithaque.kernel import clock
from ithaque.matching.enums import IMPORT_ARROWS, RUN_ARROWS, ProposalStatus
from ithaque.matching.models import Import, MatchRun, Proposal
from ithaque.programmes.models import Enrolment

HIGH_CONFIDENCE, LEAST_CONFIDENCE = 0.75, 0.5
"""Share of the weights answered from which confidence is high, and under which a proposal is worth a look."""


def can_move_run(run: MatchRun, to: str) -> bool:
    """Tell whether a run may go to this state."""
    return to in RUN_ARROWS[run.status]


def can_move_import(import_: Import, to: str) -> bool:
    """Tell whether an import may go to this state."""
    return to in IMPORT_ARROWS[import_.status]


def can_answer(person: Any, proposal: Proposal) -> bool:
    """Tell whether a person is one of the two, and the answer is still awaited."""
    waiting = proposal.status == ProposalStatus.ANNOUNCED and not is_late(proposal)
    return waiting and proposal.side_of(person) is not None


def is_late(proposal: Proposal) -> bool:
    """Tell whether the day to answer has passed."""
    return proposal.expires_at is not None and proposal.expires_at <= clock.now()


def is_here(enrolment: Enrolment) -> bool:
    """Tell whether someone may still be paired: validated, active, and their vetting holds."""
    return enrolment.is_pairable


def deserves_a_look(proposal: Proposal) -> bool:
    """Tell whether a coordinator should look before announcing: a weak fit, or few answers."""
    return not proposal.locked and (proposal.band <= 1 or proposal.confidence < LEAST_CONFIDENCE)
