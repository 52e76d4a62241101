"""The whole run by size, and its drawing: time against size, both by powers of ten."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from .timing import Row, apart

DRAWING = Path(__file__).with_name("growth.svg")
SIZES = (
    (250, 150),
    (500, 300),
    (1000, 1000),
    (2000, 1200),
    (5000, 3000),
    (10_000, 6000),
    (30_000, 18_000),
)
PARTS = ("preparing", "scoring", "solving", "proof", "reasons")
HEAD = [
    "mentees x mentors",
    "seconds",
    "processor s",
    *(f"{part} s" for part in PARTS),
    "memory MB",
    "proved",
    "rounds",
]
COLOURS = dict(zip(PARTS, ("#7a6f9b", "#c2571a", "#14746f", "#2f5fa8", "#8a8a3a"), strict=True))
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 460, 70, 30, 130, 60


def growth(quick: bool) -> Iterator[Row]:
    """Yield the whole run by size: eight criteria, five rules, lists, solving, proof over all pairs, ties, reasons.

    Each size in a process of its own. Processor seconds by part; at 1,000 x 1,000 and below all pairs are assigned at once.
    """
    yield HEAD
    for n, m in SIZES[:3] if quick else SIZES:
        yield whole_run(n, m)


def largest(quick: bool) -> Iterator[Row]:
    """Yield the same at 100,000 x 60,000: six thousand million pairs, all priced."""
    yield HEAD
    if not quick:
        yield whole_run(100_000, 60_000)


def whole_run(n: int, m: int) -> Row:
    run = apart("one_run", str(n), str(m))
    return [
        f"{n} x {m}",
        run["seconds"],
        run["processor"],
        *(run["steps"][part] for part in PARTS),
        round(run["memory"]),
        "yes" if run["proved"] else f"gap {run['gap']:.4%}",
        run["rounds"],
    ]


def redraw(sections: Mapping[str, str]) -> None:
    """Draw again the rows of these sections of the results."""
    rows = [
        line.strip("| ").split(" | ")
        for name in ("growth", "largest")
        for line in sections.get(name, "").splitlines()
        if line.startswith("| ") and line[2].isdigit()
    ]
    if len(rows) > 1:
        DRAWING.write_text(drawing(rows), encoding="utf-8")


def drawing(rows: list[list[str]]) -> str:
    """Return the drawing: processor seconds of each part, and of the whole, against the number of pairs."""
    sizes = [math.prod(int(side) for side in row[0].split(" x ")) for row in rows]
    columns = {"the whole": 2} | {part: 3 + k for k, part in enumerate(PARTS)}
    lines = {
        name: [(size, float(row[column])) for size, row in zip(sizes, rows, strict=True)]
        for name, column in columns.items()
    }
    lowest, highest = 1e-3, max(seconds for _, seconds in lines["the whole"])
    x_low, x_high = math.floor(math.log10(sizes[0])), math.ceil(math.log10(sizes[-1]))
    y_low, y_high = math.log10(lowest), math.ceil(math.log10(highest))

    def x(pairs: float) -> float:
        share = (math.log10(pairs) - x_low) / (x_high - x_low)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(seconds: float) -> float:
        share = (math.log10(max(seconds, lowest)) - y_low) / (y_high - y_low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        "<style>text { font: 13px system-ui, sans-serif }</style>",
        "<title>Processor seconds of a whole run against the number of pairs, both by powers of ten</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for power in range(x_low, x_high + 1):
        at = x(10**power)
        parts.append(_line(at, TOP, at, HEIGHT - BOTTOM))
        parts.append(_text(at, HEIGHT - BOTTOM + 20, f"10{_raised(power)}", "middle"))
    for power in range(round(y_low), y_high + 1):
        at = y(10.0**power)
        parts.append(_line(LEFT, at, WIDTH - RIGHT, at))
        parts.append(_text(LEFT - 8, at + 4, f"{10.0**power:g} s", "end"))
    parts.append(
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, "pairs (mentees × mentors)", "middle")
    )
    labels = sorted(lines, key=lambda name: -lines[name][-1][1])
    beside = 0.0
    for name in labels:
        colour = COLOURS.get(name, "#222222")
        points = " ".join(f"{x(pairs):.1f},{y(seconds):.1f}" for pairs, seconds in lines[name])
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        )
        beside = max(y(lines[name][-1][1]) + 4, beside + 17)
        parts.append(_text(WIDTH - RIGHT + 8, beside, name, "start", colour))
    return "\n".join([*parts, "</svg>", ""])


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = "#444444") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def _raised(power: int) -> str:
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(power))
