"""A mail that is only HTML, as the text a person would have read: nothing run, nothing fetched."""

from __future__ import annotations

import re
from html.parser import HTMLParser

HIDDEN = frozenset({"script", "style", "head", "title", "template", "object", "svg", "noscript"})
BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "tr", "table", "blockquote", "pre", "hr"}) | {
    f"h{level}" for level in range(1, 7)
}
EMPTY = frozenset({"br", "img", "hr", "meta", "link", "input", "area", "base", "col", "wbr"})
QUOTED = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|divrplyfwdmsg|appendonsend"
    r"|protonmail_quote|zmail_extra|mail-editor-reference-message|ms-outlook-mobile-reference-message"
)
"""Marks by which mail programs say: from here on it is the message answered to."""
SIGNED = re.compile(r"gmail_signature|moz-signature|ms-outlook-mobile-signature|applemailsignature")


class _Reader(HTMLParser):
    """Gathers the visible words; what is hidden, quoted or a signature is passed over with all it holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent: list[str] = []
        self.over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" or tag in BLOCKS:
            self._line()
        if tag in EMPTY:
            return
        marks = " ".join(value or "" for name, value in attrs if name in ("class", "id")).lower()
        self.over = self.over or (not self.silent and bool(QUOTED.search(marks)))
        is_cite = tag == "blockquote" and ("type", "cite") in attrs
        if self.silent or tag in HIDDEN or is_cite or SIGNED.search(marks):
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            while self.silent.pop() != tag:
                pass
        if tag in BLOCKS:
            self._line()

    def handle_data(self, data: str) -> None:
        if not self.silent and not self.over:
            self.words.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _line(self) -> None:
        if self.words and self.words[-1] != "\n\n" and not self.silent:
            self.words.append("\n")


def as_text(source: str) -> str:
    """Return the words of an HTML mail, above the message it quotes."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    lines = "".join(reader.words).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()
