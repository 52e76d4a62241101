"""Plots as inline SVG: plain shapes, colours from the page's style, every figure also written.

Each plot is an image with a title and a description for those who do not see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from .markup import Markup, element

WIDTH = 640
ROW = 72  # height of one labelled bar
PLOT = 180  # height of a histogram's columns


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled share from 0 to 1, what is written beside it, and its interval when there is one."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None


class Plots:
    """Makes the plots of one page, so that their titles have ids of their own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def _image(self, title: str, description: str, height: float, shapes: Sequence[Any]) -> Markup:
        number = next(self._numbers)
        ids = f"plot-{number}-title", f"plot-{number}-text"
        return element(
            "svg",
            element("title", title, id=ids[0]),
            element("desc", description, id=ids[1]),
            *shapes,
            viewBox=f"0 0 {WIDTH} {height:g}",
            role="img",
            aria_labelledby=" ".join(ids),
            class_="plot",
        )

    def histogram(
        self, title: str, description: str, columns: Sequence[tuple[str, int]], axis: str
    ) -> Markup:
        """Return columns of counts side by side, each with its count above and its label below."""
        most = max((number for _, number in columns), default=0) or 1
        step = WIDTH / max(1, len(columns))
        base = PLOT + 24
        shapes: list[Markup] = []
        for at, (label, number) in enumerate(columns):
            tall, middle = PLOT * number / most, (at + 0.5) * step
            shapes.append(
                _box(at * step + 4, base - tall, step - 8, tall, "column" if number else "empty")
            )
            if number:
                shapes.append(_text(middle, base - tall - 6, str(number), "count middle"))
            shapes.append(_text(middle, base + 22, label, "label middle"))
        shapes.append(element("line", x1=0, x2=WIDTH, y1=base, y2=base, class_="axis"))
        shapes.append(_text(WIDTH / 2, base + 46, axis, "label middle"))
        return self._image(title, description, base + 56, shapes)

    def bars(self, title: str, description: str, bars: Sequence[Bar]) -> Markup:
        """Return horizontal bars from 0 to 1, each under its label, intervals as a line across its end."""
        shapes: list[Markup] = []
        for at, bar in enumerate(bars):
            top = at * ROW
            shapes += [
                _text(0, top + 18, bar.label, "label strong"),
                _text(0, top + 40, bar.words, "label"),
                _box(0, top + 48, WIDTH, 10, "track"),
                _box(0, top + 48, WIDTH * _share(bar.value), 10, "fill"),
            ]
            if bar.low is not None and bar.high is not None:
                left, right = WIDTH * _share(bar.low), WIDTH * _share(bar.high)
                y = top + 53
                shapes.append(
                    element("line", x1=f"{left:g}", x2=f"{right:g}", y1=y, y2=y, class_="interval")
                )
                shapes += [
                    element("line", x1=f"{x:g}", x2=f"{x:g}", y1=y - 6, y2=y + 6, class_="interval")
                    for x in (left, right)
                ]
        return self._image(title, description, len(bars) * ROW, shapes)

    def parts(self, title: str, description: str, parts: Sequence[tuple[str, int, str]]) -> Markup:
        """Return one bar cut in parts (name, number, class of the style), its legend under it."""
        whole = sum(number for _, number, _ in parts) or 1
        shapes: list[Markup] = []
        left, at = 0.0, 0.0
        for name, number, kind in parts:
            wide = WIDTH * number / whole
            shapes.append(_box(left, 0, wide, 34, kind))
            shapes.append(_box(at, 52, 14, 14, kind))
            shapes.append(_text(at + 22, 64, name, "label"))
            left, at = left + wide, at + WIDTH / len(parts)
        return self._image(title, description, 74, shapes)


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return element(
        "rect", x=f"{x:g}", y=f"{y:g}", width=f"{width:g}", height=f"{height:g}", rx=4, class_=kind
    )


def _text(x: float, y: float, words: str, kind: str) -> Markup:
    return element("text", words, x=f"{x:g}", y=f"{y:g}", class_=kind)
