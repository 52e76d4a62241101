"""What the commands say: headings, steps with their time, and a closing summary."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Stop(Exception):
    """The command cannot go on; the message says what to do about it."""


def heading(text: str) -> None:
    """Print a heading that stands out in a long log."""
    print(f"\n== {text} {'=' * max(3, 76 - len(text))}", flush=True)


def say(text: str) -> None:
    """Print a line now, even when the output is a pipe."""
    print(text, flush=True)


def call(command: Sequence[str | Path], env: dict[str, str] | None = None) -> int:
    """Run a command at the project's root with `env` added to the environment; return its exit code."""
    return subprocess.call(
        [str(part) for part in command], cwd=ROOT, env={**os.environ, **(env or {})}
    )


def must(command: Sequence[str | Path], env: dict[str, str] | None = None) -> None:
    """Run a command; stop with its line when it fails."""
    code = call(command, env)
    if code:
        raise Stop(f"this command failed (exit code {code}):\n  {' '.join(map(str, command))}")


@dataclass
class Steps:
    """A list of steps run one after the other; remembers how each one ended and how long it took."""

    ended: list[tuple[str, int, float]] = field(default_factory=list)

    def run(self, name: str, step: Callable[[], int]) -> None:
        """Print the heading, run the step, keep its exit code and its time."""
        heading(name)
        began = time.monotonic()
        code = step()
        self.ended.append((name, code, time.monotonic() - began))

    def failed(self) -> list[str]:
        """Return the names of the steps that did not pass."""
        return [name for name, code, _ in self.ended if code]

    def summary(self) -> int:
        """Print one line per step and return the exit code of the whole."""
        heading("summary")
        for name, code, seconds in self.ended:
            say(f"  {'FAILED' if code else 'passed'}  {seconds:7.1f} s  {name}")
        total = sum(seconds for _, _, seconds in self.ended)
        say(f"          {total:7.1f} s  in all")
        failed = self.failed()
        if failed:
            say(f"\nLook above, under: {', '.join(failed)}.")
        return 1 if failed else 0


def stop_in_words(error: Stop) -> int:
    """Print why the command stops and return its exit code."""
    print(f"\nStopped: {error}", file=sys.stderr, flush=True)
    return 2
