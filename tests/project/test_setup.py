"""The set-up script: standard library only, and each refusal says what to type."""

import ast
import hashlib
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "project"
MODULES = ("terminal", "environment", "system", "postgres", "commands")


@pytest.fixture
def script(monkeypatch):
    """The script's modules, by name."""
    monkeypatch.syspath_prepend(str(SCRIPT))
    yield importlib.import_module
    for name in MODULES:
        sys.modules.pop(name, None)


def test_script_needs_only_the_standard_library():
    own = set(MODULES)
    for path in SCRIPT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in sys.stdlib_module_names | own, f"{path.name}: {name}"


def test_an_old_python_can_read_the_entry_and_be_told():
    ast.parse((SCRIPT / "__main__.py").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_every_target_of_the_makefile_is_a_command():
    shown = subprocess.run(
        [sys.executable, SCRIPT, "--help"], capture_output=True, text=True, check=True
    ).stdout
    targets = [
        line.split(":")[0]
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if "##" in line and not line.startswith("help")
    ]
    assert targets
    assert [target for target in targets if f"    {target}" not in shown] == []


def test_python_without_ensurepip_is_told_one_line(script, monkeypatch, tmp_path):
    environment = script("environment")
    monkeypatch.setattr(environment, "BIN", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    with pytest.raises(script("terminal").Stop, match=r"sudo apt-get install -y python3\.\d+-venv"):
        environment._create()


def test_stamp_makes_the_second_start_immediate_until_the_lock_changes(
    script, monkeypatch, tmp_path
):
    environment = script("environment")
    for name in ("build", "core", "dev"):
        (tmp_path / f"{name}.lock").write_text(name)
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(environment, "program", lambda name: Path(sys.executable))
    assert not environment._is_up_to_date("core")
    environment._write_stamp("dev")
    assert environment._is_up_to_date("dev")
    assert environment._is_up_to_date("core")  # what tests need holds what running needs
    (tmp_path / "dev.lock").write_text("changed")
    assert not environment._is_up_to_date("core")
    environment._write_stamp("core")
    assert environment._is_up_to_date("core")
    assert not environment._is_up_to_date("dev")
    assert hashlib.sha256(b"buildcore").hexdigest() == environment._lock_hash("core")


@pytest.mark.parametrize(
    ("platform", "tool", "line"),
    [
        ("linux", "apt-get", "sudo apt-get update && sudo apt-get install -y chromium"),
        ("linux", "dnf", "sudo dnf install chromium"),
        ("darwin", "brew", "brew install --cask chromium"),
        ("win32", "winget", "winget install Google.Chrome"),
    ],
)
def test_missing_program_is_told_in_the_words_of_the_system(
    script, monkeypatch, platform, tool, line
):
    system = script("system")
    monkeypatch.setattr(system.sys, "platform", platform)
    monkeypatch.setattr(
        system.shutil, "which", lambda name: f"/bin/{tool}" if name == tool else None
    )
    told = system._how_to_install([system.CHROMIUM])
    assert line in told
    assert "Chromium, for the journeys" in told


def test_totals_of_several_runs_are_added_up(script):
    commands, terminal = script("commands"), script("terminal")
    tests = commands.Tests(terminal.Steps(), [])
    for line in ("3 failed, 28 passed, 2 skipped in 11.19s", "1 passed, 1 error in 2.0s"):
        tests.count(line)
    assert tests.counted == {"passed": 29, "failed": 3, "error": 1, "skipped": 2}
