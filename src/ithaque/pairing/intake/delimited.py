"""Rows of a CSV file, one at a time, whatever separates its cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import IO

from ithaque.pairing.intake.table import TableError

DELIMITERS = ";,\t|"
SAMPLE_LINES = 30
# An unclosed quote swallows the rest of the file: past this length it is a fault, never a cell.
LONGEST_CELL = 1_000_000


def read_delimited(file: IO[bytes], encoding: str) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """Return the delimiter and the rows as (line number, cells), read as they are asked for.

    Undecodable bytes become "\ufffd" and zero bytes vanish. The rows raise `TableError("unclosed_quote", line=…)`
    when a quoted cell never ends.
    """
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    head = [line for line in (text.readline(LONGEST_CELL) for _ in range(SAMPLE_LINES)) if line]
    delimiter = _stated_delimiter(head) or find_delimiter(head)
    if _stated_delimiter(head):
        head[0] = "\r\n"
    return delimiter, _rows(head, text, delimiter)


def find_delimiter(lines: list[str]) -> str:
    """Return the sign that cuts these lines into the most regular table; a comma when none does."""
    best, best_score = ",", 0.0
    for sign in DELIMITERS:
        widths = [len(cells) for cells in csv.reader(_clean(lines), delimiter=sign) if any(cells)]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        regular = widths.count(usual) / len(widths)
        header_bonus = 1 if widths[0] > 1 else 0
        score = regular * (usual > 1) * (1 + header_bonus) + usual / 1_000
        if score > best_score:
            best, best_score = sign, score
    return best


def _stated_delimiter(lines: list[str]) -> str:
    """Excel's own first line: `sep=;`."""
    first = lines[0].strip().strip('"').lower() if lines else ""
    return first[4] if first.startswith("sep=") and len(first) == 5 else ""


def _rows(head: list[str], rest: IO[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(_clean(_chain(head, rest)), delimiter=delimiter)
    start = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError("unclosed_quote", line=start) from error
        yield start, cells
        start = reader.line_num + 1


def _chain(head: list[str], rest: IO[str]) -> Iterator[str]:
    yield from head
    while line := rest.readline(LONGEST_CELL):
        yield line


def _clean(lines: list[str] | Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line.replace("\0", "") if "\0" in line else line
