"""Celery as a carrier: the identifier of a row travels through Redis, the row stays the truth.

A message that comes twice finds nothing to claim; one that is lost is sent again by a keeper. Celery's
own retries, results and schedules are not used.
"""

from __future__ import annotations

import os
from itertools import takewhile
from typing import Any

import structlog
from celery import Celery, signals
from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone
from django_tasks_db import DatabaseBackend
from kombu.exceptions import OperationalError

from ithaque.kernel.tasks import ledger, workers
from ithaque.kernel.tasks.worker import start

log = structlog.get_logger(__name__)
# A ready row is sent again when nobody claimed it for as long as this.
PATIENCE_SECONDS = 20

# No fixup: the framework is started by `ithaque`, and connections are closed below.
app = Celery("ithaque", broker=settings.CELERY_BROKER_URL, fixups=[])
app.conf.update(
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    # A request must not wait for a Redis that is down: the row is kept, a keeper sends it later.
    broker_transport_options={
        "socket_connect_timeout": 2,
        "max_retries": 0,
        "interval_start": 0,
        "interval_step": 0,
    },
    task_publish_retry=False,
    timezone="UTC",
)


@app.task(name="ithaque.run_row")  # type: ignore[untyped-decorator, unused-ignore]
def run_row(row_id: str) -> None:
    """Claim this row and run it; do nothing when another worker has it or its time has not come."""
    row = ledger.claim(workers.own_name(), row_id)
    if row is not None:
        ledger.run(row)
    close_old_connections()


class CeleryLedgerBackend(DatabaseBackend):
    """Write the row as the database backend does; send its identifier at commit."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Write the row now; ask for its run once the transaction is committed."""
        result: Any = super().enqueue(task, args, kwargs)
        if task.run_after is None or task.run_after <= timezone.now():
            transaction.on_commit(lambda: send(str(result.id)))
        return result

    def send_ready(self) -> int:
        """Send the rows that are due and unclaimed for a while, as long as Redis answers; return how many."""
        due = (str(row.pk) for row in ledger.ready()[:500] if _is_overdue(row))
        return sum(1 for _ in takewhile(send, due))


def send(row_id: str) -> bool:
    """Send an identifier; when Redis does not answer, leave it to the next sweep."""
    try:
        run_row.apply_async((row_id,))
    except (OperationalError, OSError) as error:
        log.warning("celery.unreachable", error=str(error))
        return False
    return True


def run_worker(concurrency: int) -> None:
    """Run a Celery worker (threads: they work on every system) with a keeper beside it, until stopped."""
    stop: list[Any] = []
    signals.worker_ready.connect(lambda **_: stop.append(start(carry=False)), weak=False)
    signals.worker_shutting_down.connect(lambda **_: [end() for end in stop], weak=False)
    app.worker_main(
        ["worker", "--pool", "threads", "--concurrency", str(concurrency), "--loglevel", "WARNING",
         "--without-gossip", "--without-mingle", "--without-heartbeat", "--hostname", f"ithaque-{os.getpid()}@%h"]
    )  # fmt: skip


def _is_overdue(row: Any) -> bool:
    waiting_since = (
        max(row.enqueued_at, row.run_after) if row.run_after.year < 9999 else row.enqueued_at
    )
    return (timezone.now() - waiting_since).total_seconds() > PATIENCE_SECONDS
