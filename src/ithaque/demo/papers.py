"""Small files people join to their letters, drawn here byte by byte: a page as PDF, a week as PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

Colour = tuple[int, int, int]
PAPER, LINE, INK = (255, 255, 255), (214, 220, 226), (31, 58, 86)
A4 = (595, 842)
"""Points (ISO 216)."""


def page(title: str, lines: Sequence[str]) -> bytes:
    """Return a page of text as PDF 1.4; the characters of Windows-1252 alone are drawn."""
    words = ["BT /F2 18 Tf 64 760 Td", f"({_escaped(title)}) Tj /F1 12 Tf 0 -40 Td"]
    words += [f"({_escaped(line)}) Tj 0 -22 Td" for line in lines]
    drawn = " ".join([*words, "ET"]).encode("cp1252")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 6 0 R "
        b"/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>" % A4,
        (font % "Helvetica").encode(),
        (font % "Helvetica-Bold").encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )


def week(busy: Sequence[tuple[int, int, int, Colour]]) -> bytes:
    """Return a timetable of five days and ten hours as PNG; each is (day, hour, hours, colour)."""
    wide, tall, day, hour = 481, 321, 96, 32
    rows = [
        [LINE if x % day == 0 or y % hour == 0 else PAPER for x in range(wide)] for y in range(tall)
    ]
    for column, start, hours, colour in busy:
        left, top = column * day + 3, start * hour + 3
        for y in range(top, top + hours * hour - 5):
            edge = [INK] * 4
            rows[y][left : left + day - 5] = edge + [colour] * (day - 9)
    return _png(rows)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf(*objects: bytes) -> bytes:
    """Return a PDF file of objects, with the table of where each begins (ISO 32000-1, 7.5)."""
    out, starts = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, one in enumerate(objects, start=1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    )


def _png(rows: Sequence[Sequence[Colour]]) -> bytes:
    """Return an image of colours as PNG, eight bits a colour (ISO/IEC 15948)."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    raw = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in rows)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
