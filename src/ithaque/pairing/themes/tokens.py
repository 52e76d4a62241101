"""A text as stems: no accents, French and English apart, frames of goals and empty words left out."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

LANGUAGES = ("fr", "en")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "–": "-", "—": "-"})
_WORD = re.compile(r"[a-z0-9+#]{2,}")
# What introduces a goal, and years of experience, say nothing of what a text is about.
_FRAMES = re.compile(
    r"\b(je (veux|voudrais|souhaite|cherche|recherche|aimerais)|j'aimerais|mon (but|objectif) est de"
    r"|(a )?apprendre( a)?|i (want|would like|wish|hope|need)( to)?|i'd like to|my goal is to|learn(ing)?( how)? to"
    r"|\d+ (ans|years)( d'| de | of )?(experience)?)\b"
)
_FRENCH = """
le la les un une des de du et en au aux ou pour par sur dans avec sans ce cet cette ces son sa ses leur leurs mon ma mes
je tu il elle nous vous ils elles est sont etre avoir plus que qui quoi ne pas me se si depuis ans an chez comme tout tous
toute
"""
_ENGLISH = """
the a an of and or to in on for with without by from my your his her its their our you he she we they is are be was were
have has not as at this that these those years year
"""
_EMPTY = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}


def plain(text: str) -> str:
    """Return a text in lower case without accents."""
    spread = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def stems(text: str, language: str) -> Iterator[str]:
    """Yield the stems of a text in a language, marked with it: "fr:encadr"."""
    for word in _WORD.findall(plain(text)):
        if word not in _EMPTY[language]:
            yield _stem(word, language)


def stem_counts(text: str) -> Counter[str]:
    """Return the stems of what someone wrote, read in its language, or in both when nothing tells which."""
    bare = _FRAMES.sub(" ", plain(text))
    words = _WORD.findall(plain(text))
    french, english = (sum(word in _EMPTY[one] for word in words) for one in LANGUAGES)
    read = LANGUAGES if french == english else ("fr",) if french > english else ("en",)
    return Counter(stem for language in read for stem in stems(bare, language))


@lru_cache(maxsize=100_000)
def _stem(word: str, language: str) -> str:
    return f"{language}:{_stemmer(language).stemWord(word)}"


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer({"fr": "french", "en": "english"}[language])
