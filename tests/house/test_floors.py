"""The floors of the house: who may import whom, and which libraries stay away from whom."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "ithaque"
LONGEST = 400


@pytest.mark.slow
def test_rooms_import_only_downwards():
    """`make check` runs the same contracts as a step of its own."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_match_command_starts_without_the_web_framework():
    code = (
        "import sys; from ithaque.cli import main; main(['match', '--help'], standalone_mode=False); "
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_solvers_live_in_one_process():
    code = "import ortools.graph.python.min_cost_flow, scipy.optimize; scipy.optimize.milp([1.0])"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
    assert "highspy" not in (ROOT / "requirements" / "dev.lock").read_text()


def test_web_never_touches_a_manager():
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (SRC / "web").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\.(objects|_default_manager)\b", line)
    ]
    assert found == []


def test_files_stay_readable_in_one_sitting():
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in (SRC, ROOT / "tests", ROOT / "scripts")
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_nothing_is_left_for_later():
    pattern = re.compile(
        r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|mark\.(skip|xfail)|pytest\.skip\("
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for folder in (SRC, ROOT / "tests")
        for kind in ("*.py", "*.html")
        for path in folder.rglob(kind)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
