"""The one place that asks what time it is, so that a demo world can live in the past."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

_travelled: ContextVar[datetime | None] = ContextVar("ithaque_clock", default=None)


def now() -> datetime:
    """Return the current instant, aware, in UTC (or the instant set by `at`)."""
    return _travelled.get() or timezone.now()


def today(zone: tzinfo | str | None = None) -> date:
    """Return today's date in `zone` (a tzinfo or an IANA name; the active zone by default)."""
    if isinstance(zone, str):
        zone = ZoneInfo(zone)
    return timezone.localtime(now(), zone).date()


@contextlib.contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Run a block as if it were `moment` (aware): how the demo builds months of history."""
    token = _travelled.set(moment)
    try:
        yield
    finally:
        _travelled.reset(token)
