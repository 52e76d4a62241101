"""`python -m benchmarks [--quick] [NAME …]`: run the measurements and write benchmarks/results.md.

Named tables are measured again, the others stay as they were; with --quick nothing is written.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from inspect import cleandoc
from pathlib import Path
from typing import Any

from .growth import redraw
from .measures import TABLES

DRAWINGS = {"growth": ["![Time against size](growth.svg)"]}
RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"among {', '.join(TABLES)}; all by default"
    )
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, a minute in all; nothing is written"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - TABLES.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    sections = {} if options.quick else kept_sections()
    for name, table in TABLES.items():
        if not options.names or name in options.names:
            sections[name] = measured(name, table(options.quick), table.__doc__ or "")
            if not options.quick:
                write(sections)
    if options.quick:
        print(written(sections))


def written(sections: dict[str, str]) -> str:
    """Return the page of results."""
    kept = [sections[name] for name in TABLES if name in sections]
    return "\n\n".join(["# Measurements of the pairing engine", *kept])


def write(sections: dict[str, str]) -> None:
    """Write the results, and draw them: after each table, so that a run that is stopped keeps what it measured."""
    RESULTS.write_text(written(sections) + "\n", encoding="utf-8")
    redraw(sections)


def measured(name: str, table: Iterator[list[Any]], meaning: str) -> str:
    """Return the section of a table, measured now."""
    print(f"## {name}", file=sys.stderr)
    where, rows = machine(), []
    for row in table:
        cells = " | ".join(shown(cell) for cell in row)
        print("  " + cells, file=sys.stderr, flush=True)
        rows.append(f"| {cells} |")
    rows.insert(1, "|" + " --- |" * (rows[0].count("|") - 1))
    return "\n\n".join(
        [
            f"## {name}",
            cleandoc(meaning).replace("Yield t", "T", 1).replace("Yield w", "W", 1),
            where,
            "\n".join(rows),
            *DRAWINGS.get(name, ()),
        ]
    )


def kept_sections() -> dict[str, str]:
    """Return the sections of the last results, by name: those not measured again stay."""
    if not RESULTS.exists():
        return {}
    parts = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.split("\n", 1)[0]: f"## {part.strip()}" for part in parts}


def shown(cell: Any) -> str:
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)


def machine() -> str:
    """Return the machine in a sentence."""
    model = platform.processor() or platform.machine()
    cpu = Path("/proc/cpuinfo")
    if cpu.exists():
        names = [
            line.split(":", 1)[1].strip()
            for line in cpu.read_text().splitlines()
            if "model name" in line
        ]
        model = names[0] if names else model
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "ortools"))
    return (
        f"`python -m benchmarks` on {os.cpu_count()} cores of {model}, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}. Load of the machine when starting: {load:.1f} "
        "(above the number of cores, seconds of the clock are longer than those of the processor)."
    )


if __name__ == "__main__":
    main()
