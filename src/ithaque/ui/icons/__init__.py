"""Lucide's drawings (ISC), inlined in pages: no request, and they take the colour of the text."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@cache
def drawings() -> dict[str, str]:
    """Return the SVG children of each icon carried, by name."""
    path = Path(__file__).parent / "lucide.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def icon_svg(name: str, css_class: str = "", label: str = "") -> SafeString:
    """Return one icon; hidden from assistive technology unless it has a `label`.

    Raises KeyError with the way to add it when the icon is not carried.
    """
    if name not in drawings():
        raise KeyError(
            f"icon “{name}” is not carried: add it to vendor.toml and run scripts/vendor.py --accept"
        )
    voice = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon{}" {} viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        f" {css_class}" if css_class else "",
        voice,
        mark_safe(drawings()[name]),
    )
