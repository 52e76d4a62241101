"""A table as a person sent it: headers, rows with the line they stand on, and what was noticed while reading.

Nothing here knows what a column means (`recognise`) nor what a person is (`people`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ithaque.pairing.messages import Message

Side = Literal["mentee", "mentor"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of the file.

    An `error` leaves the whole line out; a `warning` keeps the line and says how the cell was treated.
    """

    line: int
    column: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = "warning"


class TableError(Exception):
    """The file as a whole cannot be used; `code` and `data` say why, `wording.error_words` in which words."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. The defaults suit a whole region and stay under about 300 MB of memory."""

    rows: int = 100_000
    columns: int = 500
    cell: int = 4_000
    bytes: int = 60_000_000
    unpacked_bytes: int = 300_000_000


@dataclass(frozen=True)
class Row:
    """One line: its number in the file (first line is 1) and one text per header.

    `broken` lines have more cells than there are headers: they keep all of them, to be shown and given back, never used.
    """

    line: int
    cells: tuple[str, ...]
    broken: bool = False


@dataclass(frozen=True)
class Table:
    """What `read_table` gives: every cell is text, stripped, and no longer than the limit."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Message, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    def column(self, header: str) -> list[str]:
        """Return the cells under one header, in the order of the file, broken lines left out."""
        at = self.headers.index(header)
        return [row.cells[at] for row in self.rows if not row.broken]
