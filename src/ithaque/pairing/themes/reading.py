"""From a text to its themes, with the concepts packaged beside this file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from ithaque.pairing.themes.tokens import stem_counts

MOST_THEMES = 100
FULL = 1000  # weight of the strongest theme of a text
# How much a stem counts that a text says once, twice, three times or more: 1 + log of the count, in tenths.
TIMES = (0, 10, 17, 21)


@dataclass(frozen=True, slots=True)
class Concepts:
    """Stems by concepts as whole numbers, in rows; codes of the concepts in the order of the columns."""

    stems: dict[str, int]
    rarity: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int64]
    codes: list[str]


def themes_of(text: str) -> dict[str, int]:
    """Return the themes of a text, code -> weight from 1 to `FULL`, the strongest first; none for words unknown."""
    known = _concepts()
    found = {
        known.stems[stem]: times for stem, times in stem_counts(text).items() if stem in known.stems
    }
    total = np.zeros(len(known.codes), dtype=np.int64)
    for row, times in sorted(found.items()):
        part = slice(known.starts[row], known.starts[row + 1])
        weight = int(known.rarity[row]) * TIMES[min(times, len(TIMES) - 1)]
        total[known.columns[part]] += weight * known.weights[part]
    order = np.lexsort((np.arange(len(total)), -total))[:MOST_THEMES]
    most = int(total[order[0]])
    strongest = {known.codes[at]: int(total[at]) * FULL // most for at in order if total[at]}
    return {code: weight for code, weight in strongest.items() if weight}


def theme_label(code: str, language: str) -> str:
    """Return the name of a theme, in French where it has no English one; the code itself when it is not known."""
    french, english = _labels().get(code, (code, code))
    return english if language == "en" and english else french


@cache
def _concepts() -> Concepts:
    with files("ithaque.pairing.themes").joinpath("data/concepts.npz").open("rb") as file:
        held = np.load(file, allow_pickle=False)
        words = bytes(held["stems"]).decode("utf-8").split("\n")
        return Concepts(
            {word: row for row, word in enumerate(words)},
            held["rarity"].astype(np.int64),
            held["starts"].astype(np.int64),
            held["columns"].astype(np.int64),
            held["weights"].astype(np.int64),
            list(_labels()),
        )


@cache
def _labels() -> dict[str, Any]:
    text = files("ithaque.pairing.themes").joinpath("data/concepts.json").read_text("utf-8")
    labels: dict[str, Any] = json.loads(text)
    return labels
