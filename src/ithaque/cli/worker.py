"""`ithaque worker`: the background tasks in processes of their own."""

from __future__ import annotations

import signal
import threading

import click

from ithaque.cli.instance import migrate, open_instance


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="Tasks run at the same time.")
def worker(concurrency: int) -> None:
    """Run the background tasks, apart from the site; stop it with Ctrl-C or SIGTERM.

    With ITHAQUE_TASKS=celery it is a Celery worker that also plans the periodic tasks; otherwise it
    reads the database. Any number may run at once, on any number of machines.
    """
    open_instance()
    migrate()
    from django.conf import settings

    if settings.TASKS_CARRIER == "celery":
        from ithaque.kernel.tasks.celery import run_worker

        run_worker(concurrency)
    else:
        _run_on_the_database(concurrency)


def _run_on_the_database(concurrency: int) -> None:
    from ithaque.kernel.tasks.worker import start

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    stop = start(concurrency)
    click.echo(
        f"Running background tasks, {concurrency} at a time. Ctrl-C stops after the present ones."
    )
    while not stopped.wait(timeout=1):
        pass
    stop()
