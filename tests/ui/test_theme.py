"""The theme keeps its promises without a browser: contrast of every pair, one fresh sheet, tokens only."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "src" / "ithaque" / "ui" / "styles"
STATIC = ROOT / "src" / "ithaque" / "ui" / "static" / "ui"

TEXT, CONTROL = 4.5, 3.0
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("ink", "ink-2", "sea", "coral", "brick")
        for ground in ("paper", "surface")
    ],
    ("ink", "sunk", TEXT),
    ("ink-2", "sunk", TEXT),
    *[("ink", f"{soft}-soft", TEXT) for soft in ("sea", "ochre", "olive", "brick", "coral")],
    ("on-sea", "sea", TEXT),
    ("on-sea", "sea-strong", TEXT),
    ("sea-strong", "sea-soft", TEXT),
    ("ochre", "ochre-soft", TEXT),
    ("olive", "olive-soft", TEXT),
    ("brick", "brick-soft", TEXT),
    ("brick", "surface", TEXT),
    ("ochre", "paper", TEXT),
    ("on-deep", "deep", TEXT),
    ("on-deep-2", "deep", TEXT),
    ("on-deep", "deep-2", TEXT),
    ("on-deep", "deep-hover", TEXT),
    ("on-sun", "sun", TEXT),
    ("on-sun", "sun-strong", TEXT),
    ("edge", "paper", CONTROL),
    ("edge", "surface", CONTROL),
    ("focus", "paper", CONTROL),
    ("focus", "surface", CONTROL),
    ("deep-edge", "deep", CONTROL),
    ("sun", "deep", CONTROL),
    ("olive", "surface", CONTROL),
    ("check", "paper", CONTROL),
]


def tokens(theme: str) -> dict[str, str]:
    css = (STYLES / "tokens.css").read_text(encoding="utf-8")
    block = css[css.index(f"[data-bs-theme={theme}]") :]
    return dict(re.findall(r"--ith-([a-z0-9-]+): (#[0-9a-f]{6})", block[: block.index("}")]))


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2 §1.4.3."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_pair_of_colours_is_readable(theme: str, ink: str, ground: str, least: float) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= least


def _tool():
    spec = importlib.util.spec_from_file_location("theme_tool", ROOT / "scripts" / "theme.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_sheet_is_as_fresh_as_its_sources() -> None:
    tool = _tool()
    assert tool.SHEET.read_text(encoding="utf-8") == tool.bundle(), "run python scripts/theme.py"


def test_every_source_of_the_theme_is_in_the_sheet() -> None:
    assert {path.name for path in STYLES.glob("*.css")} == {path.name for path in _tool().sources()}


def test_colours_are_tokens_outside_the_tokens_file() -> None:
    """A CV stays on light paper in both themes, as if it were printed; a mask is black, whatever the theme."""
    raw = re.compile(r"#(?!000\b)[0-9a-fA-F]{3,8}\b")
    for path in STYLES.glob("*.css"):
        if path.name in ("tokens.css", "print.css"):
            continue
        lines = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if ".cv-page" not in line and "data:image" not in line
        ]
        assert not [line for line in lines if raw.search(line)], path.name


def test_page_weighs_less_than_the_bar_without_fonts_and_images() -> None:
    """The bar is 150 kB compressed for a whole page; what every page shares must leave room for its content."""
    shared = [
        STATIC / "theme.css",
        STATIC / "vendor" / "htmx.min.js",
        *(STATIC / "js").glob("*.js"),
    ]
    weight = sum(len(gzip.compress(path.read_bytes(), 6)) for path in shared)
    assert weight < 90_000
