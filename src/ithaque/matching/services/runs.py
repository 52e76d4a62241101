"""Match runs: asked, computed in the background, kept with their proof, set aside."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ithaque.kernel import clock, files, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import engine, rules
from ithaque.matching import journal as entries
from ithaque.matching.enums import ProposalStatus, RunStatus
from ithaque.matching.models import MatchRun, Proposal, Unmatched
from ithaque.matching.people import gather, sides_waiting
from ithaque.pairing import Cancelled, FaultsError, Result
from ithaque.people.models import Person
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Cohort, Enrolment
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
TO_RECRUIT = 3


@transaction.atomic
def ask_run(*, cohort: Cohort, by: Person) -> MatchRun:
    """Return a new run over the cohort, about to be computed; the one at work when there is one already.

    Refuses when nobody waits on one of the sides.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    working = cohort.match_runs.filter(status__in=[RunStatus.WAITING, RunStatus.RUNNING]).first()
    if working is not None:
        return working
    sides = sides_waiting(cohort)
    if len(sides) < len(Side):
        raise Refusal("nobody_waits", _nobody(Side.MENTEE in sides), conflict=False)
    number = (cohort.match_runs.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            run = MatchRun.objects.create(
                cohort=cohort,
                number=number,
                asked_by=by,
                settings=settings_of(cohort.programme).matching.model_dump(mode="json"),
            )
    except IntegrityError:  # another coordinator asked at the same instant
        return cohort.match_runs.get(status__in=[RunStatus.WAITING, RunStatus.RUNNING])
    journal.record(entries.RUN_ASKED, by=by, target=run, scope=cohort.programme)
    transaction.on_commit(lambda: _enqueue(run))
    return run


def _nobody(mentees: bool) -> str:
    if mentees:
        return _("No validated mentor is enrolled yet: validate or import mentors first.")
    return _("No validated mentee is waiting for a mentor: validate enrolments first.")


def _enqueue(run: MatchRun) -> None:
    from ithaque.matching.tasks import compute_run

    compute_run.enqueue(run.pk)


def compute(run_id: int) -> None:
    """Compute a run and keep its proposals, its unmatched people and its record.

    Started twice, it stores once. A failure is a state of the run; nothing half done is kept.
    """
    started = MatchRun.objects.filter(pk=run_id, status__in=[RunStatus.WAITING, RunStatus.RUNNING])
    if not started.update(status=RunStatus.RUNNING, started_at=clock.now(), progress=1):
        return
    run = MatchRun.objects.select_related("cohort__programme", "asked_by").get(pk=run_id)
    try:
        result = _solve(run)
        _keep(run, result)
    except Cancelled:
        return
    except FaultsError as error:
        _fail(run, "problem", faults=[fault.message.as_dict() for fault in error.faults[:20]])
    except MemoryError:
        _fail(run, "memory")
    except Exception:
        log.exception("matching.run_failed", run=str(run.public_id))
        _fail(run, "unexpected")


def _solve(run: MatchRun) -> Result:
    settings = engine.settings_from(settings_of(run.cohort.programme).matching)
    problem = engine.problem_of(gather(run.cohort), settings)
    watch = _Watch(run)
    return problem.solve(progress=watch.progress, cancel=watch.cancelled)


class _Watch:
    """Notes progress in the run's row and sees there whether it was set aside, twice a second."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run
        self.share = 5
        self.stopped = False
        self.last = time.monotonic()

    def progress(self, step: str, done: int, total: int) -> None:
        low, high = STEPS.get(step, (self.share, self.share))
        self.share = max(self.share, low + (high - low) * done // max(1, total))

    def cancelled(self) -> bool:
        if time.monotonic() - self.last >= TELL_EVERY:
            self.last = time.monotonic()
            alive = MatchRun.objects.filter(pk=self.run.pk, status=RunStatus.RUNNING)
            self.stopped = not alive.update(progress=min(99, self.share))
        return self.stopped


def _keep(run: MatchRun, result: Result) -> None:
    record = engine.keep_record(result, run)
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
        journal.record(
            entries.RUN_COMPUTED,
            by=run.asked_by,
            target=fresh,
            scope=run.cohort.programme,
            data={"paired": len(result.pairs)},
        )


def write_result(run: MatchRun, result: Result) -> None:
    """Replace the drafts, the unmatched people and the summary of a run by those of a result."""
    run.proposals.filter(status=ProposalStatus.DRAFT).delete()
    run.unmatched.all().delete()
    named = [one.mentee_id for one in result.pairs] + [one.mentor_id for one in result.pairs]
    keys = _keys([*named, *(one.mentee_id for one in result.unmatched)])
    known = [one for one in result.pairs if one.mentee_id in keys and one.mentor_id in keys]
    pairs = sorted(known, key=lambda one: keys[one.mentee_id])
    Proposal.objects.bulk_create(
        [
            Proposal(
                run=run,
                mentee_id=keys[pair.mentee_id],
                mentor_id=keys[pair.mentor_id],
                score=pair.score,
                band=pair.band,
                confidence=pair.confidence,
                criteria=[
                    {"code": code, "value": part.value, "weight": part.weight}
                    for code, part in pair.contributions.items()
                ],
                reasons=[reason.as_dict() for reason in pair.reasons],
                care=pair.care.as_dict() if pair.care else None,
                locked=pair.locked,
            )
            for pair in pairs
        ],
        batch_size=500,
    )
    Unmatched.objects.bulk_create(
        [
            Unmatched(run=run, mentee_id=keys[one.mentee_id], cause=one.cause.as_dict())
            for one in result.unmatched
            if one.mentee_id in keys
        ],
        batch_size=500,
    )
    run.summary = summary_of(result)


def _keys(identifiers: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(identifiers), 500):
        rows = Enrolment.objects.filter(public_id__in=identifiers[start : start + 500])
        found |= {str(public_id): pk for public_id, pk in rows.values_list("public_id", "pk")}
    return found


def summary_of(result: Result) -> dict[str, Any]:
    """Return the figures a run shows; totals in points (a pair that fits on everything is worth 100)."""
    figures, certificate = result.summary, result.certificate
    return {
        "mentees": figures.mentees,
        "mentors": figures.mentors,
        "places": figures.places,
        "paired": figures.paired,
        "unmatched": figures.unmatched,
        "total": round(figures.total * engine.POINTS, 2),
        "bound": round(
            (figures.total + max(0, certificate.bound - certificate.objective) / 1e6)
            * engine.POINTS,
            2,
        ),
        "proven": certificate.proven,
        "seconds": round(figures.seconds, 3),
        "rules": sorted(result.problem.settings.active_rules),
        "weights": dict(result.problem.settings.weights),
        "excluded": dict(figures.excluded),
        "recruit": _to_recruit(result),
    }


def _to_recruit(result: Result) -> list[dict[str, Any]]:
    """Return what the people left alone need first, most asked first: whom to look for."""
    alone = {one.mentee_id for one in result.unmatched}
    needs = Counter(
        person.needs[0].name
        for person in result.problem.mentees
        if person.id in alone and person.needs
    )
    return [{"skill": skill, "count": count} for skill, count in needs.most_common(TO_RECRUIT)]


def _set_older_aside(run: MatchRun) -> None:
    """One draft at a time: what an older run had announced stays, the rest is set aside."""
    for older in (
        run.cohort.match_runs.select_for_update().filter(status=RunStatus.READY).exclude(pk=run.pk)
    ):
        told = older.proposals.exclude(status=ProposalStatus.DRAFT).exists()
        older.proposals.filter(status=ProposalStatus.DRAFT).update(status=ProposalStatus.WITHDRAWN)
        older.status = RunStatus.PUBLISHED if told else RunStatus.DISCARDED
        older.save(update_fields=["status"])


def _fail(run: MatchRun, code: str, **details: Any) -> None:
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

    Refuses a run of which something was announced.
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
    run.proposals.filter(status=ProposalStatus.DRAFT).update(status=ProposalStatus.WITHDRAWN)
    run.status, run.finished_at = RunStatus.DISCARDED, run.finished_at or clock.now()
    run.save(update_fields=["status", "finished_at"])
    journal.record(entries.RUN_DISCARDED, by=by, target=run, scope=run.cohort.programme)
    return run


def record_document(run: MatchRun) -> str | None:
    """Return the record of a run as JSON text, None when it has none."""
    document = engine.record_of(run)
    return None if document is None else json.dumps(document, ensure_ascii=False, indent=1)


def replay(*, run: MatchRun, by: Person) -> dict[str, Any]:
    """Return what computing a run again from its record says.

    `same`: every pair is the same; `faults`: what an independent check of the result found, in the engine's
    codes; `seconds`. Refuses when the record is gone or was altered.
    """
    document = engine.record_of(run)
    if document is None:
        raise Refusal(
            "no_record",
            _(
                "The record of this run was erased with the data of a person: it cannot be replayed."
            ),
        )
    started = time.perf_counter()
    try:
        result = engine.replayed(document)
    except (ValueError, KeyError, FaultsError) as error:
        raise Refusal(
            "record_altered", _("The record of this run was altered: it proves nothing any more.")
        ) from error
    again = result.record()
    journal.record(entries.RUN_REPLAYED, by=by, target=run, scope=run.cohort.programme)
    return {
        "same": again["solution"] == document["solution"]
        and again["certificate"] == document["certificate"],
        "proven": result.certificate.proven,
        "faults": [fault.message.as_dict() for fault in result.check()],
        "pairs": len(result.pairs),
        "total": round(result.summary.total * engine.POINTS, 2),
        "seconds": round(time.perf_counter() - started, 3),
    }
