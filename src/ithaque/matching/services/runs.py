"""Match runs: asked, computed in the background, cancelled half way, kept with their proof, set aside."""

from __future__ import annotations

import json
import time
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import drafts, engine, records, rules
from ithaque.matching import journal as entries
from ithaque.matching.enums import AT_WORK, AnnouncementStatus, ProposalStatus, RunStatus
from ithaque.matching.models import Announcement, MatchRun
from ithaque.matching.people import gather, sides_waiting
from ithaque.matching.pricing import keep_book
from ithaque.matching.writing import write_result
from ithaque.pairing import Cancelled, FaultsError, Result
from ithaque.pairing.prices import has_book
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort
from ithaque.programmes.selectors import settings_of

log = structlog.get_logger(__name__)
TELL_EVERY = 0.5
"""Seconds between two notes of progress, which are also the moments a cancellation is seen."""
STEPS = {
    "score": (5, 40),
    "assign": (40, 60),
    "prove": (60, 85),
    "explain": (85, 95),
    "done": (95, 99),
}


@transaction.atomic
def ask_run(*, cohort: Cohort, by: Person) -> MatchRun:
    """Return a new run over the cohort, about to be computed; the one at work when there is one already.

    Refuses when nobody waits on one of the sides.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    working = cohort.match_runs.filter(status__in=AT_WORK).first()
    if working is not None:
        return working
    check_both_sides(cohort)
    try:
        with transaction.atomic():
            run = new_run(cohort, by)
    except IntegrityError:  # another coordinator asked at the same instant
        return cohort.match_runs.get(status__in=AT_WORK)
    journal.record(entries.RUN_ASKED, by=by, target=run, scope=cohort.programme)
    transaction.on_commit(lambda: _enqueue(run))
    return run


def new_run(cohort: Cohort, by: Person | None, **state: Any) -> MatchRun:
    """Return a row for a run of a cohort, under the next number. Raises IntegrityError while one is at work."""
    number = (cohort.match_runs.aggregate(last=Max("number"))["last"] or 0) + 1
    return MatchRun.objects.create(
        cohort=cohort,
        number=number,
        asked_by=by,
        settings=settings_of(cohort.programme).matching.model_dump(mode="json"),
        **state,
    )


def check_both_sides(cohort: Cohort) -> None:
    """Refuse a cohort where nobody waits on one of the sides, and say which."""
    sides = sides_waiting(cohort)
    if len(sides) == len(Side):
        return
    said = (
        _("No validated mentor is enrolled yet: validate or import mentors first.")
        if Side.MENTEE in sides
        else _("No validated mentee is waiting for a mentor: validate enrolments first.")
    )
    raise Refusal("nobody_waits", said, conflict=False)


def _enqueue(run: MatchRun) -> None:
    from ithaque.matching.tasks import compute_run

    compute_run.enqueue(run.pk)


def compute(run_id: int) -> None:
    """Compute a run and keep its proposals, its unmatched people and its record.

    Started twice, it stores once. A failure is a state of the run; nothing half done is kept.
    """
    started = MatchRun.objects.filter(pk=run_id, status__in=AT_WORK)
    if not started.update(status=RunStatus.RUNNING, started_at=clock.now(), progress=1):
        return
    run = MatchRun.objects.select_related("cohort__programme", "asked_by").get(pk=run_id)
    try:
        result = _solve(run)
        keep(run, result)
    except Cancelled:
        return
    except FaultsError as error:
        fail(run, "problem", faults=[fault.message.as_dict() for fault in error.faults[:20]])
    except MemoryError:
        fail(run, "memory")
    except Exception:
        log.exception("matching.run_failed", run=str(run.public_id))
        fail(run, "unexpected")


def _solve(run: MatchRun) -> Result:
    settings = engine.settings_in(settings_of(run.cohort.programme))
    problem = engine.problem_of(gather(run.cohort), settings)
    watch = Watch(MatchRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING))
    return problem.solve(progress=watch.progress, cancel=watch.cancelled)


class Watch:
    """Notes progress in a row at work and sees there whether it was set aside, twice a second."""

    def __init__(self, row: QuerySet[Any], low: int = 0, high: int = 100) -> None:
        self.row, self.low, self.high = row, low, high
        self.share = 5
        self.stopped = False
        self.last = time.monotonic()

    def progress(self, step: str, done: int, total: int) -> None:
        """Take in where the engine is."""
        low, high = STEPS.get(step, (self.share, self.share))
        self.share = max(self.share, low + (high - low) * done // max(1, total))

    def cancelled(self) -> bool:
        """Tell the engine whether to stop: the row is no longer at work."""
        if time.monotonic() - self.last >= TELL_EVERY:
            self.last = time.monotonic()
            share = self.low + (self.high - self.low) * self.share // 100
            self.stopped = not self.row.update(progress=min(99, share))
        return self.stopped


def keep(run: MatchRun, result: Result) -> None:
    """Store what a run found, set older drafts aside; a run set aside meanwhile keeps nothing."""
    record = records.keep_for(run, result.record())
    with transaction.atomic():
        fresh = MatchRun.objects.select_for_update().get(pk=run.pk)
        if fresh.status != RunStatus.RUNNING:
            files.discard(record)
            return
        write_result(fresh, result)
        fresh.record, fresh.status, fresh.progress = record, RunStatus.READY, 100
        fresh.finished_at = clock.now()
        fresh.save(update_fields=["record", "status", "progress", "finished_at", "summary"])
        _set_older_aside(fresh)
        if has_book(result):
            keep_book(fresh, result.book(), drafts.draft_of(fresh))
        journal.record(
            entries.RUN_COMPUTED,
            by=run.asked_by,
            target=fresh,
            scope=run.cohort.programme,
            data={"paired": len(result.pairs)},
        )


def _set_older_aside(run: MatchRun) -> None:
    """One draft at a time: what an older run had announced stays, the rest is set aside."""
    older_drafts = run.cohort.match_runs.filter(status=RunStatus.READY).exclude(pk=run.pk)
    for older in older_drafts.select_for_update().order_by("pk"):
        told = older.proposals.exclude(status=ProposalStatus.DRAFT).exists()
        _drop_drafts(older)
        older.status = RunStatus.PUBLISHED if told else RunStatus.DISCARDED
        older.save(update_fields=["status"])


def _drop_drafts(run: MatchRun) -> None:
    """Withdraw what was told to nobody, and the announcement that would have told it."""
    run.proposals.filter(status=ProposalStatus.DRAFT).update(status=ProposalStatus.WITHDRAWN)
    planned = Announcement.objects.filter(run=run, status=AnnouncementStatus.PLANNED)
    planned.update(status=AnnouncementStatus.CANCELLED, outcome={"reason": "set_aside"})


def fail(run: MatchRun, code: str, **details: Any) -> None:
    """Note that a run at work did not succeed, and why."""
    failed = MatchRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING)
    if failed.update(
        status=RunStatus.FAILED, failure=code, summary=details, finished_at=clock.now()
    ):
        journal.record(
            entries.RUN_FAILED, target=run, scope=run.cohort.programme, data={"code": code}
        )


@transaction.atomic
def discard_run(*, run: MatchRun, by: Person) -> MatchRun:
    """Set a run aside: stop it at work, or drop its drafts. Twice changes nothing.

    Stopped at work it leaves everything as it was: the draft before it, its locks, its proposals. Refuses a
    run of which something was announced.
    """
    run = MatchRun.objects.select_for_update().select_related("cohort__programme").get(pk=run.pk)
    if run.status == RunStatus.DISCARDED:
        return run
    told = run.proposals.exclude(
        status__in=[ProposalStatus.DRAFT, ProposalStatus.WITHDRAWN]
    ).exists()
    if told or not rules.can_move_run(run, RunStatus.DISCARDED):
        raise Refusal(
            "run_announced",
            _("People were already told of this run: it stays. Nothing was changed."),
        )
    _drop_drafts(run)
    run.status, run.finished_at = RunStatus.DISCARDED, run.finished_at or clock.now()
    run.save(update_fields=["status", "finished_at"])
    journal.record(entries.RUN_DISCARDED, by=by, target=run, scope=run.cohort.programme)
    return run


def record_document(run: MatchRun) -> str | None:
    """Return the record of a run as JSON text, None when it has none."""
    document = records.read(run)
    return None if document is None else json.dumps(document, ensure_ascii=False, indent=1)
