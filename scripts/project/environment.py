"""The environment: `.venv`, filled from the locks with their hashes, once per version of a lock."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from terminal import ROOT, Stop, call, must, say

VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "installed.json"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
# What each profile holds, and the profiles that hold it too.
CONTAINED_IN = {"core": ("core", "dev"), "dev": ("dev",)}


def program(name: str) -> Path:
    """Return the path of a program of the environment."""
    return BIN / f"{name}{SUFFIX}"


def prepare(profile: str) -> None:
    """Make the environment hold `profile` ("core" or "dev"); a second call does nothing and is instant."""
    if _is_up_to_date(profile):
        return
    began = time.monotonic()
    _create()
    say(f"Installing the dependencies ({profile}) from requirements/{profile}.lock …")
    _install("build")
    _install(profile)
    _install_with("--no-deps", "--no-build-isolation", "--editable", ".")
    _write_stamp(profile)
    say(f"The environment is ready ({time.monotonic() - began:.0f} s).")


def _create() -> None:
    if program("python").exists() and _stamp().get("root", str(ROOT)) == str(ROOT):
        return  # an environment that was moved with its folder is made again: it holds absolute paths
    if importlib.util.find_spec("ensurepip") is None:
        if shutil.which("uv"):
            must(["uv", "venv", "--clear", "--quiet", "--seed", "--python", sys.executable, VENV])
            return
        raise Stop(
            "this Python has no `ensurepip`, so it cannot make an environment. Type this line, then start again:\n"
            f"  sudo apt-get install -y python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )
    say(f"Creating the environment {VENV.name} with Python {sys.version.split()[0]} …")
    must([sys.executable, "-m", "venv", "--clear", VENV])


def _install(profile: str) -> None:
    _install_with("--require-hashes", "-r", REQUIREMENTS / f"{profile}.lock")


def _install_with(*what: str | Path) -> None:
    """Install with uv, or with pip where uv cannot (a proxy whose certificates it ignores, for one)."""
    uv = shutil.which("uv") or _own_uv()
    if uv and call([uv, "pip", "install", "--quiet", "--python", program("python"), *what]) == 0:
        return
    pip = [program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    must([*pip, *what])


def _own_uv() -> Path | None:
    if not program("uv").exists():
        lock = REQUIREMENTS / "installer.lock"
        pip = [program("python"), "-m", "pip", "install", "--disable-pip-version-check", "--quiet"]
        call([*pip, "--require-hashes", "-r", lock])
    return program("uv") if program("uv").exists() else None


def _lock_hash(profile: str) -> str:
    parts = [REQUIREMENTS / "build.lock", REQUIREMENTS / f"{profile}.lock"]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _is_up_to_date(profile: str) -> bool:
    stamp = _stamp()
    return (
        stamp.get("root") == str(ROOT)
        and program("python").exists()
        and any(stamp.get(holder) == _lock_hash(holder) for holder in CONTAINED_IN[profile])
    )


def _write_stamp(profile: str) -> None:
    stamp = {"root": str(ROOT), profile: _lock_hash(profile)}
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def lock() -> None:
    """Resolve the dependencies again and write every lock, without any registry's address."""
    prepare("dev")
    uv = shutil.which("uv") or program("uv")
    compile_ = [
        uv,
        "pip",
        "compile",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
    ]
    compile_ += ["--no-header", "--no-emit-index-url", "--quiet", "--upgrade"]
    # The largest set first: the smaller ones then take the same versions.
    for name, constraint in (
        ("dev", None),
        ("core", "dev"),
        ("celery", "dev"),
        ("build", None),
        ("installer", None),
    ):
        limits = ["--constraint", f"requirements/{constraint}.lock"] if constraint else []
        must(
            [
                *compile_,
                f"requirements/{name}.in",
                *limits,
                "--output-file",
                f"requirements/{name}.lock",
            ]
        )


def output(command: list[str | Path]) -> str:
    """Return what a program of the environment prints."""
    return subprocess.run(
        list(map(str, command)), cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
