"""HTML and SVG written as nested calls: every text and attribute is escaped, nothing else can be."""

from __future__ import annotations

from html import escape
from typing import Any

VOID = frozenset({"meta", "br"})


class Markup(str):
    """A piece of markup already safe."""

    __slots__ = ()


def element(tag: str, *children: Any, **attributes: Any) -> Markup:
    """Return an element; children are markup, texts, or lists of them; `class_` and `aria_label` lose their mark.

    An attribute of None is left out.
    """
    words = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    if tag in VOID:
        return Markup(f"<{tag}{words}>")
    return Markup(f"<{tag}{words}>{joined(children)}</{tag}>")


def joined(children: Any) -> Markup:
    """Return children one after the other, texts escaped; None and False are nothing."""
    if isinstance(children, Markup):
        return children
    if isinstance(children, (list, tuple)):
        return Markup("".join(joined(child) for child in children))
    return Markup("" if children is None or children is False else escape(str(children)))
