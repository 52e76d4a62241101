"""Seconds of the clock and of the processor, and environments of their own for other people's packages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Row = list[Any]


def timed(function: Callable[..., Any], *given: Any) -> tuple[Any, float, float]:
    """Return what a function returns, with seconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    found = function(*given)
    return found, time.perf_counter() - clock, time.process_time() - processor


def best_of(times: int, function: Callable[..., Any], *given: Any) -> tuple[Any, float, float]:
    """Return the run of several that took the processor least: a busy machine only ever adds to it."""
    return min((timed(function, *given) for _ in range(times)), key=lambda run: run[2])


def elsewhere(package: str, script: str, *given: str) -> dict[str, Any] | None:
    """Return what a script of this folder prints where only this package is installed, None when it cannot be."""
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    if not Path(uv).exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        python = str(Path(folder, "bin", "python"))
        venv = ["venv", "-q", "--python", sys.executable, folder]
        for command in (venv, ["pip", "install", "-q", "--python", python, package]):
            if subprocess.run([uv, *command], check=False).returncode:
                return None
        command = [python, "-W", "ignore", str(Path(__file__).with_name(script)), *given]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def apart(module: str, *given: str) -> dict[str, Any]:
    """Return what a module of this folder prints, run in a process of its own: its memory is its alone."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *given]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
