"""Keep the ledger small: what is long finished says nothing any more."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ithaque.kernel.models import PeriodicRun, TaskWorker

KEEP_DONE = timedelta(days=7)
KEEP_FAILED = timedelta(days=60)
KEEP_TICKS = timedelta(days=7)
KEEP_WORKERS = timedelta(days=1)


def forget_old_rows() -> dict[str, int]:
    """Remove finished tasks, past ticks and gone workers; return how many of each.

    The latest tick of each periodic task stays: it tells what was missed.
    """
    now = timezone.now()
    latest = (
        PeriodicRun.objects.values("name").annotate(at=Max("due_at")).values_list("at", flat=True)
    )
    ticks = PeriodicRun.objects.filter(due_at__lt=now - KEEP_TICKS).exclude(due_at__in=list(latest))
    return {
        "done": DBTaskResult.objects.successful()
        .filter(finished_at__lt=now - KEEP_DONE)
        .delete()[0],
        "failed": DBTaskResult.objects.failed()
        .filter(finished_at__lt=now - KEEP_FAILED)
        .delete()[0],
        "ticks": ticks.delete()[0],
        "workers": TaskWorker.objects.filter(seen_at__lt=now - KEEP_WORKERS).delete()[0],
    }
