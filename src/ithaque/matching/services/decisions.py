"""What a coordinator decides by hand: lock, rule out, choose another mentor, reserve places.

Decisions outlive the run where they were taken, with their reason and author: later runs obey them. In the
draft at hand, ruling out a pair or choosing a mentor moves as few other pairs as possible, and the result
keeps its proof. What a page showed (`seen`, the version of the run) is acted upon only while it holds.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import drafts, records, rules
from ithaque.matching import journal as entries
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import Decision, MatchRun, Proposal, Reservation
from ithaque.matching.models.decisions import REASON_MAX
from ithaque.matching.services.prices import price_of_change
from ithaque.matching.writing import write_result
from ithaque.pairing import Result
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment
from ithaque.ui import dates

Kind = Decision.Kind


@transaction.atomic
def lock_pair(*, proposal: Proposal, by: Person, reason: str = "") -> Proposal:
    """Keep a proposed pair in this run and in later ones; locking twice changes nothing."""
    proposal = _draft(proposal)
    if proposal.locked:
        return proposal
    _keep_decision(proposal.run, proposal.mentee, proposal.mentor, Kind.LOCK, by, reason)
    proposal.locked = True
    proposal.save(update_fields=["locked"])
    _note_change(proposal.run, by)
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
        _note_change(proposal.run, by)
        journal.record(
            entries.DECISION_LIFTED, by=by, target=proposal, scope=proposal.run.cohort.programme
        )
    return proposal


def forbid_pair(
    *, proposal: Proposal, by: Person, reason: str = "", seen: int | None = None
) -> MatchRun:
    """Rule a pair out, now and later, and repair the draft around it; return the run as it is after."""
    run = _open_run(proposal.run, seen)
    couple = (str(proposal.mentee.public_id), str(proposal.mentor.public_id))
    result = drafts.settled(run, forbid=couple)
    with transaction.atomic():
        fresh = _held(run)
        proposal = _draft(proposal)
        _keep_decision(run, proposal.mentee, proposal.mentor, Kind.FORBID, by, reason)
        journal.record(entries.PAIR_FORBIDDEN, by=by, target=proposal, scope=run.cohort.programme)
        return _apply(fresh, result, by)


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
            _note_change(run, by)
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
    run = _open_run(run, seen)
    _check_here(run, mentee, mentor)
    couple = (str(mentee.public_id), str(mentor.public_id))
    if price_of_change(run=run, mentee=mentee, mentor=mentor).rules:
        raise Refusal("rule", _("A rule of the programme forbids this pair. Nothing was changed."))
    result = drafts.settled(run, lock=couple)
    with transaction.atomic():
        fresh = _held(run)
        _keep_decision(run, mentee, mentor, Kind.LOCK, by, reason)
        journal.record(entries.MENTOR_CHOSEN, by=by, target=run, scope=run.cohort.programme)
        return _apply(fresh, result, by)


@transaction.atomic
def reserve_places(*, mentor: Enrolment, places: int, by: Person, reason: str = "") -> Reservation:
    """Leave places of a mentor free in the next runs; a second time changes how many and why.

    Refuses more places than the mentor offers, and somebody who is no mentor.
    """
    mentor = (
        Enrolment.objects.select_for_update(of=("self",))
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


def _open_run(run: MatchRun, seen: int | None) -> MatchRun:
    """Return the run as it is, with its record; refuses one whose proposals cannot change any more."""
    fresh = MatchRun.objects.select_related("cohort__programme", "record", "changed_by").get(
        pk=run.pk
    )
    if fresh.status != RunStatus.READY:
        raise Refusal(
            "run_settled",
            _("This run was announced or set aside: compute again to change its pairs."),
        )
    if seen is not None and seen != fresh.version:
        raise _moved_on(fresh)
    return fresh


def _held(run: MatchRun) -> MatchRun:
    """Return the run, held; refuses when someone else changed it since it was read."""
    fresh = (
        MatchRun.objects.select_for_update(of=("self",))
        .select_related("record", "book", "cohort__programme", "changed_by")
        .get(pk=run.pk)
    )
    if (
        fresh.status != RunStatus.READY
        or fresh.version != run.version
        or fresh.record_id != run.record_id
    ):
        raise _moved_on(fresh)
    return fresh


def _moved_on(run: MatchRun) -> Refusal:
    if run.changed_by is None or run.changed_at is None:
        said = _(
            "Someone changed this run in between. Nothing of yours was applied: look at it as it is now, then decide."
        )
    else:
        said = _(
            "%(name)s changed this run at %(hour)s. Nothing of yours was applied: look at it as it is now, then decide."
        ) % {
            "name": run.changed_by.get_full_name(),
            "hour": dates.hour(run.changed_at),
        }
    return Refusal("moved_on", said)


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


def _apply(run: MatchRun, result: Result, by: Person) -> MatchRun:
    """Write a new result over a draft that is held."""
    former = run.record
    write_result(run, result)
    run.record = records.keep_for(run, result.record())
    run.save(update_fields=["record", "summary"])
    if former is not None:
        transaction.on_commit(lambda: files.discard(former))
    _note_change(run, by)
    return run


def _note_change(run: MatchRun, by: Person) -> None:
    """Say that a draft changed: what was shown before no longer holds."""
    run.version += 1
    run.changed_by, run.changed_at = by, clock.now()
    run.save(update_fields=["version", "changed_by", "changed_at"])


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
        .select_related("run__cohort__programme", "mentee__person", "mentor__person")
        .filter(pk=proposal.pk, status=ProposalStatus.DRAFT, run__status=RunStatus.READY)
        .first()
    )
    if fresh is None:
        raise Refusal(
            "not_draft",
            _("This proposal was announced, changed or set aside in between: look again."),
        )
    return fresh
