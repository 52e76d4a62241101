"""Find messages by their words: accents folded, French and English stems, the same in both databases.

Snowball's stems are made here rather than by the database: SQLite has none for French, and PostgreSQL would need an
extension for accents. A word is kept under its plain form and its stems, so that “rencontre” finds “rencontré”, and
“meeting” finds “meetings”.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator

import snowballstemmer

LANGUAGES = ("french", "english")
MOST_WORDS = 12
"""Words of a search that are read; the rest is ignored."""
EXCERPT = 160
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_local = threading.local()


def index_words(text: str) -> str:
    """Return everything a text may be found by, each form once, separated by spaces."""
    found: dict[str, None] = {}
    for word in _WORD.findall(text):
        found.update(dict.fromkeys(forms(word)))
    return " ".join(found)


def forms(word: str) -> list[str]:
    """Return the forms of a word: itself without accents, then its stems.

    Both spellings are stemmed: “rencontrée” typed without its accent must still meet “rencontre”.
    """
    lower = word.lower().translate(_LIGATURES)
    plain = fold(lower)
    stems = [
        fold(stemmer.stemWord(spelling)) for stemmer in _stemmers() for spelling in (lower, plain)
    ]
    return list(dict.fromkeys([plain, *stems]))


def fold(text: str) -> str:
    """Return a text in lower case without accents."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(char for char in apart if not unicodedata.combining(char))


def asked(query: str) -> list[list[str]]:
    """Return, for each word of a search, the forms it may have; the last one may also be a beginning."""
    return [forms(word) for word in _WORD.findall(query)[:MOST_WORDS]]


def sqlite_match(query: str) -> str:
    """Return the FTS5 expression of a search, empty when it holds no word."""
    groups = [" OR ".join(f'"{form}"' for form in group) for group in asked(query)]
    if groups:
        groups[-1] += f' OR "{asked(query)[-1][0]}" *'
    return " AND ".join(f"({group})" for group in groups)


def postgresql_match(query: str) -> str:
    """Return the tsquery of a search, empty when it holds no word."""
    groups = [" | ".join(group) for group in asked(query)]
    if groups:
        groups[-1] += f" | {asked(query)[-1][0]}:*"
    return " & ".join(f"({group})" for group in groups)


def excerpt(text: str, query: str) -> list[tuple[str, bool]]:
    """Return the part of a text around the first word found, cut in pieces: (words, whether they were asked)."""
    groups = asked(query)
    sought = {form for group in groups for form in group}
    start_of = groups[-1][0] if groups else ""
    spans = [span for span in _spans(text) if _is_asked(text[slice(*span)], sought, start_of)]
    first = spans[0][0] if spans else 0
    begin = max(0, text.rfind(" ", 0, max(0, first - EXCERPT // 3)) + 1)
    end = min(len(text), begin + EXCERPT)
    pieces, at = [("…", False)] if begin else [], begin
    for left, right in spans:
        if left >= at and right <= end:
            pieces += [(text[at:left], False), (text[left:right], True)]
            at = right
    pieces.append((text[at:end] + ("…" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _WORD.finditer(text))


def _is_asked(word: str, sought: set[str], start: str) -> bool:
    return bool(sought.intersection(forms(word))) or bool(start and fold(word).startswith(start))


def _stemmers() -> list[snowballstemmer.stemmer]:
    """Return this thread's stemmers: they hold the word they work on."""
    if not hasattr(_local, "stemmers"):
        _local.stemmers = [snowballstemmer.stemmer(language) for language in LANGUAGES]
    return list(_local.stemmers)
