"""Answers to proposals: yes, no with a private reason, silence; and what each brings about."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import journal as entries
from ithaque.matching import mails, rules
from ithaque.matching.enums import Answer, DeclineReason, ProposalStatus
from ithaque.matching.models import Proposal
from ithaque.matching.services.announcements import tell, tell_both
from ithaque.matching.telling import reasons_for_the_pair
from ithaque.matching.words import labels_of
from ithaque.mentoring.services import open_pair
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment

REMIND_BEFORE = timedelta(days=4)
NOTE_MAX = 400


@transaction.atomic
def answer_proposal(
    *, proposal: Proposal, person: Person, accept: bool, reason: str = "", note: str = ""
) -> Proposal:
    """Record what one of the two answers; when both accept, open their pair.

    A refusal is told kindly to the other, without its reason, which only coordinators read; the mentee is
    in the next run. Answering the same twice changes nothing. Refuses (Refusal) somebody else, and a
    proposal that is settled, withdrawn or out of date.
    """
    proposal = _held(proposal)
    side = proposal.side_of(person)
    if side is None:
        raise Refusal("stranger", _("This proposal was made to someone else."))
    wanted = Answer.ACCEPTED if accept else Answer.DECLINED
    if getattr(proposal, f"{side}_answer") == wanted:
        return proposal
    _check_open(proposal)
    if not accept and reason not in DeclineReason.values:
        raise Refusal(
            "reason", _("Choose a reason: only the coordinators read it."), conflict=False
        )
    setattr(proposal, f"{side}_answer", wanted)
    if accept:
        _accept(proposal, person)
    else:
        proposal.decline_reason, proposal.decline_note = reason, note.strip()[:NOTE_MAX]
        _decline(proposal, side, person)
    return proposal


def _held(proposal: Proposal) -> Proposal:
    """Return the proposal as it is, held with both enrolments: answers come one after the other."""
    keys = sorted([proposal.mentee_id, proposal.mentor_id])
    list(Enrolment.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    people = Proposal.objects.select_related(
        "run__cohort__programme", "mentee__person", "mentor__person"
    )
    return people.get(pk=proposal.pk)


def _check_open(proposal: Proposal) -> None:
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
    proposal.save()


def _decline(proposal: Proposal, side: str, person: Person) -> None:
    _settle(proposal, ProposalStatus.DECLINED)
    journal.record(
        entries.PROPOSAL_DECLINED, by=person, target=proposal, scope=proposal.run.cohort.programme
    )
    other = Side.MENTOR if side == Side.MENTEE else Side.MENTEE
    tell(mails.DECLINED, proposal, other, labels_of(proposal.run.cohort.programme))


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
        proposal = _held(proposal)
        _settle(proposal, ProposalStatus.WITHDRAWN)
        journal.record(
            entries.PROPOSAL_WITHDRAWN, by=by, target=proposal, scope=proposal.run.cohort.programme
        )
        tell(mails.WITHDRAWN, proposal, other, labels_of(proposal.run.cohort.programme))
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
    proposal = _held(proposal)
    if proposal.status == ProposalStatus.ANNOUNCED and rules.is_late(proposal):
        _settle(proposal, ProposalStatus.EXPIRED)
        journal.record(
            entries.PROPOSAL_EXPIRED, target=proposal, scope=proposal.run.cohort.programme
        )
        tell_both(mails.EXPIRED, proposal, labels_of(proposal.run.cohort.programme))


@transaction.atomic
def _remind(proposal: Proposal) -> None:
    proposal = _held(proposal)
    if proposal.status == ProposalStatus.ANNOUNCED and proposal.reminded_at is None:
        proposal.reminded_at = clock.now()
        proposal.save(update_fields=["reminded_at"])
        tell_both(
            mails.REMINDED, proposal, labels_of(proposal.run.cohort.programme), asked_only=True
        )
