"""What a coordinator decides by hand: lock, rule out, choose another mentor, reserve places.

Decisions outlive the run where they were taken, with their reason and author: later runs obey them. In the
draft at hand, ruling out a pair or choosing a mentor moves as few other pairs as possible, and the result
keeps its proof. What a page showed (`seen`, the version of the run) is acted upon only while it holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import drafts, rules
from ithaque.matching import journal as entries
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import Decision, MatchRun, Proposal, Reservation
from ithaque.matching.models.decisions import REASON_MAX
from ithaque.matching.pricing import Bench, bench_of, keep_book
from ithaque.matching.services.changing import (
    follow,
    held_run,
    lock_in_book,
    note_change,
    open_run,
    solve_again,
)
from ithaque.matching.services.prices import stranger
from ithaque.pairing import Change, Price, Result
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment

Kind = Decision.Kind


@transaction.atomic
def lock_pair(*, proposal: Proposal, by: Person, reason: str = "") -> Proposal:
    """Keep a proposed pair in this run and in later ones; locking twice changes nothing."""
    proposal = _draft(proposal)
    if proposal.locked:
        return proposal
    run, before = proposal.run, drafts.draft_of(proposal.run)
    _keep_decision(run, proposal.mentee, proposal.mentor, Kind.LOCK, by, reason)
    proposal.locked = True
    proposal.save(update_fields=["locked"])
    lock_in_book(run, (str(proposal.mentee.public_id), str(proposal.mentor.public_id)), before)
    note_change(run, by)
    journal.record(entries.PAIR_LOCKED, by=by, target=proposal, scope=proposal.run.cohort.programme)
    return proposal


@transaction.atomic
def unlock(*, proposal: Proposal, by: Person) -> Proposal:
    """Let later runs change a pair again."""
    proposal = _draft(proposal)
    held = Decision.objects.filter(mentee=proposal.mentee, mentor=proposal.mentor, kind=Kind.LOCK)
    if held.delete()[0] or proposal.locked:
        proposal.locked = False
        proposal.save(update_fields=["locked"])
        note_change(proposal.run, by)
        journal.record(
            entries.DECISION_LIFTED, by=by, target=proposal, scope=proposal.run.cohort.programme
        )
    return proposal


def forbid_pair(
    *, proposal: Proposal, by: Person, reason: str = "", seen: int | None = None
) -> MatchRun:
    """Rule a pair out, now and later, and repair the draft around it; return the run as it is after."""
    run = open_run(proposal.run, seen)
    couple = (str(proposal.mentee.public_id), str(proposal.mentor.public_id))
    prepared = _prepared(run, Change.forbid(*couple))
    with transaction.atomic():
        fresh = held_run(run)
        proposal = _draft(proposal)
        journal.record(entries.PAIR_FORBIDDEN, by=by, target=proposal, scope=run.cohort.programme)
        _keep_decision(run, proposal.mentee, proposal.mentor, Kind.FORBID, by, reason)
        return _carry_out(fresh, prepared, by)


@transaction.atomic
def allow_pair(*, decision: Decision, by: Person) -> None:
    """Lift a decision; later runs are free again. Lifting twice changes nothing."""
    if decision.kind == Kind.LOCK:
        drafts_of_pair = Proposal.objects.filter(
            mentee=decision.mentee, mentor=decision.mentor, status=ProposalStatus.DRAFT
        )
        drafts_of_pair.update(locked=False)
    if Decision.objects.filter(pk=decision.pk).delete()[0]:
        for run in decision.cohort.match_runs.filter(status=RunStatus.READY):
            note_change(run, by)
        journal.record(
            entries.DECISION_LIFTED, by=by, target=decision, scope=decision.cohort.programme
        )


def choose_mentor(
    *,
    run: MatchRun,
    mentee: Enrolment,
    mentor: Enrolment,
    by: Person,
    reason: str = "",
    seen: int | None = None,
) -> MatchRun:
    """Give a mentor to a mentee in a draft, lock them, and move as few other pairs as possible.

    Refuses what a hard rule forbids, someone who is not available any more or was already told of a
    mentor, a mentor whose places are all held, and a draft someone else changed since it was `seen`.
    """
    run = open_run(run, seen)
    _check_here(run, mentee, mentor)
    couple = (str(mentee.public_id), str(mentor.public_id))
    prepared = _prepared(run, Change.impose(*couple))
    with transaction.atomic():
        fresh = held_run(run)
        _keep_decision(run, mentee, mentor, Kind.LOCK, by, reason)
        journal.record(entries.MENTOR_CHOSEN, by=by, target=run, scope=run.cohort.programme)
        return _carry_out(fresh, prepared, by)


@dataclass(frozen=True)
class _Prepared:
    """A change computed before anything is held: along its chain, or by solving again."""

    change: Change
    bench: Bench
    price: Price
    result: Result | None = None


def _prepared(run: MatchRun, change: Change) -> _Prepared:
    """Return what a change does; refuses what a rule, a lock or a place forbids, and strangers."""
    bench = bench_of(run)
    try:
        if bench.book is not None:
            price = bench.book.apply(change)
        elif change.kind == "impose":
            price = bench.price(change.mentee_id, change.mentor_id)
        else:
            price = Price()
    except KeyError as error:
        raise stranger() from error
    if price.rules:
        raise Refusal("rule", _refused(price.rules))
    if bench.book is not None:
        return _Prepared(change, bench, price)
    couple = (change.mentee_id, change.mentor_id)
    draft = drafts.draft_of(run, **{"lock" if change.kind == "impose" else "forbid": couple})
    return _Prepared(change, bench, price, drafts.settled(run, draft))


def _refused(rules: list[str]) -> str:
    if "locked" in rules:
        return _(
            "This pair, or all the places of this mentor, are locked: unlock one first. Nothing was changed."
        )
    if "capacity" in rules:
        return _("This mentor has no place left. Nothing was changed.")
    return _("A rule of the programme forbids this pair. Nothing was changed.")


def _carry_out(run: MatchRun, prepared: _Prepared, by: Person) -> MatchRun:
    """Write a change in a run that is held."""
    if prepared.result is not None:
        solve_again(run, prepared.result)
    else:
        assert prepared.bench.book is not None
        follow(run, prepared.bench, prepared.change, prepared.price)
        keep_book(run, prepared.bench.book, drafts.draft_of(run))
    note_change(run, by)
    return run


@transaction.atomic
def reserve_places(*, mentor: Enrolment, places: int, by: Person, reason: str = "") -> Reservation:
    """Leave places of a mentor free in the next runs; a second time changes how many and why.

    Refuses more places than the mentor offers, and somebody who is no mentor.
    """
    mentor = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("cohort__programme")
        .get(pk=mentor.pk)
    )
    if mentor.side != Side.MENTOR or not 1 <= places <= mentor.capacity:
        raise Refusal(
            "places",
            _("Reserve between 1 place and all those this mentor offers. Nothing was changed."),
            conflict=False,
        )
    kept, _new = Reservation.objects.update_or_create(
        mentor=mentor,
        defaults={
            "cohort": mentor.cohort,
            "places": places,
            "reason": reason.strip()[:REASON_MAX],
            "by": by,
            "created_at": clock.now(),
        },
    )
    journal.record(
        entries.PLACES_RESERVED,
        by=by,
        target=kept,
        scope=mentor.cohort.programme,
        data={"count": places},
    )
    return kept


@transaction.atomic
def release_places(*, reservation: Reservation, by: Person) -> None:
    """Give reserved places back to the next runs; twice changes nothing."""
    if Reservation.objects.filter(pk=reservation.pk).delete()[0]:
        scope = reservation.cohort.programme
        journal.record(entries.PLACES_RELEASED, by=by, target=reservation, scope=scope)


def _check_here(run: MatchRun, mentee: Enrolment, mentor: Enrolment) -> None:
    sides = (mentee.side, mentor.side) == (Side.MENTEE, Side.MENTOR)
    same = mentee.cohort_id == mentor.cohort_id == run.cohort_id
    if not (sides and same and rules.is_here(mentee) and rules.is_here(mentor)):
        raise Refusal(
            "not_here",
            _("One of the two is not available any more: compute again. Nothing was changed."),
        )
    told = run.proposals.filter(mentee=mentee, announced_at__isnull=False)
    if told.exists():
        raise Refusal(
            "told",
            _("%(name)s was already told of a mentor in this run. Nothing was changed.")
            % {"name": mentee.person.get_full_name()},
        )


def _keep_decision(
    run: MatchRun, mentee: Enrolment, mentor: Enrolment, kind: str, by: Person, reason: str
) -> None:
    if kind == Kind.LOCK:
        Decision.objects.filter(mentee=mentee, kind=Kind.LOCK).exclude(mentor=mentor).delete()
    Decision.objects.update_or_create(
        mentee=mentee,
        mentor=mentor,
        defaults={
            "kind": kind,
            "by": by,
            "cohort": run.cohort,
            "reason": reason.strip()[:REASON_MAX],
            "created_at": clock.now(),
        },
    )


def _draft(proposal: Proposal) -> Proposal:
    """Return the proposal, held with its run; refuses one that is no draft any more."""
    MatchRun.objects.select_for_update().filter(pk=proposal.run_id).first()
    fresh = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related(
            "run__cohort__programme",
            "run__record",
            "run__book",
            "run__asked_by",
            "mentee__person",
            "mentor__person",
        )
        .filter(pk=proposal.pk, status=ProposalStatus.DRAFT, run__status=RunStatus.READY)
        .first()
    )
    if fresh is None:
        raise Refusal(
            "not_draft",
            _("This proposal was announced, changed or set aside in between: look again."),
        )
    return fresh
