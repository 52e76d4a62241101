"""Where the header stands, and a plain form of a header to compare."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from ithaque.pairing.intake.table import TableError

LITTLE_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "for",
        "i",
        "il",
        "in",
        "is",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "ma",
        "mes",
        "mon",
        "my",
        "of",
        "on",
        "or",
        "ou",
        "par",
        "pour",
        "s",
        "sa",
        "ses",
        "son",
        "si",
        "t",
        "the",
        "to",
        "un",
        "une",
        "votre",
        "vos",
        "you",
        "your",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "what",
        "which",
        "est",
        "etes",
        "are",
        "do",
        "vous",
        "please",
        "svp",
    ]
)
SAME_WORDS = {
    "mail": "email",
    "mel": "email",
    "courriel": "email",
    "telephone": "phone",
    "organization": "organisation",
    "specialization": "specialisation",
}
EMAIL = re.compile(r"^[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]{2,}$")
DATE = re.compile(r"^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b")
TRUTH_WORDS = frozenset({"true", "false", "vrai", "faux", "oui", "non", "yes", "no"})


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return a text without accents, case nor punctuation: « Activités et métiers » -> "activites et metiers"."""
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("_", " ")
    text = re.sub(r"(?<=\w)([·•.(/-])(e|es|ice|rice|euse|trice|ve|s)\b\)?(?:[·.]s\b)?", "", text)
    letters = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
    )
    return " ".join(re.sub(r"[^a-z0-9+]+", " ", letters.casefold()).split())


@lru_cache(maxsize=4096)
def plain_header(text: str) -> str:
    """Return a header as compared: folded, little words left out, plurals cut, words for mail made one."""
    words = [_singular(word) for word in _joined(fold(text)).split() if word not in LITTLE_WORDS]
    return " ".join(SAME_WORDS.get(word, word) for word in words) or fold(text)


def _joined(text: str) -> str:
    return re.sub(
        r"\be mails?\b|\badresse e?mail\b|\bemail address\b|\baddress email\b", "email", text
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[-2] not in "su" else word


def find_header(lines: list[tuple[int, list[str]]]) -> int:
    """Return which of the first lines is the header: the first as full as the table is wide.

    Title lines above it are skipped. Raises `TableError("empty")`, or "no_header" when that line is made of data.
    """
    widths = [sum(1 for cell in cells if cell.strip()) for _, cells in lines]
    if not any(widths):
        raise TableError("empty")
    usual = max(
        Counter(width for width in widths if width).items(), key=lambda item: (item[1], item[0])
    )[0]
    at = next(
        index for index, width in enumerate(widths) if width >= max(1, min(usual, max(widths)) / 2)
    )
    if _is_data(lines[at][1], [cells for _, cells in lines[at + 1 :]]):
        raise TableError(
            "no_header",
            line=lines[at][0],
            cells=[cell for cell in lines[at][1] if cell.strip()][:4],
        )
    return at


def _is_data(cells: list[str], below: list[list[str]]) -> bool:
    full = [cell.strip() for cell in cells if cell.strip()]
    if any(
        EMAIL.match(cell) or DATE.match(cell) or cell.casefold() in TRUTH_WORDS for cell in full
    ):
        return True
    if all(re.fullmatch(r"[\d\s.,]+", cell) for cell in full):
        return True
    echoes = sum(
        1
        for at, cell in enumerate(cells)
        if cell.strip()
        and sum(1 for row in below if at < len(row) and row[at].strip() == cell.strip()) > 1
    )
    return echoes > 0


def name_headers(
    cells: list[str], below: list[tuple[int, list[str]]]
) -> tuple[list[str], list[int]]:
    """Return the headers and where each stands; nameless columns are named after their place when they hold data.

    Raises `TableError("duplicated_headers")`.
    """
    headers, kept = [], []
    for at, cell in enumerate(cells):
        header = " ".join(cell.split())
        if not header and not any(at < len(row) and row[at].strip() for _, row in below):
            continue
        headers.append(header[:200] or f"#{at + 1}")
        kept.append(at)
    twice = [
        header
        for header, times in Counter(header.casefold() for header in headers).items()
        if times > 1
    ]
    if twice:
        places = [
            at + 1 for header, at in zip(headers, kept, strict=True) if header.casefold() in twice
        ]
        names = sorted(
            {header for header in headers if header.casefold() in twice}, key=headers.index
        )
        raise TableError("duplicated_headers", headers=names, columns=places)
    return headers, kept
