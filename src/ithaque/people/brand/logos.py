"""A logo becomes a small PNG of ours: the file sent is read once, drawn, and thrown away.

Drawing is done by typst, which runs no script, loads nothing and draws SVG with resvg; what could make it work
without end (entities, references that multiply, filters, thousands of shapes, huge pictures) is refused before.
"""

from __future__ import annotations

import re
import struct
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import typst
from django.utils.translation import gettext as _

from ithaque.kernel.errors import Refusal

LARGEST = 512 * 1024
"""Bytes."""
WIDEST = 4096
"""Pixels of a side of a PNG."""
MOST_SHAPES = 3000
HEIGHT = 96
"""Points of the drawn logo; at 2 pixels a point, sharp on every screen."""
SLENDEREST = 8
"""Longest side over shortest."""
HEAVY = frozenset({"use", "filter", "image", "foreignobject", "script", "pattern", "mask"})
PNG = b"\x89PNG\r\n\x1a\n"
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
PAGE = """#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image("logo.{kind}", height: {height}pt)"""


def drawn(content: bytes) -> bytes:
    """Return a PNG of the logo in an SVG or PNG file, its background kept transparent.

    Refuses (Refusal) what is too large, of another kind, damaged, or could hide something.
    """
    if len(content) > LARGEST:
        raise _refusal(_("A logo weighs at most %(most)d kB.") % {"most": LARGEST // 1024})
    kind = _kind(content)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"logo.{kind}").write_bytes(content)
        page = Path(folder, "page.typ")
        page.write_text(PAGE.format(kind=kind, height=HEIGHT), encoding="utf-8")
        try:
            picture = typst.compile(
                page, root=Path(folder), format="png", ppi=144, ignore_system_fonts=True
            )
        except Exception as error:  # typst raises its own kinds; each means that it cannot be drawn
            raise _refusal(_("This picture is damaged and cannot be drawn.")) from error
    assert isinstance(picture, bytes)
    _check_shape(*_size(picture))
    return picture


def _kind(content: bytes) -> str:
    if content.startswith(PNG):
        width, height = _size(content)
        if max(width, height) > WIDEST:
            raise _refusal(_("A logo measures at most %(most)d pixels a side.") % {"most": WIDEST})
        _check_shape(width, height)
        return "png"
    _check_drawing(content)
    return "svg"


def _check_drawing(content: bytes) -> None:
    if DOCTYPE.search(content):
        raise _refusal(_("This SVG declares entities: export it again as a plain SVG."))
    try:
        root = ElementTree.fromstring(content)  # noqa: S314 - entities were refused above
    except (ElementTree.ParseError, ValueError) as error:
        raise _refusal(_("A logo is an SVG or a PNG file.")) from error
    names = [str(element.tag).rpartition("}")[2].lower() for element in root.iter()]
    if names[0] != "svg":
        raise _refusal(_("A logo is an SVG or a PNG file."))
    if heavy := HEAVY.intersection(names):
        raise _refusal(
            _("This SVG uses “%(part)s”, which a logo cannot: flatten it, or send a PNG.")
            % {"part": min(heavy)}
        )
    if len(names) > MOST_SHAPES:
        raise _refusal(_("This drawing has too many shapes: simplify it, or send a PNG."))


def _size(png: bytes) -> tuple[int, int]:
    try:
        width, height = struct.unpack(">II", png[16:24])
    except struct.error as error:
        raise _refusal(_("This picture is damaged and cannot be drawn.")) from error
    return width, height


def _check_shape(width: int, height: int) -> None:
    if not width or not height or max(width, height) > SLENDEREST * min(width, height):
        raise _refusal(_("This logo is too long and thin to be read in a header."))


def _refusal(sentence: str) -> Refusal:
    return Refusal(
        "logo",
        _("%(sentence)s The logo in place is kept.") % {"sentence": sentence},
        conflict=False,
    )
