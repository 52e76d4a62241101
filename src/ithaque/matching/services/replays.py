"""A run computed again from its record, later and by whoever asks: the verdict is kept with the run."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import engine, records
from ithaque.matching import journal as entries
from ithaque.matching.models import MatchRun
from ithaque.pairing import FaultsError
from ithaque.people.models import Person

AT_WORK = "running"


@transaction.atomic
def ask_replay(*, run: MatchRun, by: Person) -> MatchRun:
    """Ask a run to be computed again from its record, in the background; while one is at work, nothing more.

    Refuses a run without a record.
    """
    run = MatchRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.record_id is None:
        raise Refusal("no_record", _("This run has no record: it cannot be replayed."))
    if run.verdict.get("state") != AT_WORK:
        run.verdict = {"state": AT_WORK, "by": by.pk, "asked_at": clock.now().isoformat()}
        run.save(update_fields=["verdict"])
        transaction.on_commit(lambda: _enqueue(run))
    return run


def _enqueue(run: MatchRun) -> None:
    from ithaque.matching.tasks import replay_run

    replay_run.enqueue(run.pk)


def replay(run_id: int) -> dict[str, Any]:
    """Compute a run again from its record, and keep what that says in `verdict`; return it.

    `state` is “done”, or “altered” for a record that is no longer the one written. `record` is the digest of
    the file replayed: a verdict holds for that file only.
    """
    run = MatchRun.objects.select_related("record", "cohort__programme").get(pk=run_id)
    by = Person.objects.filter(pk=run.verdict.get("by")).first()
    document, started = records.read(run), time.perf_counter()
    found: dict[str, Any] = {"state": "gone"}
    if document is not None and run.record is not None:
        found = _verdict_on(document) | {"record": run.record.sha256}
    found |= {
        "by": by.pk if by else None,
        "at": clock.now().isoformat(),
        "seconds": round(time.perf_counter() - started, 3),
    }
    MatchRun.objects.filter(pk=run.pk).update(verdict=found)
    journal.record(entries.RUN_REPLAYED, by=by, target=run, scope=run.cohort.programme)
    return found


def _verdict_on(document: dict[str, Any]) -> dict[str, Any]:
    try:
        verdict = records.replayed(document)
    except (ValueError, KeyError, FaultsError):
        return {"state": "altered"}
    return {
        "state": "done",
        "holds": verdict.holds,
        "identical": verdict.identical,
        "same_pairs": verdict.same_pairs,
        "same_total": verdict.same_total,
        "forgotten": verdict.forgotten,
        "proven": verdict.proven,
        "faults": verdict.faults,
        "pairs": verdict.pairs,
        "total": round(verdict.total * engine.POINTS, 2),
    }
