"""Tasks the tests run: they leave a line in a file, fail, last, or refuse."""

import time
from datetime import timedelta
from pathlib import Path

from ithaque.kernel.errors import Refusal
from ithaque.kernel.tasks import task

SOON = timedelta(milliseconds=200)


def lines(path):
    """Return the lines left so far."""
    return Path(path).read_text().split() if Path(path).exists() else []


def leave(path, line):
    """Append a line, whole, whoever else writes."""
    with Path(path).open("a") as file:
        file.write(f"{line}\n")


@task()
def note(path, line):
    leave(path, line)


@task(attempts=3, first_wait=SOON)
def fail(path, line):
    leave(path, line)
    raise ValueError("as asked")


@task(attempts=10, first_wait=SOON)
def fail_twice(path, line):
    leave(path, line)
    if lines(path).count(line) < 3:
        raise ValueError("not yet")


@task(attempts=5)
def refuse(path):
    leave(path, "refused")
    raise Refusal("no", "No.")


@task(attempts=10, first_wait=SOON)
def last(path, line, seconds):
    leave(path, f"{line}-begun")
    time.sleep(seconds)
    leave(path, f"{line}-done")
