"""Build the packaged concepts from the tables of ESCO and ROME: `python -m ithaque.pairing.themes.build FOLDER [OUT]`.

The folder holds the whole tables (see SOURCES.md of `people/skills/data`): occupations with their synonyms, descriptions
and skills, job sheets with their titles, competences and knowledge. About fifteen seconds.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from ithaque.pairing.themes.tokens import LANGUAGES, stems

PACKAGED = Path(__file__).parent / "data"
FEWEST = 2  # concepts a stem must be in to relate two texts
TOP, ESSENTIAL, OPTIONAL, TITLE = 3.0, 1.0, 0.5, 0.7  # how much a label, a skill, a title count


@dataclass
class Concept:
    """One occupation: its code, its labels, and how often each stem describes it."""

    code: str
    french: str
    english: str
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, language: str, weight: float = 1.0) -> None:
        for stem in stems(text, language):
            self.counts[stem] += weight  # type: ignore[assignment]


def main(folder: Path, out: Path = PACKAGED) -> None:
    """Write concepts.npz and concepts.json into a folder, those packaged by default."""
    concepts = [*occupations(folder), *jobs(folder)]
    known = Counter(stem for one in concepts for stem in one.counts)
    words = sorted(stem for stem, times in known.items() if times >= FEWEST)
    rows = {stem: row for row, stem in enumerate(words)}
    held = {
        one: sum(any(s.startswith(one) for s in c.counts) for c in concepts) for one in LANGUAGES
    }
    rarity = np.array([np.log(held[stem[:2]] / known[stem]) for stem in words])
    cells: list[tuple[int, int, float]] = []
    for column, concept in enumerate(concepts):
        cells += _weighed(concept, column, rows, rarity)
    cells.sort()
    strongest = max(weight for _, _, weight in cells)
    kept = [(row, column, round(255 * weight / strongest)) for row, column, weight in cells]
    kept = [cell for cell in kept if cell[2]]
    counts = np.bincount([row for row, _, _ in kept], minlength=len(words))
    np.savez_compressed(
        out / "concepts.npz",
        stems=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        rarity=np.maximum(1, np.rint(16 * rarity)).astype(np.uint8),
        starts=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        columns=np.array([column for _, column, _ in kept], dtype=np.int16),
        weights=np.array([weight for _, _, weight in kept], dtype=np.uint8),
    )
    labels = {one.code: [one.french, one.english] for one in concepts}
    text = json.dumps(labels, ensure_ascii=False, indent=0)
    (out / "concepts.json").write_text(text + "\n", encoding="utf-8")


def _weighed(
    concept: Concept, column: int, rows: dict[str, int], rarity: np.ndarray
) -> Iterator[tuple[int, int, float]]:
    """Yield the cells of a concept, each language at length 1."""
    for language in LANGUAGES:
        found = {
            rows[stem]: (1 + np.log(times) if times >= 1 else OPTIONAL) * rarity[rows[stem]]
            for stem, times in concept.counts.items()
            if stem.startswith(language) and stem in rows
        }
        length = float(np.sqrt(sum(weight**2 for weight in found.values())))
        for row, weight in found.items():
            if weight:
                yield row, column, float(weight) / length


def occupations(folder: Path) -> Iterator[Concept]:
    """Yield the occupations of ESCO, in both languages."""
    skills = {row["n"]: row for row in table(folder / "esco_skills.csv")}
    told = {row["n"]: row for row in table(folder / "esco_occupations_desc.csv.gz")}
    needed = defaultdict(list)
    for row in table(folder / "esco_occupation_skills.csv.gz"):
        needed[row["occ"]].append((row["skill"], ESSENTIAL if row["rel"] == "e" else OPTIONAL))
    for row in table(folder / "esco_occupations.csv"):
        french = row["label_fr"] or row["label_en"]
        concept = Concept(row["code"], french.partition("/")[0], row["label_en"])
        for language in LANGUAGES:
            concept.add(row[f"label_{language}"], language, TOP)
            concept.add(row[f"alt_{language}"], language)
            concept.add(told.get(row["n"], {}).get(f"desc_{language}", ""), language)
            for skill, weight in needed[row["n"]]:
                concept.add(skills[skill][f"label_{language}"], language, weight)
        yield concept


def jobs(folder: Path) -> Iterator[Concept]:
    """Yield the job sheets of ROME, in French."""
    titles, held = defaultdict(list), defaultdict(list)
    for row in table(folder / "rome_appellations.csv"):
        titles[row["code_rome"]].append(row["libelle_appellation_long"])
    items = {r["code_ogr"]: r["libelle_competence"] for r in table(folder / "rome_competences.csv")}
    items |= {r["code_ogr_savoir"]: r["libelle_savoir"] for r in table(folder / "rome_savoirs.csv")}
    for row in table(folder / "rome_metier_items.csv.gz"):
        held[row["code_rome"]].append(items.get(row["code_ogr"], ""))
    for row in table(folder / "rome_metiers.csv"):
        concept = Concept(row["code_rome"], row["libelle_rome"], "")
        concept.add(row["libelle_rome"], "fr", TOP)
        concept.add(row["definition"], "fr")
        for title in titles[row["code_rome"]]:
            concept.add(title, "fr", TITLE)
        for item in held[row["code_rome"]]:
            concept.add(item, "fr")
        yield concept


def table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the lines of a CSV, compressed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main(*(Path(given) for given in sys.argv[1:]))
