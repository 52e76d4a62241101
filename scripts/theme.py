"""Join the theme's files into the one style sheet that pages link: `ui/static/ui/theme.css`.

The sources, one per concern, are in `src/ithaque/ui/styles/`. One request instead of twelve matters on a poor
network, and it needs no other tool than Python. `--check` fails when the sheet is older than its sources.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

UI = Path(__file__).resolve().parent.parent / "src" / "ithaque" / "ui"
STYLES = UI / "styles"
SHEET = UI / "static" / "ui" / "theme.css"
BOOTSTRAP = UI / "static" / "ui" / "vendor" / "bootstrap.min.css"

LAYERS = "@layer bootstrap, tokens, bridge, base, components, print;"
FIRST, LAST = ("fonts", "tokens", "bridge", "base"), "print"

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CHARSET = re.compile(r'^@charset "[^"]+";')


def sources() -> list[Path]:
    """Return the theme's files in cascade order: foundations, components by name, print."""
    components = sorted(STYLES.glob("components-*.css"))
    return [*(STYLES / f"{name}.css" for name in FIRST), *components, STYLES / f"{LAST}.css"]


def bootstrap() -> str:
    """Return Bootstrap inside the lowest layer, so that everything of ours wins without `!important`."""
    text = CHARSET.sub("", COMMENT.sub("", BOOTSTRAP.read_text(encoding="utf-8"))).strip()
    return f"@layer bootstrap {{{text}}}"


def compact(text: str) -> str:
    """Return a sheet without comments, indentation and empty lines."""
    lines = (line.strip() for line in COMMENT.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)


def bundle() -> str:
    """Return the whole sheet; Bootstrap is MIT, its notice stays in `vendor/bootstrap.LICENSE`."""
    parts = [
        LAYERS,
        bootstrap(),
        *(compact(path.read_text(encoding="utf-8")) for path in sources()),
    ]
    return (
        "/* Made by scripts/theme.py from src/ithaque/ui/styles. Bootstrap: MIT. */\n"
        + "\n".join(parts)
        + "\n"
    )


def main() -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="only tell whether the sheet is up to date"
    )
    if parser.parse_args().check:
        fresh = SHEET.read_text(encoding="utf-8") == bundle()
        print(
            "theme.css is up to date" if fresh else "theme.css is old: run python scripts/theme.py"
        )
        return 0 if fresh else 1
    SHEET.write_text(bundle(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
