"""Geometry of the small charts, drawn as SVG by the server: no script, and they print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

WIDTH, BASE = 300, 100
LEFT, RIGHT, TOP, BOTTOM = 8, 288, 24, 92
INSIDE = 34
"""Where a curve begins beside its levels."""
GAP, SMALLEST = 3, 6
COLOURS = {"good": "olive", "watch": "sun", "urgent": "brick", "info": "sea", "quiet": "edge"}


def _read(thing: Any, name: str) -> Any:
    return thing[name] if isinstance(thing, Mapping) else getattr(thing, name)


@dataclass(frozen=True)
class Point:
    """One point of a line, placed."""

    x: float
    y: float
    label: str
    value: float


@dataclass(frozen=True)
class LineChart:
    """A line over a 300 × 120 drawing, its first and last points apart."""

    points: list[Point]

    @property
    def path(self) -> str:
        """Return the SVG path through the points."""
        return (
            "M" + " ".join(f"{point.x:g} {point.y:g}" for point in self.points)
            if self.points
            else ""
        )

    @property
    def first(self) -> Point | None:
        """Return the oldest point."""
        return self.points[0] if self.points else None

    @property
    def last(self) -> Point | None:
        """Return the newest point."""
        return self.points[-1] if self.points else None


def line_chart(points: Iterable[Any]) -> LineChart:
    """Place points (`label`, `value`) from left to right; the scale starts at zero, as an honest chart does."""
    data = [(str(_read(point, "label")), float(_read(point, "value"))) for point in points]
    top = max((value for _, value in data), default=0) or 1
    step = (RIGHT - LEFT) / (len(data) - 1) if len(data) > 1 else 0
    placed = [
        Point(
            round(LEFT + index * step, 1),
            round(BOTTOM - (BOTTOM - TOP) * value / top, 1),
            label,
            value,
        )
        for index, (label, value) in enumerate(data)
    ]
    return LineChart(placed)


@dataclass(frozen=True)
class LevelChart(LineChart):
    """A line over levels; `marks` are the levels of the scale with their height, the aim (0) among them."""

    marks: list[tuple[int, float]] = field(default_factory=list)


def level_chart(points: Iterable[Any], low: int = -2, high: int = 2) -> LevelChart:
    """Place points (`at`, `label`, `value`) over levels: as far apart as their instants, from `low` to `high`."""
    rows = [
        (_read(point, "at"), str(_read(point, "label")), float(_read(point, "value")))
        for point in points
    ]
    first = rows[0][0] if rows else None
    span = (rows[-1][0] - first).total_seconds() if rows else 0

    def height(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP / 2) * (value - low) / (high - low), 1)

    placed = [
        Point(
            round(
                INSIDE + (RIGHT - INSIDE) * ((at - first).total_seconds() / span if span else 0), 1
            ),
            height(value),
            label,
            value,
        )
        for at, label, value in rows
    ]
    return LevelChart(placed, [(level, height(level)) for level in range(low, high + 1)])


@dataclass(frozen=True)
class Share:
    """One part of a bar cut in shares."""

    x: float
    width: float
    colour: str


def share_bar(parts: Iterable[Any]) -> list[Share]:
    """Cut a 300-wide bar in proportion to the parts (`value`, `kind`); empty parts are left out.

    A part that exists keeps at least 6 units, so that two urgent cases out of a thousand are seen.
    """
    kept = [(float(_read(part, "value")), str(_read(part, "kind"))) for part in parts]
    kept = [(value, kind) for value, kind in kept if value > 0]
    total = sum(value for value, _ in kept)
    room = WIDTH - GAP * max(len(kept) - 1, 0)
    widths = [max(SMALLEST, room * value / total) for value, _ in kept]
    excess = sum(widths) - room
    if widths:
        widths[widths.index(max(widths))] -= excess
    shares, x = [], 0.0
    for width, (_, kind) in zip(widths, kept, strict=True):
        shares.append(Share(round(x, 1), round(width, 1), COLOURS.get(kind, "sea")))
        x += width + GAP
    return shares
