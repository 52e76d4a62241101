"""Likeness of own words: their themes, or vectors of a model the caller runs; the engine itself needs no model."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person

from .base import STEPS, Floats, Prepared, Reading, Tell, Vocabulary, known_columns, zeros

SCALE = 127  # whole numbers of one byte: products of 1,000 dimensions stay below 2**24
MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class Text:
    """Cosine of two people's themes (or vectors), stretched from `low` (0) to `high` (1).

    `vectors` gives a vector by person id, the same length for all, in place of the themes; those without either have
    not answered. The bounds are those of themes: 0.03 is the mean of texts drawn at random, 0.25 the upper quarter of
    texts that belong together (measured on 118 triplets, see docs/reference/pairing.md).
    """

    vectors: Mapping[str, Sequence[float]] = field(default_factory=dict)
    low: float = 0.03
    high: float = 0.25
    code: ClassVar[str] = "text"

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high:
            raise ValueError(
                f"a likeness goes from low to high, 0 <= {self.low} < {self.high} does not hold"
            )

    def whole(self, person: Person) -> dict[Hashable, int]:
        """Return what a person's words are made of at length SCALE, in whole numbers; nothing when not answered."""
        parts: dict[Hashable, float] = {}
        if self.vectors:
            parts.update(enumerate(self.vectors.get(person.id, ())))
        else:
            parts.update(person.themes)
        length = math.sqrt(math.fsum(value * value for value in parts.values()))
        if not length:
            return {}
        rounded = {key: round(value * SCALE / length) for key, value in parts.items()}
        return {key: value for key, value in rounded.items() if value}

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        a, b = self.whole(mentee), self.whole(mentor)
        if not a or not b:
            return None
        cosine = sum(value * b.get(key, 0) for key, value in a.items()) / SCALE**2
        return Reading(min(1.0, max(0.0, (cosine - self.low) / (self.high - self.low))))

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        """Give one column per theme that both sides speak of."""
        ours, theirs = ([self.whole(person) for person in side] for side in (mentees, mentors))
        offered = {key for parts in theirs for key in parts}
        columns = Vocabulary()
        for parts in ours:
            for key in parts:
                if key in offered:
                    columns.add(key)
        known = known_columns([bool(one) for one in ours], [bool(one) for one in theirs], units)
        left, right = _table(ours, columns), _table(theirs, columns)
        return Prepared(units, left, right, *known, shape=self.shape)

    def shape(self, raw: npt.NDArray[Any]) -> Floats:
        value: Floats = raw.astype(np.float32)
        value /= np.float32(SCALE**2)
        value -= np.float32(self.low)
        value *= np.float32(STEPS / (self.high - self.low))
        np.clip(value, 0, STEPS, out=value)
        np.floor(value, out=value)
        return value

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        reading = self.read(mentee, mentor)
        if reading is None:
            return Tell()
        if reading.value >= 0.6:
            shared = self._shared(mentee, mentor)
            said = Message("text.themes", {"themes": shared}) if shared else Message("text.close")
            return Tell(reason=said)
        return Tell(care=Message("text.far")) if reading.value <= 0.2 else Tell()

    def _shared(self, mentee: Person, mentor: Person) -> list[str]:
        """Return the themes that make two texts alike, the strongest first; none with vectors."""
        if self.vectors:
            return []
        common = {
            key: weight * mentor.themes[key]
            for key, weight in mentee.themes.items()
            if key in mentor.themes
        }
        return sorted(common, key=lambda key: (-common[key], key))[:MOST_SAID]


def _table(people: Sequence[Mapping[Hashable, int]], columns: Vocabulary) -> Floats:
    table = zeros(len(people), len(columns))
    for row, parts in enumerate(people):
        for key, value in parts.items():
            column = columns.get(key)
            if column is not None:
                table[row, column] = value
    return table
