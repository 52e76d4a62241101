"""Rows of a spreadsheet (XLSX, ODS), after looking at what the archive would unfold into.

A workbook is a ZIP of XML: a small file can hold gigabytes, or two cells so far apart that the rectangle between
them fills the memory. Both are measured before the reader, which works all in memory, is let in.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from ithaque.pairing.intake.table import Limits, TableError

CELLS = 20_000_000
MEMBERS = 5_000
CHUNK = 1 << 20
LOCAL_HEADER = 30
XLSX_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,4})(\d{1,8})"')
ODS_TOKEN = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^>]*?)(/?)>")
ODS_ROWS = re.compile(rb'number-rows-repeated="(\d+)"')
ODS_COLUMNS = re.compile(rb'number-columns-repeated="(\d+)"')

Cell = Any


def read_workbook(
    data: bytes, limits: Limits, sheet: str = ""
) -> tuple[str, list[str], Iterator[tuple[int, list[str]]]]:
    """Return the sheet read, the names of all visible sheets, and the rows as (line number, cells as text).

    Without a name, the first visible sheet that holds something. Raises `TableError`: workbook_broken,
    workbook_locked, workbook_bomb, sheet_unknown, workbook_other.
    """
    import python_calamine as calamine

    _refuse_bomb(data, limits)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        visible = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible == calamine.SheetVisibleEnum.Visible
        ]
        if sheet and sheet not in visible:
            raise TableError("sheet_unknown", sheet=sheet, sheets=visible)
        for name in [sheet] if sheet else visible:
            found = book.get_sheet_by_name(name)
            if found.height:
                return name, visible, _rows(found)
    except (
        calamine.CalamineError,
        calamine.ZipError,
        calamine.XmlError,
        OSError,
        ValueError,
    ) as error:
        raise TableError("workbook_broken") from error
    raise TableError("empty")


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for line, cells in enumerate(sheet.iter_rows(), 1):
        yield line, [as_text(cell) for cell in cells]


def as_text(cell: Cell) -> str:
    """Return a spreadsheet's value as a person would have typed it in a CSV."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "True" if cell else "False"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _refuse_bomb(data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableError("workbook_broken") from error
    if not any(
        m.filename in {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} for m in members
    ):
        raise TableError("workbook_other")
    if any(m.flag_bits & 1 for m in members):
        raise TableError("workbook_locked")
    if len(members) > MEMBERS:
        raise TableError("workbook_bomb")
    left = limits.unpacked_bytes
    for member in members:
        left -= _measure(data, member, left)


def _measure(data: bytes, member: zipfile.ZipInfo, left: int) -> int:
    """Return how long a member unfolds, whatever its header says; refuse it when too long, too wide or broken."""
    size, extent = 0, _extent_reader(member.filename)
    check = _Wellformed() if member.filename.endswith((".xml", ".rels")) else None
    for piece in _unfold(data, member):
        size += len(piece)
        if size > left:
            raise TableError("workbook_bomb")
        if extent is not None:
            extent.feed(piece)
            if extent.cells > CELLS:
                raise TableError("workbook_bomb")
        if check is not None:
            check.feed(piece)
    if check is not None:
        check.close()
    return size


def _unfold(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    at = member.header_offset
    name, extra = (int.from_bytes(data[at + low : at + low + 2], "little") for low in (26, 28))
    start = at + LOCAL_HEADER + name + extra
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (packed[low : low + CHUNK] for low in range(0, len(packed), CHUNK))
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise TableError("workbook_other")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while piece := inflater.decompress(packed, CHUNK):
            packed = inflater.unconsumed_tail
            yield piece
    except zlib.error as error:
        raise TableError("workbook_broken") from error


class _Wellformed:
    """Refuses XML that is not whole: the reader may wait for ever for the end of a broken element.

    A document type is refused too: workbooks have none, and entities unfold without end.
    """

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self._parser.Parse(piece, last)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise TableError("workbook_broken") from error

    def close(self) -> None:
        self.feed(b"", last=True)

    @staticmethod
    def _refuse(*_: object) -> None:
        raise TableError("workbook_broken")


class _XlsxExtent:
    """The rectangle that holds every cell of an XLSX sheet."""

    def __init__(self) -> None:
        self.right = self.bottom = 1
        self._tail = b""

    @property
    def cells(self) -> int:
        return self.right * self.bottom

    def feed(self, piece: bytes) -> None:
        piece = self._tail + piece
        for letters, digits in XLSX_CELL.findall(piece):
            self.right = max(self.right, _column_number(letters))
            self.bottom = max(self.bottom, int(digits))
        self._tail = piece[-64:]


class _OdsExtent:
    """The rectangle that an ODS sheet's repeated rows and cells unfold into, trailing blanks left out."""

    def __init__(self) -> None:
        self.widest = self.rows = 0
        self._tail = b""
        self._row_repeat, self._pending_rows, self._column, self._used = 1, 0, 0, 0

    @property
    def cells(self) -> int:
        return max(self.widest, 1) * max(self.rows, 1)

    def feed(self, piece: bytes) -> None:
        piece = self._tail + piece
        end = 0
        for token in ODS_TOKEN.finditer(piece):
            end = token.end()
            self._read(token[1], token[2], closed=bool(token[3]))
        self._tail = piece[max(end, len(piece) - 4096) :]

    def _read(self, kind: bytes, attributes: bytes, *, closed: bool) -> None:
        if kind == b"table-row":
            self._pending_rows += self._row_repeat if self._column else 0
            self._row_repeat = _repeat(ODS_ROWS, attributes)
            self._column = 0
            return
        self._column += _repeat(ODS_COLUMNS, attributes)
        if not closed or b"value" in attributes:
            self.widest = max(self.widest, self._column)
            self.rows += self._pending_rows + self._row_repeat
            self._pending_rows, self._row_repeat = 0, 0


def _extent_reader(name: str) -> _XlsxExtent | _OdsExtent | None:
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        return _XlsxExtent()
    return _OdsExtent() if name == "content.xml" else None


def _repeat(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
