"""Pages of a demo world: SQL queries, server milliseconds, and kilobytes as they cross the network.

python -m benchmarks.pages [village town region] [--folder FOLDER] [--times 9]

Each world lives in FOLDER/<size> (built there when absent, and its build timed). The pages are asked in
process, with the settings of a real site (DEBUG off, all middleware, cached templates), by Django's test
client signed in as the person concerned: the median of several warm requests, processor and clock. The
weight is the page, its style sheets and its scripts, compressed with gzip; fonts and images are left out.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
QUERIES, KILOBYTES, MILLISECONDS = 15, 150, 300
WORKLIST = "worklist", 9
"""The bars a page must stay under; the worklist has its own for questions."""


class Seen(NamedTuple):
    """What one page costs."""

    queries: int
    clock: float
    processor: float
    kilobytes: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["village", "region"])
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "ithaque-pages"
    )
    parser.add_argument("--times", type=int, default=9, help="warm requests of each page")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.sizes[0], options.times)
        return
    for size in options.sizes:
        world = options.folder / size
        if not (world / "ithaque.sqlite3").exists():
            build(size, world)
        # One process a world: the settings of a process name one database.
        inside = [sys.executable, "-m", "benchmarks.pages", size, "--inside"]
        subprocess.run([*inside, "--times", str(options.times)], check=True, env=environment(world))


def build(size: str, world: Path) -> None:
    """Build a world and print how long it took."""
    world.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    command = [sys.executable, "-m", "ithaque", "demo", "build", size]
    subprocess.run(command, check=True, env=environment(world), stdout=subprocess.DEVNULL)
    print(f"{size}: built in {time.perf_counter() - start:.0f} s")


def environment(world: Path) -> dict[str, str]:
    """Return the environment of a world, without the settings of the person who measures."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ITHAQUE_")}
    return {**clean, "ITHAQUE_DATA_DIR": str(world), "ITHAQUE_SITE_URL": "http://testserver"}


def measure(size: str, times: int) -> None:
    """Print the table of one world."""
    from ithaque.cli.instance import collect_static, open_instance

    open_instance(demo=True)
    collect_static()
    from django.conf import settings

    assert not settings.DEBUG
    logging.disable(logging.INFO)  # the line of each request would hide the table
    print(f"\n{size}: {counts()}. Load of the machine: {os.getloadavg()[0]:.1f}\n")
    print(
        "| page | queries | ms (median) | ms of processor | kB |\n| --- | --- | --- | --- | --- |"
    )
    for name, person, url in pages():
        seen = visit(person, url, times)
        over = [
            word
            for word, value, bar in (
                ("queries", seen.queries, WORKLIST[1] if name == WORKLIST[0] else QUERIES),
                ("weight", seen.kilobytes, KILOBYTES),
                ("processor", seen.processor, MILLISECONDS),
            )
            if value > bar
        ]
        mark = f" **over: {', '.join(over)}**" if over else ""
        print(
            f"| {name}{mark} | {seen.queries} | {seen.clock:.0f} | {seen.processor:.0f} "
            f"| {seen.kilobytes:.0f} |",
            flush=True,
        )


def counts() -> str:
    """Say how large the world is."""
    from ithaque.mentoring.models import Pair
    from ithaque.people.models import Person
    from ithaque.programmes.models import Programme

    return (
        f"{Programme.objects.count()} programmes, {Person.objects.count()} people, "
        f"{Pair.objects.count()} pairs"
    )


def pages() -> Iterator[tuple[str, Any, str]]:
    """Give each page with the person who opens it; the match page is the one with most proposals."""
    from django.db.models import Count
    from django.urls import reverse

    from ithaque.matching.models import MatchRun
    from ithaque.mentoring.models import Pair
    from ithaque.people.models import Person
    from ithaque.programmes.models import Cohort, TeamMember

    ines = Person.objects.get(email="ines@ithaque.example")
    pair = Pair.objects.get(mentee__person=ines)
    runs = MatchRun.objects.filter(status="ready").annotate(size=Count("proposals"))
    run = runs.order_by("-size")[0]
    cohort = Cohort.objects.annotate(size=Count("enrolments")).order_by("-size")[0]
    team = TeamMember.objects.filter(role="coordinator")
    busiest = team.annotate(size=Count("programme__cohorts__enrolments")).order_by("-size")[0]
    coordinator = busiest.person
    of_run = team.filter(programme=run.cohort.programme)[0].person
    of_cohort = team.filter(programme=cohort.programme)[0].person
    listed = [cohort.public_id]
    yield "public home", None, reverse("public:home")
    yield "mentee's home", ines, reverse("participant:home")
    yield "mentor's home", pair.mentor.person, reverse("participant:home")
    yield "pair's room", ines, reverse("participant:pair", args=[pair.public_id])
    yield "worklist", coordinator, reverse("coordination:day")
    yield "worklist, figures loaded apart", coordinator, reverse("coordination:figures")
    yield "worklist, what else waits", coordinator, reverse("coordination:also-waiting")
    yield (
        f"match run ({run.size} proposals)",
        of_run,
        reverse("coordination:run", args=[run.public_id]),
    )
    yield "enrolments", of_cohort, reverse("coordination:enrolments", args=listed)
    yield "pairs", coordinator, reverse("coordination:pairs")
    yield "programmes", coordinator, reverse("coordination:programmes")


def visit(person: Any, url: str, times: int) -> Seen:
    """Ask for a page: once to warm up, once to count, then to time."""
    from django.db import connection
    from django.test import Client

    browser = Client(headers={"accept-language": "fr"})
    if person is not None:
        browser.force_login(person, backend=BACKEND)
    answer = browser.get(url, follow=True)
    assert answer.status_code == 200, f"{url} answered {answer.status_code}"
    url = answer.redirect_chain[-1][0] if answer.redirect_chain else url
    count = 0

    def counted(execute: Any, sql: str, *given: Any) -> Any:
        nonlocal count
        count += not sql.startswith(("SAVEPOINT", "RELEASE"))
        return execute(sql, *given)

    with connection.execute_wrapper(counted):
        browser.get(url)
    clocks, processors = zip(*(timed(browser, url) for _ in range(times)), strict=True)
    weight = (
        len(gzip.compress(answer.content, 6)) + weight_of_assets(answer.content.decode())
    ) / 1000
    return Seen(count, statistics.median(clocks), statistics.median(processors), weight)


def timed(browser: Any, url: str) -> tuple[float, float]:
    """Return the milliseconds of the clock and of the processor of one request."""
    clock, processor = time.perf_counter(), time.process_time()
    browser.get(url)
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def weight_of_assets(html: str) -> int:
    """Return the bytes of the style sheets and scripts of a page, as the server compressed them."""
    named = re.findall(r'<(?:link rel="stylesheet" href|script[^>]* src)="/static/([^"]+)"', html)
    return sum(compressed_size(name) for name in set(named))


def compressed_size(name: str) -> int:
    """Return the size of a static file, compressed when the server holds it so."""
    from django.conf import settings

    path = Path(settings.STATIC_ROOT) / name
    packed = path.with_name(f"{path.name}.gz")
    return (packed if packed.exists() else path).stat().st_size


if __name__ == "__main__":
    main()
