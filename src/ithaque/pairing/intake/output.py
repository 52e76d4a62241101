"""Tables written for people: no cell may act as a formula when a spreadsheet opens the file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from ithaque.pairing.intake.opendocument import write_ods

ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?%?")

SHEET_ROWS = 1_048_575
"""Lines a sheet of a workbook holds under its headers; more go to a next sheet."""

Value = str | int | float | date | None


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula; a plain number is none."""
    start = text.lstrip(" \t\r\n\u00a0")
    return (start.startswith(ACTIVE) and not NUMBER.fullmatch(start)) or text[:1] in {"\t", "\r"}


def neutralise(value: Value) -> Value:
    """Return a value that no spreadsheet runs: an apostrophe before what looks like a formula.

    `read_table` takes that apostrophe away again, so that a file written here and sent back is unchanged.
    """
    if isinstance(value, str) and is_formula(value):
        return f"'{value}"
    return value


def write_table(
    path: Path, headers: Sequence[str], rows: Iterable[Sequence[Value]], *, delimiter: str = ","
) -> None:
    """Write a table to a file: XLSX or ODS when the name ends so, CSV otherwise (UTF-8 with its mark, for Excel).

    Every text is neutralised. Raises `OSError` when the file cannot be written; a file half written never replaces
    an older one.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(table_bytes(path.suffix.lower(), headers, rows, delimiter=delimiter))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def table_bytes(
    suffix: str, headers: Sequence[str], rows: Iterable[Sequence[Value]], *, delimiter: str = ","
) -> bytes:
    """Return the same file as bytes, for a download: `suffix` is ".xlsx", ".ods" or anything else for CSV."""
    data = io.BytesIO()
    write_to(data, suffix, headers, rows, delimiter=delimiter)
    return data.getvalue()


def write_to(
    file: BinaryIO,
    suffix: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    delimiter: str = ",",
) -> None:
    """Write the same file into an open one, line by line: memory does not grow with the table."""
    titles = [str(neutralise(header)) for header in headers]
    safe = ([neutralise(value) for value in row] for row in rows)
    if suffix == ".xlsx":
        _write_xlsx(file, titles, safe)
    elif suffix == ".ods":
        write_ods(file, titles, safe)
    else:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow(titles)
        writer.writerows(safe)
        text.detach()


def _write_xlsx(file: BinaryIO, headers: list[str], rows: Iterable[list[Value]]) -> None:
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    lines = iter(rows)
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        row = next(lines, None)
        while True:
            row = _fill_sheet(book.add_worksheet(), headers, row, lines, bold, day)
            if row is None:
                return


def _fill_sheet(
    sheet: Any,
    headers: list[str],
    row: list[Value] | None,
    lines: Iterator[list[Value]],
    *formats: Any,
) -> list[Value] | None:
    """Fill one sheet from a row on; return the first row that has no room left in it, None at the end."""
    bold, day = formats
    sheet.freeze_panes(1, 0)
    for at, header in enumerate(headers):
        sheet.set_column(at, at, min(60, max(12, len(header) + 2)))
        sheet.write_string(0, at, header, bold)
    line = 0
    while row is not None and line < SHEET_ROWS:
        line += 1
        for at, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, at, value, day)
            elif isinstance(value, int | float):
                sheet.write_number(line, at, value)
            elif value is not None and value != "":
                sheet.write_string(line, at, str(value)[:32_000])
        row = next(lines, None)
    return row
