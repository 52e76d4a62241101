"""A table as an OpenDocument spreadsheet: one sheet, typed cells, no formula and no style that could act."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain
from typing import BinaryIO
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

MIME = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
WRITTEN = (1980, 1, 1, 0, 0, 0)  # the same table gives the same bytes
LONGEST = 32_000
SPACES = {
    **{f"xmlns:{name}": f"{OASIS}{name}:1.0" for name in ("office", "table", "text")},
    "office:version": "1.3",
}
register_namespace("manifest", f"{OASIS}manifest:1.0")
# What XML 1.0 cannot hold.
_UNHEARD = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))

Value = str | int | float | date | None


def write_ods(file: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write the file of a table into an open one, line by line."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "mimetype", MIME.encode(), zipfile.ZIP_STORED)
        _add(archive, "META-INF/manifest.xml", _manifest())
        with archive.open(_entry("content.xml"), "w", force_zip64=True) as content:
            xml = XMLGenerator(content, "utf-8", short_empty_elements=True)
            xml.startDocument()
            with _inside(xml, "office:document-content", SPACES), _inside(xml, "office:body"):
                with (
                    _inside(xml, "office:spreadsheet"),
                    _inside(xml, "table:table", {"table:name": "1"}),
                ):
                    for row in chain([headers], rows):
                        with _inside(xml, "table:table-row"):
                            for value in row:
                                _cell(xml, value)
            xml.endDocument()


@contextmanager
def _inside(
    xml: XMLGenerator, name: str, attributes: dict[str, str] | None = None
) -> Iterator[None]:
    xml.startElement(name, AttributesImpl(attributes or {}))
    yield
    xml.endElement(name)


def _cell(xml: XMLGenerator, value: Value) -> None:
    if value is None or value == "":
        with _inside(xml, "table:table-cell"):
            pass
        return
    if isinstance(value, date):
        typed = value.isoformat()
        kind = {"office:value-type": "date", "office:date-value": typed}
    elif isinstance(value, int | float):
        typed = str(value)
        kind = {"office:value-type": "float", "office:value": typed}
    else:
        typed = value.translate(_UNHEARD)[:LONGEST]
        kind = {"office:value-type": "string"}
    with _inside(xml, "table:table-cell", kind):
        for paragraph in typed.splitlines() or [""]:
            with _inside(xml, "text:p"):
                xml.characters(paragraph)


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


def _entry(name: str, how: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WRITTEN)
    entry.compress_type = how
    return entry


def _add(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    archive.writestr(_entry(name, how), data)
