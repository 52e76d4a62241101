"""A change by hand carried out in a draft: at once along its chain of moves, then proved in the background.

The price book says who moves, and its own prices prove that no other way to make the change loses less. The
proposals follow at once; the record, which anybody can replay, is computed again by a task (`prove_draft`).
"""

from __future__ import annotations

from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, files
from ithaque.kernel.errors import Refusal
from ithaque.matching import drafts, engine, records
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import MatchRun, Proposal, Unmatched
from ithaque.matching.pricing import Bench, keep_book, kept_bench
from ithaque.matching.writing import described, keys_of, write_result
from ithaque.pairing import Change, Price, Result
from ithaque.pairing.prices import has_book
from ithaque.people.models import Person
from ithaque.ui import dates

log = structlog.get_logger(__name__)
LEFT_BY_HAND = {"code": "hand.left", "data": {}}
"""Cause of someone left alone by a change by hand, until the draft is proved again."""


def open_run(run: MatchRun, seen: int | None = None) -> MatchRun:
    """Return the run as it is, with its files; refuses one whose proposals cannot change, or changed since `seen`."""
    fresh = _runs().get(pk=run.pk)
    if fresh.status != RunStatus.READY:
        raise Refusal(
            "run_settled",
            _("This run was announced or set aside: compute again to change its pairs."),
        )
    if seen is not None and seen != fresh.version:
        raise _moved_on(fresh)
    return fresh


def held_run(run: MatchRun) -> MatchRun:
    """Return the run, held until the end of the transaction; refuses when it changed since it was read."""
    fresh = _runs().select_for_update(of=("self",)).get(pk=run.pk)
    if fresh.status != RunStatus.READY or fresh.version != run.version:
        raise _moved_on(fresh)
    return fresh


def _runs() -> Any:
    return MatchRun.objects.select_related(
        "record", "book", "cohort__programme", "changed_by", "asked_by"
    )


def _moved_on(run: MatchRun) -> Refusal:
    if run.changed_by is None or run.changed_at is None:
        said = _(
            "Someone changed this run in between. Nothing of yours was applied: look at it as it is now, then decide."
        )
    else:
        words = {"name": run.changed_by.get_full_name(), "hour": dates.hour(run.changed_at)}
        said = _(
            "%(name)s changed this run at %(hour)s. Nothing of yours was applied: look at it as it is now, then decide."
        )
        said = said % words
    return Refusal("moved_on", said)


def note_change(run: MatchRun, by: Person) -> None:
    """Say that a draft changed: what was shown before no longer holds."""
    run.version += 1
    run.changed_by, run.changed_at = by, clock.now()
    run.save(update_fields=["version", "changed_by", "changed_at"])
    transaction.on_commit(lambda: _enqueue(run))


def _enqueue(run: MatchRun) -> None:
    from ithaque.matching.tasks import prove_draft

    prove_draft.enqueue(run.pk)


def follow(run: MatchRun, bench: Bench, change: Change, price: Price) -> None:
    """Write what a change does to the proposals of a run that is held: `bench` was changed, `price` tells it."""
    moves = [*([price.own] if price.own else []), *price.moves]
    keys = keys_of(
        one for move in moves for one in (move.mentee_id, move.before, move.after) if one
    )
    moved = [move for move in moves if move.mentee_id in keys]
    mentees = [keys[move.mentee_id] for move in moved]
    run.proposals.filter(status=ProposalStatus.DRAFT, mentee__in=mentees).delete()
    run.unmatched.filter(mentee__in=mentees).delete()
    for move in moved:
        if move.after is None:
            Unmatched.objects.create(run=run, mentee_id=keys[move.mentee_id], cause=LEFT_BY_HAND)
        elif move.after in keys:
            said = described(bench.pair(move.mentee_id, move.after))
            said["locked"] = change.kind == "impose" and move.mentee_id == change.mentee_id
            couple = {"mentee_id": keys[move.mentee_id], "mentor_id": keys[move.after]}
            Proposal.objects.create(run=run, **couple, **said)
    _note_figures(run, price, proven=bool(bench.book and bench.book.proven))


def _note_figures(run: MatchRun, price: Price, *, proven: bool) -> None:
    """Bring the figures of a run in line with its proposals, before the record is."""
    counted = run.proposals.filter(status__in=[ProposalStatus.DRAFT, *drafts.HELD]).count()
    total = round(run.summary.get("total", 0) - price.loss * engine.POINTS, 2)
    run.summary |= {
        "paired": counted,
        "unmatched": run.unmatched.count(),
        "total": total,
        "bound": total if proven else run.summary.get("bound", total),
        "mean": round(total / counted, 2) if counted else 0.0,
        "proven": proven,
        "behind": True,
    }
    run.save(update_fields=["summary"])


def solve_again(run: MatchRun, result: Result) -> None:
    """Write a new result over a run that is held, with its record and its prices."""
    former = run.record
    write_result(run, result)
    run.record = records.keep_for(run, result.record())
    run.save(update_fields=["record", "summary"])
    if has_book(result):
        keep_book(run, result.book(), drafts.draft_of(run))
    if former is not None:
        transaction.on_commit(lambda: files.discard(former))


def lock_in_book(run: MatchRun, couple: engine.Couple, before: engine.Draft) -> None:
    """Let the prices kept with a run know of a pair locked since they were made."""
    bench = kept_bench(run, before)
    if bench is not None and bench.book is not None:
        bench.book.apply(Change.impose(*couple))
        keep_book(run, bench.book, drafts.draft_of(run))


def prove(run_id: int) -> bool:
    """Compute the record of a draft again after changes by hand; tell whether it was.

    The proposals stay what the coordinators saw: should solving again find other pairs, of the same worth,
    the record of before the changes is kept, and the run says so.
    """
    run = _runs().filter(pk=run_id, status=RunStatus.READY, record__isnull=False).first()
    if run is None:
        return False
    draft = drafts.draft_of(run)
    try:
        result = drafts.settled(run, draft)
    except Refusal:
        return False
    found = {(pair.mentee_id, pair.mentor_id) for pair in result.pairs} - set(draft.told)
    if found != set(draft.current):
        log.warning("matching.draft_not_proved", run=str(run.public_id))
        return False
    with transaction.atomic():
        fresh = _runs().select_for_update(of=("self",)).get(pk=run.pk)
        if fresh.status != RunStatus.READY or fresh.version != run.version:
            return False
        solve_again(fresh, result)
    return True
