"""Answers to proposals: yes, no with a private reason, silence; and what each brings about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.library.selectors import FIRST
from ithaque.matching import journal as entries
from ithaque.matching import mails, rules
from ithaque.matching.enums import Answer, DeclineReason, ProposalStatus
from ithaque.matching.models import Proposal
from ithaque.matching.services.announcements import tell, tell_both
from ithaque.matching.services.losses import ask_repair
from ithaque.matching.slots import agreed
from ithaque.matching.telling import reasons_for_the_pair
from ithaque.matching.words import labels_of
from ithaque.mentoring.enums import Modality
from ithaque.mentoring.services import open_pair, plan_meeting
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment
from ithaque.programmes.selectors import settings_of

log = structlog.get_logger(__name__)
REMIND_BEFORE = timedelta(days=4)
NOTE_MAX = 400


@transaction.atomic
def answer_proposal(
    *,
    proposal: Proposal,
    person: Person,
    accept: bool,
    reason: str = "",
    note: str = "",
    slots: Sequence[str] = (),
) -> Proposal:
    """Record what one of the two answers; when both accept, open their pair.

    `slots` are the hours proposed for a first meeting that suit them: the first one that suits both is planned.

    A refusal is told kindly to the other, without its reason, which only coordinators read; the mentee is
    in the next run. Answering the same twice changes nothing. Refuses (Refusal) somebody else, and a
    proposal that is settled, withdrawn or out of date.
    """
    proposal = held_proposal(proposal)
    side = proposal.side_of(person)
    if side is None:
        raise Refusal("stranger", _("This proposal was made to someone else."))
    wanted = Answer.ACCEPTED if accept else Answer.DECLINED
    if getattr(proposal, f"{side}_answer") == wanted:
        return proposal
    check_open(proposal)
    if not accept and reason not in DeclineReason.values:
        raise Refusal(
            "reason", _("Choose a reason: only the coordinators read it."), conflict=False
        )
    setattr(proposal, f"{side}_answer", wanted)
    if accept:
        setattr(proposal, f"{side}_slots", [one for one in proposal.slots if one in slots])
        _accept(proposal, person)
    else:
        proposal.decline_reason, proposal.decline_note = reason, note.strip()[:NOTE_MAX]
        _decline(proposal, side, person)
    return proposal


def held_proposal(proposal: Proposal) -> Proposal:
    """Return the proposal as it is, held with both enrolments: answers come one after the other."""
    keys = sorted([proposal.mentee_id, proposal.mentor_id])
    list(Enrolment.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    people = Proposal.objects.select_related(
        "run__cohort__programme", "mentee__person", "mentor__person"
    )
    return people.get(pk=proposal.pk)


def check_open(proposal: Proposal) -> None:
    """Refuse to act on a proposal that is settled, withdrawn or out of date."""
    if proposal.status == ProposalStatus.ANNOUNCED and not rules.is_late(proposal):
        return
    raise Refusal(
        settled_code(proposal),
        _("This proposal is closed: your answer was not needed any more. Nothing was changed."),
    )


def settled_code(proposal: Proposal) -> str:
    """Return why a proposal cannot be answered any more; "" while it can."""
    if proposal.status == ProposalStatus.ANNOUNCED:
        return ProposalStatus.EXPIRED if rules.is_late(proposal) else ""
    return proposal.status


def _accept(proposal: Proposal, person: Person) -> None:
    journal.record(
        entries.PROPOSAL_ACCEPTED, by=person, target=proposal, scope=proposal.run.cohort.programme
    )
    if proposal.mentee_answer == proposal.mentor_answer == Answer.ACCEPTED:
        # Settled first: the place it held is the one its pair takes.
        _settle(proposal, ProposalStatus.ACCEPTED)
        labels = labels_of(proposal.run.cohort.programme)
        proposal.pair = open_pair(
            mentor=proposal.mentor,
            mentee=proposal.mentee,
            reasons=reasons_for_the_pair(proposal, labels),
            by=person,
        )
        _plan_first_meeting(proposal, person)
    proposal.save()


def _plan_first_meeting(proposal: Proposal, person: Person) -> None:
    """Plan the first hour that suits both; one that meanwhile suits no more is left for them to choose."""
    moment, settings = agreed(proposal), settings_of(proposal.run.cohort.programme)
    if moment is None or proposal.pair is None:
        return
    try:
        plan_meeting(
            pair=proposal.pair,
            by=person,
            starts_at=moment,
            minutes=settings.meeting_minutes,
            modality=next(iter(settings.modalities), Modality.REMOTE),
            agenda_key=FIRST,
            agreed=True,
        )
    except Refusal as refusal:
        log.info("matching.first_meeting_left_open", code=refusal.code)


def _decline(proposal: Proposal, side: str, person: Person) -> None:
    _settle(proposal, ProposalStatus.DECLINED)
    journal.record(
        entries.PROPOSAL_DECLINED, by=person, target=proposal, scope=proposal.run.cohort.programme
    )
    other = Side.MENTOR if side == Side.MENTEE else Side.MENTEE
    tell(mails.DECLINED, proposal, other, labels_of(proposal.run.cohort.programme))
    ask_repair(proposal, declined_by=side)


def _settle(proposal: Proposal, status: str) -> None:
    proposal.status, proposal.settled_at = status, clock.now()
    proposal.save()


@transaction.atomic
def withdraw_for(*, enrolment: Enrolment, by: Person | None) -> int:
    """Withdraw what someone who leaves was part of; the other person is told. Return how many were announced."""
    concerned = (
        enrolment.proposals_as_mentee
        if enrolment.side == Side.MENTEE
        else enrolment.proposals_as_mentor
    )
    concerned.filter(status=ProposalStatus.DRAFT).update(status=ProposalStatus.WITHDRAWN)
    announced = list(concerned.filter(status=ProposalStatus.ANNOUNCED).order_by("pk"))
    other = Side.MENTOR if enrolment.side == Side.MENTEE else Side.MENTEE
    for proposal in announced:
        proposal = held_proposal(proposal)
        _settle(proposal, ProposalStatus.WITHDRAWN)
        journal.record(
            entries.PROPOSAL_WITHDRAWN, by=by, target=proposal, scope=proposal.run.cohort.programme
        )
        tell(mails.WITHDRAWN, proposal, other, labels_of(proposal.run.cohort.programme))
        ask_repair(proposal)
    return len(announced)


def settle_late() -> int:
    """Expire the proposals whose day has passed and remind of those about to; return how many were touched."""
    now = clock.now()
    awaited = Proposal.objects.filter(status=ProposalStatus.ANNOUNCED)
    late = list(awaited.filter(expires_at__lte=now).order_by("pk"))
    near = list(
        awaited.filter(expires_at__gt=now, expires_at__lte=now + REMIND_BEFORE, reminded_at=None)
    )
    for proposal in late:
        _expire(proposal)
    for proposal in near:
        _remind(proposal)
    return len(late) + len(near)


@transaction.atomic
def _expire(proposal: Proposal) -> None:
    proposal = held_proposal(proposal)
    if proposal.status == ProposalStatus.ANNOUNCED and rules.is_late(proposal):
        _settle(proposal, ProposalStatus.EXPIRED)
        journal.record(
            entries.PROPOSAL_EXPIRED, target=proposal, scope=proposal.run.cohort.programme
        )
        tell_both(mails.EXPIRED, proposal, labels_of(proposal.run.cohort.programme))
        ask_repair(proposal)


@transaction.atomic
def _remind(proposal: Proposal) -> None:
    proposal = held_proposal(proposal)
    if proposal.status == ProposalStatus.ANNOUNCED and proposal.reminded_at is None:
        proposal.reminded_at = clock.now()
        proposal.save(update_fields=["reminded_at"])
        tell_both(
            mails.REMINDED, proposal, labels_of(proposal.run.cohort.programme), asked_only=True
        )
