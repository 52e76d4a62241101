"""Build the vocabulary file from the packaged tables: about two seconds, once per version."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings

from ithaque.people.skills.normalise import normal, spellings

TABLES = ("esco_skills", "esco_occupations", "rome_titles", "rome_jobs", "aliases")
# How general a skill is, from ESCO's reuse level: keeps “manage time in agricultural production”
# below “manage time”. Start values measured on 55 queries (docs/decisions).
PRIOR = {"transversal": 1.0, "cross": 0.85, "sector": 0.4, "occupation": 0.1}
LABEL, ALIAS, SYNONYM = 0, 1, 2

SCHEMA = """-- 2
CREATE TABLE concept (n INTEGER PRIMARY KEY, id TEXT UNIQUE, kind TEXT, prior REAL, starter INTEGER,
                      label_fr TEXT, label_en TEXT);
CREATE TABLE term (n INTEGER PRIMARY KEY, concept INTEGER, lang TEXT, rank INTEGER, form TEXT,
                   UNIQUE (form, concept, lang));
CREATE VIRTUAL TABLE term_words USING fts5 (form, content='', prefix='2 3',
                                            tokenize="unicode61 tokenchars '+#'");
CREATE VIRTUAL TABLE term_pieces USING fts5 (form, content='', tokenize='trigram');
"""


@lru_cache
def vocabulary() -> Path:
    """Return the vocabulary file of this version, building it when it is not there yet."""
    path = Path(settings.CACHE_DIR) / f"vocabulary-{_version()}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _build(path)
    return path


def _version() -> str:
    digest = hashlib.sha256(SCHEMA.encode())
    for name in TABLES:
        digest.update((files(__package__) / "data" / f"{name}.csv.gz").read_bytes())
    return digest.hexdigest()[:12]


def _build(path: Path) -> None:
    """Write beside, then rename: two processes that start together never see half a file."""
    handle, scratch = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    with sqlite3.connect(scratch) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        _Filler(db).fill()
        db.execute("INSERT INTO term_words (rowid, form) SELECT n, form FROM term")
        db.execute("INSERT INTO term_pieces (rowid, form) SELECT n, form FROM term WHERE rank < 2")
    db.close()
    Path(scratch).replace(path)


def _rows(name: str) -> Iterator[dict[str, str]]:
    packed = (files(__package__) / "data" / f"{name}.csv.gz").read_bytes()
    return csv.DictReader(io.StringIO(gzip.decompress(packed).decode("utf-8")))


class _Filler:
    """Puts concepts and their terms in; a ROME title known to ESCO becomes a term of that concept."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.numbers: dict[str, int] = {}
        self.forms: dict[str, int] = {}

    def fill(self) -> None:
        self._skills()
        self._aliases()
        self._occupations()
        self._rome()

    def _concept(
        self, id_: str, kind: str, prior: float, fr: str, en: str, *, starter: bool = False
    ) -> int:
        number = self.numbers.setdefault(id_, len(self.numbers) + 1)
        self.db.execute(
            "INSERT OR IGNORE INTO concept VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, id_, kind, prior, int(starter), fr, en),
        )
        return number

    def _terms(self, concept: int, lang: str, rank: int, labels: list[str]) -> set[str]:
        forms = {normal(form) for label in labels if label for form in spellings(label)} - {""}
        self.db.executemany(
            "INSERT OR IGNORE INTO term (concept, lang, rank, form) VALUES (?, ?, ?, ?)",
            [(concept, lang, rank, form) for form in sorted(forms)],
        )
        return forms

    def _labels(self, concept: int, row: dict[str, str]) -> set[str]:
        forms: set[str] = set()
        for lang in ("fr", "en"):
            forms |= self._terms(concept, lang, LABEL, [row[f"label_{lang}"]])
            forms |= self._terms(concept, lang, SYNONYM, row[f"alt_{lang}"].split("|"))
        return forms

    def _skills(self) -> None:
        for row in _rows("esco_skills"):
            concept = self._concept(
                f"esco:{row['uuid']}",
                "skill",
                PRIOR.get(row["reuse"], 0.4),
                row["label_fr"],
                row["label_en"],
                starter="T" in row["flags"],
            )
            self._labels(concept, row)

    def _aliases(self) -> None:
        for row in _rows("aliases"):
            concept = self.numbers.get(f"esco:{row['uuid']}")
            if concept:
                self._terms(concept, "fr", ALIAS, [row["alias"]])

    def _occupations(self) -> None:
        for row in _rows("esco_occupations"):
            concept = self._concept(
                f"esco:{row['uuid']}", "occupation", 0.7, row["label_fr"], row["label_en"]
            )
            for form in self._labels(concept, row):
                self.forms.setdefault(form, concept)

    def _rome(self) -> None:
        jobs = {row["code"]: row["label"] for row in _rows("rome_jobs")}
        for code, label in jobs.items():
            concept = self._known(label) or self._concept(
                f"rome:{code}", "occupation", 0.8, label, ""
            )
            self._terms(concept, "fr", LABEL, [label])
            self.numbers[f"job:{code}"] = concept
        for row in _rows("rome_titles"):
            concept = self._known(row["title"]) or self.numbers[f"job:{row['code']}"]
            self._terms(concept, "fr", SYNONYM, [row["title"]])

    def _known(self, title: str) -> int | None:
        found = (self.forms.get(normal(form)) for form in spellings(title))
        return next((concept for concept in found if concept), None)
