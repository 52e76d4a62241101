"""Live messages: how long between a message sent and the nudge on the open page of the other.

python -m benchmarks.live [--connections 500] [--seconds 30] [--rate 4] [--only one|redis] [--folder FOLDER]

Two set-ups, each a real `ithaque serve` on loopback: one process with its nudges in memory, then two web processes with a
Redis started for the occasion. Every person of as many pairs as needed has the page of their messages open (a WebSocket
with their own session); messages are posted through the form, at a steady rate. Measured: from the moment the form is
sent to the nudge that makes the other's page ask again, the writing in the database included. The servers, Redis and
the client share the machine. Writes benchmarks/live.md; with --only nothing is written.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.__main__ import machine
from benchmarks.pages import environment

RESULTS = Path(__file__).with_name("live.md")
BAR = 200
"""Milliseconds at the 95th percentile."""
TOKEN = "b" * 32
PATIENCE = 120
SETUPS = {"one": "one process, in memory", "redis": "two processes, Redis"}


def main() -> None:
    """Fill an instance, serve it each way, measure, stop everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--connections", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=float, default=4)
    parser.add_argument("--only", choices=SETUPS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        fill(options.connections // 2)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        people = people_of(folder, options)
        rows = [
            measured(name, folder, people, options)
            for name in SETUPS
            if options.only in (None, name)
        ]
    table = "\n".join(
        [
            f"| set-up | open pages | messages | nudges lost | median ms | p95 ms (bar {BAR}) | longest ms | load |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
            *rows,
        ]
    )
    print(table)
    if options.only is None:
        head = "# Live messages\n\n" + (__doc__ or "").split("\n\n", 2)[2].strip()
        RESULTS.write_text(f"{head}\n\n{machine()}\n\n{table}\n", encoding="utf-8")


def people_of(folder: Path, options: Any) -> list[dict[str, str]]:
    """Return the people of the instance with their sessions, made once."""
    listed = folder / "people.json"
    if not listed.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "benchmarks.live", "--fill"]
        command += ["--connections", str(options.connections)]
        subprocess.run(command, check=True, env=environment(folder), stdout=subprocess.DEVNULL)
    found: list[dict[str, str]] = json.loads(listed.read_text())
    return found[: options.connections]


def fill(pairs: int) -> None:
    """Write the pairs, and a session for each person."""
    from ithaque.cli.instance import migrate, open_instance

    open_instance()
    migrate()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from benchmarks.pages import BACKEND
    from benchmarks.workbench import build
    from ithaque.mentoring.models import Agreement, Pair, SharedNote

    cohort = build(pairs, pairs)
    sides = {
        side: list(cohort.enrolments.filter(side=side).select_related("person").order_by("pk"))
        for side in ("mentee", "mentor")
    }
    people = []
    for mentee, mentor in zip(sides["mentee"], sides["mentor"], strict=True):
        pair = Pair.objects.create(
            cohort=cohort,
            mentor=mentor,
            mentee=mentee,
            started_on=cohort.starts_on,
            ends_on=cohort.ends_on,
        )
        Agreement.objects.create(pair=pair)
        SharedNote.objects.create(pair=pair)
        for person in pair.people:
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = BACKEND
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.create()
            people.append({"pair": str(pair.public_id), "session": str(session.session_key)})
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    rows = [{**names, **{f"{key}_value": value for key, value in one.items()}} for one in people]
    (settings.DATA_DIR / "people.json").write_text(json.dumps(rows))


def measured(name: str, folder: Path, people: list[dict[str, str]], options: Any) -> str:
    """Return the row of one set-up."""
    with contextlib.ExitStack() as started:
        redis = started.enter_context(redis_server(folder)) if name == "redis" else ""
        site = started.enter_context(server(folder, redis))
        times, lost = asyncio.run(play(site, people, options))
    ordered = sorted(times)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    cells = [
        SETUPS[name],
        len(people),
        len(times) + lost,
        lost,
        f"{statistics.median(ordered):.0f}",
        f"{p95:.0f}",
        f"{ordered[-1]:.0f}",
        f"{os.getloadavg()[0]:.1f}",
    ]
    return f"| {' | '.join(map(str, cells))} |"


async def play(site: str, people: list[dict[str, str]], options: Any) -> tuple[list[float], int]:
    """Open every page, send messages at a steady rate; return the milliseconds of each nudge, and how many never came."""
    from websockets.asyncio.client import connect

    address = site.replace("http", "ws", 1)
    async with contextlib.AsyncExitStack() as opened:
        pages: dict[str, list[Any]] = {}
        for one in people:
            page = connect(
                f"{address}/live/pair/{one['pair_value']}/",
                origin=site,  # type: ignore[arg-type]
                additional_headers={"Cookie": cookie(one)},
                open_timeout=PATIENCE,
                ping_interval=None,
            )
            pages.setdefault(one["pair_value"], []).append(await opened.enter_async_context(page))
        authors = people[::2]
        tasks = []
        for number in range(int(options.seconds * options.rate)):
            author = authors[number % len(authors)]
            other = pages[author["pair_value"]][1]
            tasks.append(asyncio.create_task(one_message(site, author, other)))
            await asyncio.sleep(1 / options.rate)
        times = await asyncio.gather(*tasks)
    return [one for one in times if one is not None], sum(one is None for one in times)


async def one_message(site: str, author: dict[str, str], page: Any) -> float | None:
    """Return the milliseconds from sending the form to the nudge on the other's page; None when none came."""
    from websockets.exceptions import ConnectionClosed

    sent = time.perf_counter()
    posting = asyncio.create_task(asyncio.to_thread(post, site, author))
    try:
        async with asyncio.timeout(PATIENCE):
            await page.recv()
    except (TimeoutError, ConnectionClosed):
        return None
    took = (time.perf_counter() - sent) * 1000
    await posting
    return took


def post(site: str, author: dict[str, str]) -> None:
    """Send the form of a message."""
    fields = {"body": "Bonjour", "submission": str(uuid.uuid4()), "csrfmiddlewaretoken": TOKEN}
    request = urllib.request.Request(
        f"{site}/me/pairs/{author['pair_value']}/messages/",
        data=urllib.parse.urlencode(fields).encode(),
        headers={"Cookie": f"{cookie(author)}; {author['csrf']}={TOKEN}", "Origin": site},
    )
    with contextlib.suppress(urllib.error.HTTPError):
        opener = urllib.request.build_opener(_Stay)
        opener.open(request, timeout=PATIENCE).close()


class _Stay(urllib.request.HTTPRedirectHandler):
    """Stops at the redirection: the page that follows is not measured."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""


def cookie(one: dict[str, str]) -> str:
    """Return the cookie of someone's session."""
    return f"{one['session']}={one['session_value']}"


@contextlib.contextmanager
def server(folder: Path, redis: str) -> Iterator[str]:
    """Serve the instance until the end of the block; give its address."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    env = {**environment(folder), "ITHAQUE_SITE_URL": site}
    command = [sys.executable, "-m", "ithaque", "serve", "--port", str(port), "--no-tasks"]
    if redis:
        env["ITHAQUE_REDIS_URL"] = redis
        command += ["--workers", "2"]
    with running(command, env):
        deadline = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{site}/", timeout=5).close()
                break
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.5)
        yield site


@contextlib.contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a Redis of our own, without a trace on the disk; give its address."""
    port = free_port()
    found = shutil.which("redis-server")
    assert found, "no redis-server on this machine: `make test` installs it"
    command = [
        found,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    with running(command, dict(os.environ)):
        time.sleep(1)
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[None]:
    """Run a command until the end of the block."""
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
