"""The criteria by code, and how a programme's weights and options make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .availability import Availability
from .base import Criterion, Prepared, Reading, Tell
from .distance import Distance
from .interests import Interests
from .needs import Needs
from .path import Path
from .scales import Expectations, Style
from .tables import Organisation, Seniority, TimeZone
from .text import Text
from .wishes import Wishes

CRITERIA: dict[str, type[Any]] = {
    kind.code: kind
    for kind in (
        Needs,
        Path,
        Style,
        Interests,
        Expectations,
        Availability,
        Wishes,
        Distance,
        TimeZone,
        Seniority,
        Organisation,
        Text,
    )
}


def make_criterion(code: str, options: Mapping[str, Any]) -> Criterion:
    """Return the criterion of this code; lists of options become tuples."""
    kept = {
        name: tuple(value) if isinstance(value, list) else value for name, value in options.items()
    }
    made: Criterion = CRITERIA[code](**kept)
    return made


__all__ = [
    "CRITERIA",
    "Availability",
    "Criterion",
    "Distance",
    "Expectations",
    "Interests",
    "Needs",
    "Organisation",
    "Path",
    "Prepared",
    "Reading",
    "Seniority",
    "Style",
    "Tell",
    "Text",
    "TimeZone",
    "Wishes",
    "make_criterion",
]
