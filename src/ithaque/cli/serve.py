"""`ithaque serve`: one command that prepares what is missing, then serves."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

import click

from ithaque.cli import demo as demo_world
from ithaque.cli.instance import collect_static, migrate, open_instance

APPLICATION = "ithaque.config.asgi:application"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Web processes; several need Redis.")
@click.option(
    "--demo", is_flag=True, help="Build a demo world at the first start, list its accounts."
)
@click.option(
    "--tasks/--no-tasks",
    default=True,
    help="Run the background tasks here (default), or in `ithaque worker`.",
)
def serve(host: str, port: int, workers: int, demo: bool, tasks: bool) -> None:
    """Serve the site, its background tasks included.

    Prepares the database and the static files when needed, so that it is also the way to upgrade.
    """
    os.environ.setdefault("ITHAQUE_SITE_URL", f"http://{_reachable(host)}:{port}")
    open_instance(demo=demo or None)
    _check_address(host, port)
    _check_processes(workers)
    migrate()
    collect_static()
    if demo and demo_world.is_empty():
        demo_world.build_world("village")
    _welcome(host, port, demo=demo)
    signal.signal(signal.SIGTERM, _leave)
    with suppress(KeyboardInterrupt), _background_tasks(tasks):
        _serve(host, port, workers)
    click.echo("Stopped; nothing is lost.")


def _leave(*_: object) -> None:
    """End like Ctrl-C does: the server hands the signal on once it has answered what it was asked."""
    raise KeyboardInterrupt


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound


def _check_address(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} cannot be used ({error.strerror}). "
                f"Perhaps Ithaque runs already; else choose another port: --port {port + 1}"
            ) from error


def _check_processes(workers: int) -> None:
    from django.conf import settings

    if workers > 1 and settings.THROTTLE_STORAGE.startswith("memory"):
        raise click.ClickException(
            "several web processes need Redis, to count sign-in attempts together and share the cache. "
            "Write for example: ITHAQUE_REDIS_URL=redis://localhost:6379/0 (or --workers 1)"
        )


def _welcome(host: str, port: int, *, demo: bool) -> None:
    from django.conf import settings

    if demo:
        demo_world.show_accounts()
    else:
        _offer_set_up()
    listening = f"http://{_reachable(host)}:{port}"
    at = (
        settings.SITE_URL
        if settings.SITE_URL == listening
        else f"{settings.SITE_URL} (here: {listening})"
    )
    click.secho(f"\nIthaque answers at {at}", bold=True)
    click.echo("Ctrl-C stops it; nothing is lost.")


def _offer_set_up() -> None:
    from django.conf import settings
    from django.urls import reverse

    from ithaque.kernel import first_start

    if not first_start.wanted():
        return
    page = settings.SITE_URL + reverse("set_up:code")
    click.secho(
        "\nNobody runs this instance yet. Open the set-up page and type this code:", bold=True
    )
    click.echo(f"  page  {page}\n  code  {first_start.issue_code()}")


def _background_tasks(wanted: bool) -> AbstractContextManager[Any]:
    from django.conf import settings

    if not wanted or settings.TASKS_CARRIER != "database":
        return nullcontext()
    from ithaque.kernel.tasks.worker import start

    return _Stopping(start)


class _Stopping:
    """Start something on entry; call the function it gave on exit."""

    def __init__(self, start: Callable[[], Callable[[], None]]) -> None:
        self._start = start

    def __enter__(self) -> None:
        self._stop = self._start()

    def __exit__(self, *_: object) -> None:
        self._stop()


def _serve(host: str, port: int, workers: int) -> None:
    import uvicorn
    from django.conf import settings

    uvicorn.run(
        APPLICATION,
        host=host,
        port=port,
        workers=workers,
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=settings.TRUST_PROXY,
        forwarded_allow_ips="*" if settings.TRUST_PROXY else None,
        server_header=False,
    )
