"""Which workers are alive: each process says so every few seconds, in a row of its own."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta

from django.utils import timezone

from ithaque.kernel.models import TaskWorker

BEAT = timedelta(seconds=5)
# Twelve beats: a database busy with one long transaction does not make a worker look dead.
LEASE = timedelta(seconds=60)
_names: dict[int, str] = {}


def own_name() -> str:
    """Return the name of this process among the workers: machine, process, and a word of chance."""
    pid = os.getpid()
    if pid not in _names:
        _names[pid] = f"{socket.gethostname()[:30]}:{pid}:{secrets.token_hex(4)}"
    return _names[pid]


def beat() -> None:
    """Say that this process is alive."""
    TaskWorker.objects.update_or_create(name=own_name(), defaults={"seen_at": timezone.now()})


def leave() -> None:
    """Say that this process stops, having finished what it ran."""
    TaskWorker.objects.filter(name=own_name()).delete()


def alive() -> set[str]:
    """Return the names of the workers heard of within the lease."""
    since = timezone.now() - LEASE
    return set(TaskWorker.objects.filter(seen_at__gte=since).values_list("name", flat=True))
