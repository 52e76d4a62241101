"""The worker on the database rows: threads inside `serve`, or a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import close_old_connections, connections
from django.utils import timezone

from ithaque.kernel.tasks import ledger, periodic, workers

log = structlog.get_logger(__name__)
IDLE = 0.5
GRACE = 10.0


def run_pending(limit: int | None = None) -> int:
    """Run the ready tasks in this thread, one after the other; return how many ran."""
    done = 0
    while limit is None or done < limit:
        row = ledger.claim(workers.own_name())
        if row is None:
            break
        ledger.run(row)
        done += 1
    return done


def start(concurrency: int = 1, *, carry: bool = True) -> Callable[[], None]:
    """Start a keeper and `concurrency` runners in threads; return the function that stops them.

    Stopping waits some seconds for the present tasks; one that takes longer is given to another worker
    later. Without `carry` only the keeper starts: Celery runs the tasks.
    """
    stopped = threading.Event()
    began = timezone.now()
    threads = [_thread("ithaque-keeper", _keep, stopped, began)]
    if carry:
        threads += [_thread(f"ithaque-runner-{n}", _run, stopped) for n in range(concurrency)]

    def stop() -> None:
        stopped.set()
        for thread in threads:
            thread.join(timeout=GRACE)
        if not any(thread.is_alive() for thread in threads):
            workers.leave()
            connections.close_all()

    return stop


def keep_once(since: datetime) -> None:
    """Do what a keeper does at each beat: say we live, free lost rows, fire periodic tasks, send again."""
    from django_tasks import default_task_backend

    workers.beat()
    ledger.sweep()
    periodic.fire_due(since)
    send_again = getattr(default_task_backend, "send_ready", None)
    if send_again:
        send_again()


def _keep(stopped: threading.Event, began: datetime) -> None:
    _until(stopped, lambda: keep_once(began), workers.BEAT.total_seconds())


def _run(stopped: threading.Event) -> None:
    def turn() -> None:
        while not stopped.is_set() and run_pending(limit=1):
            pass

    _until(stopped, turn, IDLE)


def _until(stopped: threading.Event, turn: Callable[[], None], pause: float) -> None:
    """Take turns until stopped; a worker survives whatever its tasks or its database do."""
    while not stopped.is_set():
        try:
            turn()
        except Exception:
            log.exception("worker.stumbled")
        close_old_connections()
        stopped.wait(pause)
    connections.close_all()


def _thread(name: str, target: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
    thread.start()
    return thread
