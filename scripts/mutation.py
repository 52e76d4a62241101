"""Mutation testing of the pairing engine: `python scripts/mutation.py [--share 0.1] [--whole solve,duals] [--seed 1]`.

Mutants are drawn at random over the whole package with a written seed, so that anybody draws the same ones from the same
commit, and the share killed has an interval. Everything happens in a folder of its own, from the last commit; what has been
tried there stays tried, so a run that is stopped goes on where it was. Ends with a table for each module and the survivors.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections import defaultdict
from pathlib import Path

from ithaque.pairing.fairness import share

ROOT = Path(__file__).resolve().parents[1]
MUTMUT = "mutmut==3.8.1"
PACKAGE = "src/ithaque/pairing"
COPIED = (
    "src/ithaque/__init__.py",
    PACKAGE,
    "tests/__init__.py",
    "tests/pairing",
    "tests/data",
    "docs",
)
NOT_CODE = ("messages", "words", "intake.sentences", "intake.fields", "schema", "themes.build")
SETTINGS = f"""[mutmut]
source_paths=src/
also_copy=
    tests
    forget.py
    docs
only_mutate=
    {PACKAGE}/*
pytest_add_cli_args=
    -p
    no:django
    -p
    no:randomly
    -p
    no:xdist
    -p
    no:cacheprovider
    -m
    not slow
    --deselect=tests/pairing/test_themes.py::test_packaged_concepts_are_built_from_tables
    --ignore=tests/pairing/test_scale.py
    --ignore=tests/pairing/test_executors.py
    --deselect=tests/pairing/test_cli.py::test_command_runs_without_the_framework
    --deselect=tests/pairing/intake/test_reading.py::test_two_hundred_thousand_lines_are_read_when_the_setting_allows
    --deselect=tests/pairing/intake/test_reading.py::test_two_hundred_thousand_lines_are_refused_early_with_the_setting_to_raise
    --hypothesis-seed=0
    -p
    forget
pytest_add_cli_args_test_selection=
    TESTS
timeout_multiplier=5
use_git_change_detection=false
track_dependencies=false

[tool:pytest]
filterwarnings = error
markers =
    slow: left out
"""
# Mutants are tried in forks of a process that has run all tests once: what it remembers would hide them.
FORGET = '''"""Forget before each run what cached functions of the package remember."""

import functools
import gc


def pytest_sessionstart(session):
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and one.__module__.startswith("ithaque"):
            one.cache_clear()
'''
# What mutmut's exit codes mean; a mutant that never ends is as well found as one that fails.
KILLED, SURVIVED = {1, 3, 24, 36, -24, -9, 152, 255}, {0, 5}
UNTESTED = 33  # no test of those chosen runs the function


def main() -> None:
    """Draw, try, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--share", type=float, default=0.1, help="share of each module's mutants tried"
    )
    parser.add_argument("--whole", default="", help="modules tried wholly, separated by commas")
    parser.add_argument(
        "--only", default="", help="modules tried at all, separated by commas; by default all"
    )
    parser.add_argument(
        "--tests", default="tests/pairing", help="files of tests, separated by commas"
    )
    parser.add_argument("--seed", type=int, default=20261130)
    parser.add_argument("--children", type=int, default=1, help="mutants tried at the same time")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir(), "ithaque-mutants")
    )
    parser.add_argument("--tell", action="store_true", help="only tell what has been tried")
    options = parser.parse_args()
    bench = Bench(options.folder)
    if not options.tell:
        bench.prepare(options.children, options.tests.split(","))
        whole = {one for one in options.whole.split(",") if one}
        only = {one for one in options.only.split(",") if one}
        found = {name: one for name, one in bench.mutants().items() if not only or name in only}
        bench.run(draw(found, options.share, whole, options.seed), options.children)
    print(told(bench.mutants()))


class Bench:
    """The copy in which mutants are made and tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.copy = folder / "copy"
        self.mutmut = folder / "environment" / "bin" / "mutmut"

    def prepare(self, children: int, tests: list[str]) -> None:
        """Copy the last commit, install mutmut beside what is installed here, make all mutants."""
        if self.copy.exists():
            return
        self.copy.mkdir(parents=True)
        packed = subprocess.run(
            ["git", "archive", "HEAD", *COPIED], cwd=ROOT, capture_output=True, check=True
        )
        subprocess.run(["tar", "x", "-C", self.copy], input=packed.stdout, check=True)
        settings = SETTINGS.replace("TESTS", "\n    ".join(tests))
        (self.copy / "setup.cfg").write_text(settings, encoding="utf-8")
        (self.copy / "forget.py").write_text(FORGET, encoding="utf-8")
        venv.create(self.folder / "environment", with_pip=True)
        python = self.mutmut.with_name("python")
        subprocess.run([python, "-m", "pip", "install", "-q", MUTMUT], check=True)
        theirs = subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip
        Path(theirs, "here.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        # No mutant has this name: mutants are made and the tests of each function noted, then it stops.
        self._mutmut(["none.of.them"], children, check=False)

    def run(self, names: list[str], children: int) -> None:
        """Try those of these mutants that have not been."""
        tried = {
            one
            for found in self.mutants().values()
            for one, code in found.items()
            if code is not None
        }
        left = [name for name in names if name not in tried]
        print(f"{len(names)} mutants drawn, {len(left)} to try", file=sys.stderr, flush=True)
        if left:
            self._mutmut(left, children, check=True)

    def mutants(self) -> dict[str, dict[str, int | None]]:
        """Return, for each module, its mutants and the exit code of each, None when not tried."""
        found = {}
        made = self.copy / "mutants" / PACKAGE
        for path in sorted(made.rglob("*.meta")):
            module = str(path.relative_to(made)).removesuffix(".py.meta").replace("/", ".")
            codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
            if codes and module not in NOT_CODE and not module.startswith("words"):
                found[module.removesuffix(".__init__")] = codes
        return found

    def _mutmut(self, names: list[str], children: int, *, check: bool) -> None:
        environment = {**os.environ, "PYTHONPATH": "mutants/src:mutants"}
        command = [
            *("nice", "-n", "19", str(self.mutmut)),
            *("run", "--max-children", str(children), *names),
        ]
        subprocess.run(command, cwd=self.copy, env=environment, check=check)


def draw(
    mutants: dict[str, dict[str, int | None]], part: float, whole: set[str], seed: int
) -> list[str]:
    """Return the mutants to try: all of the modules named, and of each other module a share drawn with the seed."""
    drawn: list[str] = []
    for module, found in sorted(mutants.items()):
        names = sorted(found)
        size = len(names) if module in whole else -(-len(names) * part // 1)
        drawn += random.Random(f"{seed} {module}").sample(names, int(size))
    return drawn


def told(mutants: dict[str, dict[str, int | None]]) -> str:
    """Return a table of what was tried, module by module, and the names of the survivors."""
    lines = [
        "| module | mutants | tried | killed | survived | score | 95 % interval |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    survivors: dict[str, list[str]] = defaultdict(list)
    sums = [0, 0, 0, 0]
    for module, found in sorted(mutants.items()):
        killed = sum(code in KILLED for code in found.values())
        lived = sorted(name for name, code in found.items() if code in SURVIVED)
        survivors[module] = lived
        counts = [len(found), killed + len(lived), killed, len(lived)]
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        lines += [_line(module, counts)] if counts[1] else []
    lines.append(_line("all", sums))
    aside = sum(code == UNTESTED for found in mutants.values() for code in found.values())
    lines.append(f"\nLeft out, since none of the tests chosen runs them: {aside}.")
    return "\n".join([*lines, "", *(name for lived in survivors.values() for name in lived)])


def _line(name: str, counts: list[int]) -> str:
    _, tried, killed, _ = counts
    found = share(killed, tried)
    shown = [f"{100 * (one or 0):.0f} %" for one in (found.value, found.low, found.high)]
    return f"| `{name}` | {' | '.join(map(str, counts))} | {shown[0]} | {shown[1]} to {shown[2]} |"


if __name__ == "__main__":
    main()
