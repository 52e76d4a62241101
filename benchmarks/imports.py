"""Imports at their size: a file of 5,000 people, then a file of pairs decided elsewhere.

python -m benchmarks.imports [--people 5000] [--pairs 1000] [--folder FOLDER]

Everything is done in process, on a folder of its own, with the settings of a real site: the file read and kept, previewed, then
taken in by the task, which notes its progress. Seconds of the clock and of the processor; memory is the highest the process
reached, everything loaded, which is what a worker needs.
"""

from __future__ import annotations

import argparse
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.pages import environment
from benchmarks.workbench import SKILLS, build


def main() -> None:
    """Make an empty instance, then measure in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="an absent folder; a scratch one by default")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.people, options.pairs)
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="ithaque-imports-"))
    folder.mkdir(parents=True, exist_ok=True)
    migrate = [sys.executable, "-m", "ithaque", "manage", "migrate"]
    subprocess.run(migrate, check=True, env=environment(folder), capture_output=True)
    command = [sys.executable, "-m", "benchmarks.imports", "--inside"]
    command += ["--people", str(options.people), "--pairs", str(options.pairs)]
    subprocess.run(command, check=True, env=environment(folder))
    if options.folder is None:
        shutil.rmtree(folder)


def measure(people: int, pairs: int) -> None:
    """Print the table of both imports."""
    from ithaque.cli.instance import open_instance

    open_instance(demo=True)
    logging.disable(logging.INFO)
    from ithaque.matching.models import Import
    from ithaque.matching.services import Wishes, begin_import, begin_pairs

    cohort = build(0, 0)
    by = cohort.programme.team.get().person
    print(f"Load of the machine: {os.getloadavg()[0]:.1f}. Before: {memory():.0f} MB.\n")
    print("| what | lines | seconds | s of processor | notes of progress | MB at most |")
    print("| --- | --- | --- | --- | --- | --- |", flush=True)

    def people_in(import_: Import) -> None:
        begin_import(import_=import_, enrol_as="available", by=by)

    def pairs_in(import_: Import) -> None:
        begin_pairs(import_=import_, wishes=Wishes("quiet"), by=by)

    mentors = people // 2
    report = taken(cohort, by, "mentee", people_file("mentee", people), people_in)
    assert report["added"] == people, report
    report = taken(cohort, by, "mentor", people_file("mentor", mentors), people_in)
    assert report["added"] == mentors, report
    report = taken(cohort, by, "pairs", pairs_file(min(pairs, mentors)), pairs_in)
    assert report["made"] == min(pairs, mentors), report


def taken(
    cohort: Any, by: Any, side: str, content: bytes, begin: Callable[[Any], None]
) -> dict[str, Any]:
    """Import a file from the first byte to the report, print its line, return its report."""
    from django.db import connection

    from ithaque.matching.services import imports, preview, start_import
    from ithaque.matching.standing import standing_of

    clock, processor = time.perf_counter(), time.process_time()
    import_ = start_import(cohort=cohort, side=side, name=f"{side}.csv", content=content, by=by)
    (standing_of if side == "pairs" else preview)(import_)
    begin(import_)
    notes = 0

    def counted(execute: Any, sql: str, *given: Any) -> Any:
        nonlocal notes
        notes += sql.startswith("UPDATE") and '"progress" =' in sql
        return execute(sql, *given)

    with connection.execute_wrapper(counted):
        imports.take_in(import_.pk)
    import_.refresh_from_db()
    print(
        f"| {side} | {content.count(bytes([10])) - 1} | {time.perf_counter() - clock:.1f} "
        f"| {time.process_time() - processor:.1f} | {notes} | {memory():.0f} |",
        flush=True,
    )
    return dict(import_.report)


def memory() -> float:
    """Return the highest memory this process reached, in megabytes (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def people_file(side: str, count: int) -> bytes:
    """Return a file of people with what most files hold: names, address, skills, languages, hours."""
    lines = ["Prénom;Nom;Courriel;Compétences;Langues;Disponibilités;Motivation"]
    for number in range(count):
        skills = ", ".join(SKILLS[(number * step) % len(SKILLS)] for step in (1, 7, 13))
        lines.append(
            f"Prénom{number};Nom{number};{side}-{number}@ithaque.example;{skills};français, anglais;"
            f"lundi 18h-20h, jeudi midi;Avancer à mon rythme, et apprendre un métier ({number})"
        )
    return ("\n".join(lines) + "\n").encode()


def pairs_file(count: int) -> bytes:
    """Return a file of pairs, each of two people enrolled by the two files before it."""
    lines = ["Mentoré;Mentor;Début;Remarques"]
    lines += [
        f"mentee-{number}@ithaque.example;mentor-{number}@ithaque.example;01/09/2026;Forum"
        for number in range(count)
    ]
    return ("\n".join(lines) + "\n").encode()


if __name__ == "__main__":
    main()
