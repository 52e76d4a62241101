"""One form for comparing words: lower case, no accents, plain apostrophes, single spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "–": "-", "—": "-"})
_WORD = re.compile(r"[a-z0-9+#]+")


def normal(text: str) -> str:
    """Return the form two spellings of the same words share."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(words(bare))


def words(text: str) -> list[str]:
    """Return the words of an already folded text; `c++` and `c#` are words."""
    return _WORD.findall(text)


def spellings(label: str) -> Iterator[str]:
    """Yield a label and each side of its gendered forms.

    “directeur/directrice technique” gives “directeur technique” and “directrice technique”: a side that
    lacks the common end gets it, or “infirmier” would mean a nurse anaesthetist.
    """
    yield label
    left, slash, right = (part.strip() for part in label.partition("/"))
    if not slash:
        return
    end = right.partition(" ")[2]
    yield f"{left} {end}" if end and " " not in left else left
    yield right


def trigrams(text: str) -> set[str]:
    """Return the three-letter pieces of a normal form, padded at both ends."""
    padded = f"  {text} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
