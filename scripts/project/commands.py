"""The commands behind the Makefile: run, check, test, format, catalogues, lock, clean."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import environment
import postgres
import system
from environment import program
from terminal import ROOT, Steps, Stop, call, must, say, stop_in_words

CODE = ("src", "tests", "scripts", "benchmarks")
TOTALS = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command typed; return its exit code. What follows its name goes to `serve` or to pytest."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="project", description=__doc__)
    choices = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, command in COMMANDS.items():
        choices.add_parser(name, help=str(command.__doc__).splitlines()[0])
    chosen = parser.parse_args(words[:1]).command
    try:
        return COMMANDS[chosen](words[1:])
    except Stop as error:
        return stop_in_words(error)
    except KeyboardInterrupt:
        return 130


def run(rest: list[str]) -> int:
    """Set everything up and serve a living demo on http://127.0.0.1:8000."""
    environment.prepare("core")
    settings = {"ITHAQUE_DATA_DIR": os.environ.get("ITHAQUE_DATA_DIR", str(ROOT / "data"))}
    return call([program("ithaque"), "serve", "--demo", *rest], settings)


def check(rest: list[str]) -> int:
    """The quick checks for every commit: style, types, floors, catalogues, and the fast tests on SQLite."""
    environment.prepare("dev")
    system.prepare((system.GETTEXT,))
    steps = Steps()
    _static(steps)
    tests = Tests(steps, rest)
    tests.run(
        "tests on SQLite, without the slow ones",
        ["-m", "not journey and not slow and not redis", "-n", "2"],
    )
    return tests.close()


def test(rest: list[str]) -> int:
    """Set up what tests need and run everything, on SQLite and on PostgreSQL, journeys included."""
    environment.prepare("dev")
    system.prepare()
    steps = Steps()
    _static(steps)
    tests = Tests(steps, rest)
    tests.run("unit and page tests on SQLite", [*EVERYTHING, "--ignore=tests/pairing"])
    # Chosen tests say nothing of what all of them run.
    whole = [] if tests.rest else EVERY_BRANCH
    tests.run("tests of the engine, every branch of it", [*EVERYTHING, *whole, "tests/pairing"])
    with postgres.server() as address:
        settings = {"ITHAQUE_DATABASE_URL": address}
        tests.run(
            "unit and page tests on PostgreSQL",
            ["-m", "not journey and not slow or databases", "-n", "2", *WITHOUT_DATABASE],
            settings,
        )
    # Two runs: those that open a browser by themselves, and those the browser plugin leads.
    tests.run("components in Chromium", ["-m", "journey", "-n", "2", "--ignore=tests/journeys"])
    tests.run("journeys in Chromium", ["-m", "journey", "tests/journeys"])
    return tests.close()


def postgresql(rest: list[str]) -> int:
    """Run pytest with these arguments on a PostgreSQL server of its own (one room, one test…)."""
    environment.prepare("dev")
    system.prepare((system.POSTGRESQL,))
    with postgres.server() as address:
        command = [program("python"), "-m", "pytest", *rest]
        return call(command, {**QUIET, "ITHAQUE_DATABASE_URL": address})


def format_(rest: list[str]) -> int:
    """Put the code in the project's style."""
    environment.prepare("dev")
    must([program("ruff"), "check", "--fix", "--quiet", *CODE])
    must([program("ruff"), "format", *CODE])
    return 0


def catalogues(rest: list[str]) -> int:
    """Refresh the translation catalogues from the code and compile them."""
    environment.prepare("dev")
    system.prepare((system.GETTEXT,))
    return call([program("python"), "scripts/catalogues.py", *rest])


def lock(rest: list[str]) -> int:
    """Resolve the dependencies again and write the locks."""
    environment.lock()
    return 0


def clean(rest: list[str]) -> int:
    """Remove what the set-up made (environment, caches), except the data."""
    for made in (".venv", ".cache", "build", "dist"):
        shutil.rmtree(ROOT / made, ignore_errors=True)
    say("Removed the environment and the caches. Your data are still in data/.")
    return 0


COMMANDS = {
    "run": run,
    "check": check,
    "test": test,
    "postgresql": postgresql,
    "format": format_,
    "catalogues": catalogues,
    "lock": lock,
    "clean": clean,
}


def _static(steps: Steps) -> None:
    python, ithaque = program("python"), program("ithaque")
    steps.run(
        "style: ruff", lambda: call([program("ruff"), "check", "--output-format=concise", *CODE])
    )
    steps.run(
        "style: format",
        lambda: call([program("ruff"), "format", "--check", "--output-format=concise", *CODE]),
    )
    steps.run(
        "style: templates", lambda: call([program("djlint"), "--lint", "--quiet", *_templates()])
    )
    steps.run("types: mypy", lambda: call([program("mypy")]))
    steps.run(
        "floors: import-linter",
        lambda: call([program("lint-imports"), "--cache-dir", ".cache/import-linter"]),
    )
    steps.run("catalogues", lambda: call([python, "scripts/catalogues.py", "--check"]))
    steps.run(
        "migrations",
        lambda: call([ithaque, "manage", "makemigrations", "--check", "--dry-run"], QUIET),
    )


EVERYTHING = ("-m", "not journey", "-n", "2")
# Everything else of the engine rests on its tests: a branch that none of them runs is a fault.
EVERY_BRANCH = (
    "--cov=ithaque.pairing", "--cov-branch", "--cov-fail-under=100",
    "--cov-report=term-missing:skip-covered",
)  # fmt: skip
# The engine and the set-up know no database: they are not run a second time.
WITHOUT_DATABASE = ("--ignore=tests/pairing", "--ignore=tests/project")
# A folder of data of its own, so that checks neither read nor change a person's instance.
QUIET = {"ITHAQUE_DATA_DIR": str(ROOT / ".cache" / "data")}


def _templates() -> list[Path]:
    return sorted((ROOT / "src").glob("**/templates"))


class Tests:
    """The runs of pytest in one command; adds up what they counted."""

    def __init__(self, steps: Steps, rest: list[str]) -> None:
        self.steps, self.rest = steps, [part for part in rest if part != "--"]
        self.counted = {"passed": 0, "failed": 0, "error": 0, "skipped": 0}

    def run(self, name: str, arguments: list[str], settings: dict[str, str] | None = None) -> None:
        """Run pytest as a step with these arguments and settings."""
        self.steps.run(
            name, lambda: self._pytest([*arguments, *self.rest], {**QUIET, **(settings or {})})
        )

    def _pytest(self, arguments: list[str], settings: dict[str, str]) -> int:
        command = [str(program("python")), "-m", "pytest", "-q", "--durations=5", *arguments]
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "FORCE_COLOR": "", **settings}
        last = ""
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              encoding="utf-8", errors="replace") as process:  # fmt: skip
            assert process.stdout is not None
            for line in process.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                last = line if TOTALS.search(line) else last
        self.count(last)
        return process.returncode

    def count(self, closing_line: str) -> None:
        """Add what a closing line of pytest says."""
        for number, word in TOTALS.findall(closing_line):
            self.counted[word.removesuffix("s")] += int(number)

    def close(self) -> int:
        """Print the summary of the steps, then the totals on pytest's model; return the exit code."""
        code = self.steps.summary()
        failed = self.counted["failed"] + self.counted["error"]
        skipped = f", {self.counted['skipped']} skipped" if self.counted["skipped"] else ""
        say(f"\n{self.counted['passed']} passed, {failed} failed{skipped}")
        return code
