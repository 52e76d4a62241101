"""Draw the icons of the installed site from the logo: python scripts/icons.py"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import typst

IMAGES = Path(__file__).resolve().parents[1] / "src" / "ithaque" / "ui" / "static" / "ui" / "img"
SEA, PAPER = "#0f5561", "#fffcf6"
SIZES = (192, 512)
# A maskable icon is cut to any shape: what matters stays within the middle (W3C, 80 % of the width).
KINDS = {"": (0.22, 0.62), "-maskable": (0.0, 0.5)}


def draw(size: int, corner: float, share: float) -> bytes:
    """Return the logo in paper on the sea, `share` of the width, in a square with such round corners."""
    drawn = re.search(r'<path d="([^"]+)"', (IMAGES / "logo.svg").read_text(encoding="utf-8"))
    assert drawn
    inner, edge = 32 * share, 32 * (1 - share) / 2
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
        f'rx="{32 * corner}" fill="{SEA}"/><g transform="translate({edge} {edge}) scale({inner / 32})">'
        f'<path fill="{PAPER}" d="{drawn.group(1)}"/></g></svg>'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "icon.svg").write_text(svg, encoding="utf-8")
        page = Path(folder) / "icon.typ"
        page.write_text(
            f"#set page(width: {size}pt, height: {size}pt, margin: 0pt, fill: none)\n"
            f'#image("icon.svg", width: {size}pt)\n',
            encoding="utf-8",
        )
        return bytes(typst.compile(page, format="png", ppi=72.0))


if __name__ == "__main__":
    for size in SIZES:
        for kind, (corner, share) in KINDS.items():
            (IMAGES / f"icon-{size}{kind}.png").write_bytes(draw(size, corner, share))
