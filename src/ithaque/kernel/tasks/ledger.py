"""The ledger: what may happen to a task's row, whoever carries it.

    READY → RUNNING     `claim`, under a lock: one worker only
    RUNNING → SUCCESSFUL, FAILED     `run`
    FAILED → READY      after a wait that grows, while attempts are left (`run` does it)
    RUNNING → READY     `sweep`, when the worker that ran it is gone

A row is run at least once: a worker may die between the work and the word that it is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet
from django_tasks_db.utils import exclusive_transaction

from ithaque.kernel.errors import Refusal
from ithaque.kernel.tasks import workers
from ithaque.kernel.tasks.policy import policy_of

log = structlog.get_logger(__name__)
BACKEND = "default"
LOST = "ithaque.kernel.tasks.WorkerLost"
REFUSED = f"{Refusal.__module__}.{Refusal.__qualname__}"


def ready() -> DBTaskResultQuerySet:
    """Return the rows whose time has come, most urgent first."""
    return DBTaskResult.objects.ready().filter(backend_name=BACKEND)


def claim(worker_id: str, row_id: str | None = None) -> DBTaskResult | None:
    """Take the first ready row (or this one) for a worker; None when there is none, or not any more."""
    wanted = ready() if row_id is None else ready().filter(pk=row_id)
    if not wanted.exists():
        return None  # the usual case, answered without a writing transaction
    with exclusive_transaction(wanted.db):
        row = wanted.get_locked()
        if row is not None:
            row.claim(worker_id)
        return row


def run(row: DBTaskResult) -> None:
    """Run a claimed row to its end; when it failed and attempts are left, make it ready for later."""
    _runner(row.worker_ids[-1]).run_task(row)
    if row.status != TaskResultStatus.FAILED:
        return
    attempt, policy = len(row.worker_ids), policy_of(row.task_path)
    if attempt >= policy.attempts or row.exception_class_path == REFUSED:
        log.error("task.failed", task=row.task_path, id=str(row.pk), attempts=attempt)
        return
    wait = policy.wait_after(attempt)
    log.warning(
        "task.retried", task=row.task_path, id=str(row.pk), attempts=attempt, wait=wait.seconds
    )
    DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, run_after=timezone.now() + wait, finished_at=None
    )


def sweep() -> int:
    """Free the rows whose worker is gone; return how many. Safe to call from many places at once."""
    running = DBTaskResult.objects.running().filter(backend_name=BACKEND)
    if not running.exists():
        return 0
    alive = workers.alive()
    return sum(_free(row) for row in running if row.worker_ids[-1] not in alive)


def run_again(rows: Iterable[DBTaskResult]) -> int:
    """Make failed rows ready now, with all their attempts; return how many."""
    keys = [row.pk for row in rows]
    return DBTaskResult.objects.failed().filter(pk__in=keys).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), worker_ids=[], finished_at=None
    )  # fmt: skip


def _free(row: DBTaskResult) -> int:
    """Make a row ready again, or failed when its attempts are spent: it may be what kills workers."""
    same = DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
    )
    attempt, policy = len(row.worker_ids), policy_of(row.task_path)
    if attempt >= policy.attempts:
        log.error("task.lost", task=row.task_path, id=str(row.pk), attempts=attempt)
        return same.update(**_lost(timezone.now()))
    log.warning("task.freed", task=row.task_path, id=str(row.pk), attempts=attempt)
    return same.update(status=TaskResultStatus.READY, run_after=timezone.now())


def _lost(now: datetime) -> dict[str, object]:
    return {
        "status": TaskResultStatus.FAILED,
        "finished_at": now,
        "exception_class_path": LOST,
        "traceback": "Each worker that took this task was gone before its end.",
    }


def _runner(worker_id: str) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=1,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    )
