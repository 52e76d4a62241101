"""Periodic tasks: a cron expression and a task, fired once per tick however many schedulers run.

A tick missed while nothing ran is caught up once, the latest one only: a nightly task whose night was
slept through runs at the next start, and a minute's task does not run a thousand times.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cronsim import CronSim
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone


@dataclass(frozen=True)
class Periodic:
    """A task to enqueue at each tick of `cron` (minute hour day month weekday, instance's zone)."""

    name: str
    cron: str
    task: Any

    def latest_tick(self, now: datetime) -> datetime:
        """Return the last tick at or before `now`."""
        # A second more, for a tick that is exactly now counts.
        return next(CronSim(self.cron, timezone.localtime(now).replace(second=1), reverse=True))


_periodic: dict[str, Periodic] = {}


def every(name: str, cron: str, task: Any) -> None:
    """Declare that `task` (no argument) is enqueued at each tick of the cron expression.

    Raises CronSimError on an expression that cannot be read.
    """
    CronSim(cron, datetime(2026, 1, 1))  # noqa: DTZ001 - only read
    _periodic[name] = Periodic(name, cron, task)


def declared() -> list[Periodic]:
    """Return the periodic tasks, by name."""
    return [_periodic[name] for name in sorted(_periodic)]


def fire_due(since: datetime) -> int:
    """Enqueue each task whose latest tick was not fired yet; return how many.

    A task that never fired waits for its first tick after `since`. Concurrent callers fire once.
    """
    from ithaque.kernel.models import PeriodicRun

    fired = dict(
        PeriodicRun.objects.values("name").annotate(at=Max("due_at")).values_list("name", "at")
    )
    return sum(_fire(periodic, fired.get(periodic.name, since)) for periodic in declared())


def _fire(periodic: Periodic, after: datetime) -> int:
    from ithaque.kernel.models import PeriodicRun

    due = periodic.latest_tick(timezone.now())
    if due <= after:
        return 0
    try:
        with transaction.atomic():
            PeriodicRun.objects.create(name=periodic.name, due_at=due)
            periodic.task.enqueue()
    except IntegrityError:
        return 0
    return 1
