"""A table as an OpenDocument spreadsheet: one sheet, typed cells, no formula and no style that could act."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

MIME = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
WRITTEN = (1980, 1, 1, 0, 0, 0)  # the same table gives the same bytes
LONGEST = 32_000
for _name in ("office", "table", "text", "manifest"):
    register_namespace(_name, f"{OASIS}{_name}:1.0")
# What XML 1.0 cannot hold.
_UNHEARD = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))

Value = str | int | float | date | None


def ods_bytes(headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the file of a table."""
    root = Element(
        f"{{{OASIS}office:1.0}}document-content", {f"{{{OASIS}office:1.0}}version": "1.3"}
    )
    body = SubElement(root, f"{{{OASIS}office:1.0}}body")
    sheet = SubElement(
        SubElement(body, f"{{{OASIS}office:1.0}}spreadsheet"), f"{{{OASIS}table:1.0}}table"
    )
    sheet.set(f"{{{OASIS}table:1.0}}name", "1")
    for row in (headers, *rows):
        line = SubElement(sheet, f"{{{OASIS}table:1.0}}table-row")
        for value in row:
            _cell(line, value)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "mimetype", MIME.encode(), zipfile.ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _manifest())
        _add(archive, "content.xml", tostring(root, encoding="utf-8", xml_declaration=True))
    return data.getvalue()


def _cell(line: Element, value: Value) -> None:
    cell = SubElement(line, f"{{{OASIS}table:1.0}}table-cell")
    if value is None or value == "":
        return
    if isinstance(value, date):
        kind, typed = "date", value.isoformat()
        cell.set(f"{{{OASIS}office:1.0}}date-value", typed)
    elif isinstance(value, int | float):
        kind, typed = "float", str(value)
        cell.set(f"{{{OASIS}office:1.0}}value", typed)
    else:
        kind, typed = "string", value.translate(_UNHEARD)[:LONGEST]
    cell.set(f"{{{OASIS}office:1.0}}value-type", kind)
    for paragraph in typed.splitlines() or [""]:
        SubElement(cell, f"{{{OASIS}text:1.0}}p").text = paragraph


def _manifest() -> bytes:
    space = f"{OASIS}manifest:1.0"
    root = Element(f"{{{space}}}manifest", {f"{{{space}}}version": "1.3"})
    for path, kind in (("/", MIME), ("content.xml", "text/xml")):
        SubElement(
            root,
            f"{{{space}}}file-entry",
            {f"{{{space}}}full-path": path, f"{{{space}}}media-type": kind},
        )
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, WRITTEN)
    entry.compress_type = how
    archive.writestr(entry, data)
