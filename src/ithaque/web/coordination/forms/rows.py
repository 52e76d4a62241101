"""Rows of a form that grow, shrink and change places without a script: choices, lines, columns, conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, str]
MOST = 120


def read(data: Mapping[str, Any], name: str, parts: tuple[str, ...]) -> list[Row]:
    """Return the rows sent as `name-0-part`, in order, those left empty included."""
    found = []
    for number in range(MOST):
        keys = {part: f"{name}-{number}-{part}" for part in parts}
        if not any(key in data for key in keys.values()):
            break
        found.append({part: str(data.get(key, "")).strip() for part, key in keys.items()})
    return found


def filled(rows: list[Row], words: tuple[str, ...]) -> list[Row]:
    """Return the rows that say something."""
    return [row for row in rows if any(row[part] for part in words)]


def act(rows: list[Row], verb: str, place: int) -> list[Row]:
    """Return the rows after a button was pressed: `up`, `down` or `remove` the row at a place."""
    rows = list(rows)
    if not 0 <= place < len(rows):
        return rows
    if verb == "remove":
        rows.pop(place)
    elif verb == "up" and place:
        rows.insert(place - 1, rows.pop(place))
    elif verb == "down":
        rows.insert(place + 1, rows.pop(place))
    return rows
