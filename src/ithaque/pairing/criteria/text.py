"""Likeness of free texts, from vectors the caller computed: a plug, no model is needed by the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person

from .base import STEPS, Floats, Prepared, Reading, Tell, known_columns, zeros

SCALE = 127  # whole numbers of one byte: products of 1,000 dimensions stay below 2**24


@dataclass(frozen=True, slots=True)
class Text:
    """Cosine of the vectors of two people, stretched from `low` (0) to `high` (1).

    `vectors` gives a vector by person id, the same length for all; those without one have not answered.
    """

    vectors: Mapping[str, Sequence[float]] = field(default_factory=dict)
    low: float = 0.0
    high: float = 1.0
    code: ClassVar[str] = "text"

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high:
            raise ValueError(
                f"a likeness goes from low to high, 0 <= {self.low} < {self.high} does not hold"
            )

    def whole(self, person: Person) -> Floats | None:
        """Return the vector of a person at length SCALE, rounded to whole numbers."""
        vector = self.vectors.get(person.id)
        if vector is None:
            return None
        values = np.asarray(vector, dtype=np.float64)
        length = float(np.sqrt((values * values).sum()))
        return np.rint(values * (SCALE / length)).astype(np.float32) if length else None

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        a, b = self.whole(mentee), self.whole(mentor)
        if a is None or b is None:
            return None
        cosine = float((a.astype(np.float64) * b).sum()) / SCALE**2
        return Reading(min(1.0, max(0.0, (cosine - self.low) / (self.high - self.low))))

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        size = max((len(vector) for vector in self.vectors.values()), default=0)
        left, ours = self._table(mentees, size)
        right, theirs = self._table(mentors, size)
        return Prepared(units, left, right, *known_columns(ours, theirs, units), shape=self.shape)

    def _table(self, people: Sequence[Person], size: int) -> tuple[Floats, list[bool]]:
        table, answered = zeros(len(people), size), []
        for row, person in enumerate(people):
            whole = self.whole(person)
            answered.append(whole is not None)
            if whole is not None:
                table[row] = whole
        return table, answered

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
            return Tell(reason=Message("text.close"))
        return Tell(care=Message("text.far")) if reading.value <= 0.2 else Tell()
