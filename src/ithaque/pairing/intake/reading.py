"""From a file to a `Table`: what kind of file it is, where its header stands, which lines are whole."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import IO

from ithaque.pairing.intake.decoding import detect_encoding
from ithaque.pairing.intake.delimited import read_delimited
from ithaque.pairing.intake.documents import looks_like_json, read_documents
from ithaque.pairing.intake.header import find_header, name_headers
from ithaque.pairing.intake.table import Fault, Limits, Row, Table, TableError
from ithaque.pairing.intake.workbook import read_workbook
from ithaque.pairing.messages import Message

OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)
# The older form of workbooks, which readers follow into whatever memory a damaged one asks for; one saved with a password
# has the same form, and holds a stream of this name (MS-OFFCRYPTO 2.1.4).
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
WORKBOOK_EXTENSIONS = {".xlsx", ".xlsm", ".ods"}
TEXT_EXTENSIONS = {".csv", ".tsv", ".txt", ""}
FIRST_LINES = 25
UNDO_NEUTRAL = ("'=", "'+", "'-", "'@")

Lines = Iterator[tuple[int, list[str]]]


def read_table(
    source: Path | str | bytes, name: str = "", *, limits: Limits | None = None, sheet: str = ""
) -> Table:
    """Return the table held by a file (a path, or its bytes with the name it came under).

    Reads CSV with any delimiter in UTF-8, UTF-16, cp1252, Mac Roman or cp850, XLSX, ODS and JSON. The content decides,
    never the extension; a mismatch is a note. Lines that do not fit under the headers are kept as
    `broken` with a fault, cells past the limit are cut with a fault.
    Raises `TableError` with one of `wording.TABLE_ERRORS` when the file as a whole cannot be used.
    """
    limits = limits or Limits()
    name, data = _load(source, name, limits)
    notes: list[Message] = []
    extension = Path(name).suffix.lower()
    if data.startswith(b"PK"):
        sheet, sheets, lines = read_workbook(data, limits, sheet)
        if len(sheets) > 1:
            notes.append(
                Message(
                    "note.sheets", {"sheet": sheet, "others": [s for s in sheets if s != sheet]}
                )
            )
        if extension not in WORKBOOK_EXTENSIONS:
            notes.append(Message("note.extension", {"name": name, "kind": "XLSX/ODS"}))
        return _build(Table(name, (), (), sheet=sheet), lines, limits, notes)
    if extension == ".json" or looks_like_json(data):
        return _build(Table(name, (), (), encoding="utf-8"), read_documents(data), limits, notes)
    encoding = detect_encoding(data)
    if encoding in {"mac_roman", "cp850"}:
        notes.append(Message("note.encoding", {"encoding": encoding}))
    if extension not in TEXT_EXTENSIONS:
        notes.append(Message("note.extension", {"name": name, "kind": "CSV"}))
    delimiter, lines = read_delimited(io.BytesIO(data), encoding)
    return _build(Table(name, (), (), encoding=encoding, delimiter=delimiter), lines, limits, notes)


def _load(source: Path | str | bytes, name: str, limits: Limits) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        data = source
        if len(data) > limits.bytes:
            raise TableError("too_big", size=len(data), limit=limits.bytes)
    else:
        path = Path(source)
        name = name or path.name
        data = _read_file(path, limits)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise TableError("empty")
    for mark, kind in OTHER_KINDS:
        if data.startswith(mark):
            raise TableError("other_kind", kind=kind)
    if data.startswith(OLE):
        raise TableError("workbook_locked" if ENCRYPTED in data else "workbook_old")
    if data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise TableError("other_kind", kind="HTML")
    return name, data


def _read_file(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            return _read_bounded(file, limits)
    except IsADirectoryError as error:
        raise TableError("is_folder", path=str(path)) from error
    except FileNotFoundError as error:
        raise TableError("not_found", path=str(path)) from error
    except OSError as error:
        raise TableError("unreadable", path=str(path)) from error


def _read_bounded(file: IO[bytes], limits: Limits) -> bytes:
    data = file.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        raise TableError("too_big", size=len(data), limit=limits.bytes)
    return data


def _build(table: Table, lines: Lines, limits: Limits, notes: list[Message]) -> Table:
    first = list(islice(lines, FIRST_LINES))
    at = find_header(first)
    header_line, cells = first[at]
    if len(cells) > limits.columns:
        raise TableError("too_many_columns", columns=len(cells), limit=limits.columns)
    if any(any(cell.strip() for cell in cells) for _, cells in first[:at]):
        notes.append(Message("note.title_lines", {"line": header_line}))
    headers, kept = name_headers(cells, first[at + 1 :])
    reader = _Lines(headers, kept, len(cells), limits)
    for line, cells in chain(first[at + 1 :], lines):
        reader.add(line, cells)
    if not reader.rows:
        raise TableError("no_rows", headers=list(headers))
    if reader.lost_letters:
        notes.append(Message("note.lost_letters", {"count": reader.lost_letters}))
    return Table(
        table.name,
        tuple(headers),
        tuple(reader.rows),
        tuple(reader.faults),
        tuple(notes),
        table.encoding,
        table.delimiter,
        table.sheet,
    )


class _Lines:
    """Lays lines under the headers, one at a time, and remembers what did not fit."""

    def __init__(self, headers: list[str], kept: list[int], width: int, limits: Limits) -> None:
        self.headers, self.kept, self.width, self.limits = headers, kept, width, limits
        self.rows: list[Row] = []
        self.faults: list[Fault] = []
        self.lost_letters = 0
        self._known: Counter[str] = Counter()

    def add(self, line: int, cells: list[str]) -> None:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            return
        if len(self.rows) >= self.limits.rows:
            raise TableError("too_many_rows", limit=self.limits.rows)
        if any("\ufffd" in cell for cell in cells):
            self.lost_letters += 1
        extra = any(cells[self.width :])
        if extra:
            self._fault(line, "", "too_many_cells", "error", found=len(cells), expected=self.width)
        elif len(cells) < self.width and any(at >= len(cells) for at in self.kept):
            self._fault(line, "", "too_few_cells", "warning", found=len(cells), expected=self.width)
        if extra:
            self.rows.append(
                Row(line, tuple(cell[: self.limits.cell] for cell in cells), broken=True)
            )
            return
        laid = [
            self._bounded(line, header, cells[at]) if at < len(cells) else ""
            for header, at in zip(self.headers, self.kept, strict=True)
        ]
        self.rows.append(Row(line, tuple(laid)))

    def _bounded(self, line: int, header: str, cell: str) -> str:
        if cell.startswith(UNDO_NEUTRAL):
            cell = cell[1:]
        if len(cell) > self.limits.cell:
            self._fault(
                line, header, "cell_cut", "warning", length=len(cell), limit=self.limits.cell
            )
            return cell[: self.limits.cell]
        return cell

    def _fault(self, line: int, column: str, code: str, severity: str, **data: object) -> None:
        self.faults.append(
            Fault(line, column, code, data, "error" if severity == "error" else "warning")
        )
