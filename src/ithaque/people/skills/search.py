"""Find a skill or an occupation while typing: exact, alias, prefix, words, then near spellings."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ithaque.people.skills.build import ALIAS, vocabulary
from ithaque.people.skills.normalise import normal, trigrams, words

CANDIDATES = 400
NEAR = 0.45
"""Least share of common trigrams (Dice) for a near spelling to be shown."""

_local = threading.local()


@dataclass(frozen=True)
class Suggestion:
    """A concept to choose: `lang` is the language of its label, when it lacks the one asked."""

    id: str
    label: str
    lang: str
    kind: str


@dataclass(frozen=True)
class _Found:
    concept: int
    rank: int
    lang: str
    form: str
    prior: float


def search(
    query: str, *, locale: str = "fr", kinds: Sequence[str] = ("skill",), limit: int = 8
) -> list[Suggestion]:
    """Return up to `limit` concepts for what someone typed, best first; nothing for under two letters."""
    form = normal(query[:120])
    if len(form) < 2:
        return []
    found = _by_words(form, kinds)
    scored = _best(found, lambda term: _word_score(form, term, locale))
    if len(scored) < 3 and len(form) >= 4:
        near = _best(_by_pieces(form, kinds), lambda term: _near_score(form, term))
        scored = {**near, **scored}
    ranked = sorted(scored, key=lambda concept: (-scored[concept], concept))
    return _suggestions(ranked[:limit], locale)


def resolve(
    text: str, *, locale: str = "fr", kinds: Sequence[str] = ("skill",)
) -> Suggestion | None:
    """Return the concept whose label, alias or synonym is exactly this text, the most general first."""
    form = normal(text)
    exact = _terms("term.form = ?", [form], kinds)
    if not exact:
        return None
    best = max(
        exact, key=lambda term: (-term.rank if term.rank != ALIAS else 0, term.prior, -term.concept)
    )
    return _suggestions([best.concept], locale)[0]


def label_of(id_: str, locale: str = "fr") -> str | None:
    """Return the label of a concept in a language (or the other one), None when unknown."""
    row = _db().execute("SELECT label_fr, label_en FROM concept WHERE id = ?", [id_]).fetchone()
    return _label(row, locale)[0] if row else None


def starters(locale: str = "fr") -> list[Suggestion]:
    """Return the transversal skills of ESCO, to offer before anyone types."""
    numbers = [n for (n,) in _db().execute("SELECT n FROM concept WHERE starter = 1")]
    return sorted(_suggestions(numbers, locale), key=lambda one: normal(one.label))


def _by_words(form: str, kinds: Sequence[str]) -> Iterable[_Found]:
    *whole, last = words(form)
    match = " ".join([*(f'"{word}"' for word in whole), f'"{last}"*'])
    return _terms(
        "term.n IN (SELECT rowid FROM term_words WHERE term_words MATCH ? ORDER BY rank LIMIT ?)",
        [match, CANDIDATES],
        kinds,
    )


def _by_pieces(form: str, kinds: Sequence[str]) -> Iterable[_Found]:
    pieces = [piece for piece in sorted(trigrams(form)) if " " not in piece]
    match = " OR ".join(f'"{piece}"' for piece in pieces)
    if not match:
        return []
    return _terms(
        "term.n IN (SELECT rowid FROM term_pieces WHERE term_pieces MATCH ? ORDER BY rank LIMIT ?)",
        [match, CANDIDATES],
        kinds,
    )


def _terms(where: str, values: list[object], kinds: Sequence[str]) -> list[_Found]:
    marks = ", ".join("?" * len(kinds))
    rows = _db().execute(
        "SELECT term.concept, term.rank, term.lang, term.form, concept.prior"  # noqa: S608 (our own text)
        f" FROM term JOIN concept ON concept.n = term.concept WHERE {where} AND concept.kind IN ({marks})",
        [*values, *kinds],
    )
    return [_Found(*row) for row in rows]


def _word_score(form: str, term: _Found, locale: str) -> float:
    if term.form == form:
        base = 4.0 if term.rank != ALIAS else 3.9
    elif term.rank == ALIAS and term.form.startswith(form):
        base = 3.0
    elif term.form.startswith(form):
        base = 2.5
    else:
        base = 1.5
    length = len(form) / max(len(term.form), 1)
    return base * (0.4 + 0.6 * term.prior) + length + 0.3 * (term.lang == locale) - 0.2 * term.rank


def _near_score(form: str, term: _Found) -> float:
    mine, theirs = trigrams(form), trigrams(term.form)
    likeness = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    return likeness * (0.7 + 0.3 * term.prior) if likeness >= NEAR else 0.0


def _best(found: Iterable[_Found], score: Callable[[_Found], float]) -> dict[int, float]:
    best: dict[int, float] = {}
    for term in found:
        value = score(term)
        if value > 0:
            best[term.concept] = max(value, best.get(term.concept, 0.0))
    return best


def _suggestions(numbers: Sequence[int], locale: str) -> list[Suggestion]:
    marks = ", ".join("?" * len(numbers))
    rows = _db().execute(
        f"SELECT n, id, kind, label_fr, label_en FROM concept WHERE n IN ({marks})",  # noqa: S608
        list(numbers),
    )
    known = {}
    for n, id_, kind, fr, en in rows:
        label, lang = _label((fr, en), locale)
        known[n] = Suggestion(id_, label, lang, kind)
    return [known[n] for n in numbers]


def _label(labels: tuple[str, str], locale: str) -> tuple[str, str]:
    fr, en = labels
    first, second = ((en, "en"), (fr, "fr")) if locale == "en" else ((fr, "fr"), (en, "en"))
    return first if first[0] else second


def _db() -> sqlite3.Connection:
    """Return this thread's connection to the vocabulary, opened read-only."""
    path = vocabulary()
    known: tuple[object, sqlite3.Connection] | None = getattr(_local, "db", None)
    if known is None or known[0] != path:
        known = (path, sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True))
        _local.db = known
    return known[1]
