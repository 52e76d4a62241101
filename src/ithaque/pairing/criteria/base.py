"""What a criterion is: a readable value for one pair, and the same value as products of columns for all pairs.

Exactness is the point. A criterion is prepared with an integer weight of `units`, its values lie on a grid of
`STEPS`, and the total stays below 2**24: every product and every partial sum of the float32 matrix products is a
whole number that float32 holds exactly, whatever the order of the sum, the library or the number of threads.
Scores are therefore the same bit for bit for one pair, for a block, on one core or on many machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np
import numpy.typing as npt

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person

Floats = npt.NDArray[np.float32]
STEPS = 240  # thirds, quarters, fifths, sixteenths: all fall on the grid
TOTAL_UNITS = 2**24 // STEPS
SIXTY = 60  # divided by 1 to 6


@dataclass(frozen=True, slots=True)
class Reading:
    """A pair's value for one criterion (0 to 1) and how much of the criterion their answers cover (0 to 1)."""

    value: float
    known: float = 1.0


@dataclass(frozen=True, slots=True)
class Tell:
    """What a criterion can say of a pair: a reason for it, a point of attention, or neither."""

    reason: Message | None = None
    care: Message | None = None


class Shape(Protocol):
    """Turn raw products into values 0..STEPS, in place."""

    def __call__(self, raw: npt.NDArray[Any]) -> Floats: ...


@dataclass(slots=True)
class Prepared:
    """A criterion over all people, as whole numbers.

    `left` (mentees x d) times `right` (mentors x d) gives, when `shape` is None, units times value in 0..STEPS;
    otherwise raw numbers that `shape` turns into values, to be multiplied by `units`. `known_left` (mentees x k,
    in units) times `known_right` (mentors x k, 0 or 1) gives the part of the denominator. `sparse` adds numerators
    on single pairs: (mentee index, mentor index, units times steps). `key` names raw products that a rule shares.
    """

    units: int
    left: npt.NDArray[Any]
    right: npt.NDArray[Any]
    known_left: Floats
    known_right: Floats
    shape: Shape | None = None
    key: str = ""
    sparse: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]] | None = None


class Criterion(Protocol):
    """A weighted criterion; its settings are the arguments of its constructor."""

    code: ClassVar[str]

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        """Return the value for one pair, None when the answers of one side are missing."""
        ...

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        """Return the columns that give the same values for all pairs, on the grid."""
        ...

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        """Return what can be said to people of this pair for this criterion."""
        ...


@dataclass(slots=True)
class Vocabulary:
    """Numbers for words, in order of first sight."""

    index: dict[Any, int] = field(default_factory=dict)

    def add(self, word: Any) -> int:
        return self.index.setdefault(word, len(self.index))

    def __len__(self) -> int:
        return len(self.index)

    def get(self, word: Any) -> int | None:
        return self.index.get(word)


def zeros(rows: int, columns: int) -> Floats:
    """Return an empty table of columns."""
    return np.zeros((rows, columns), dtype=np.float32)


def known_columns(left: Sequence[bool], right: Sequence[bool], units: int) -> tuple[Floats, Floats]:
    """Return the denominator's columns of a criterion known when both sides answered."""
    return (
        np.asarray(left, dtype=np.float32).reshape(-1, 1) * np.float32(units),
        np.asarray(right, dtype=np.float32).reshape(-1, 1),
    )


def shares(weights: Sequence[float], units: int) -> list[int]:
    """Split `units` in proportion to weights, into whole numbers that add up to `units` (largest remainders)."""
    total = sum(weights)
    exact = [weight * units / total for weight in weights]
    floors = [int(value) for value in exact]
    missing = units - sum(floors)
    order = sorted(range(len(exact)), key=lambda k: (floors[k] - exact[k], k))
    for k in order[:missing]:
        floors[k] += 1
    return floors


def units_of(weights: Sequence[float]) -> list[int]:
    """Return the units of each weight: in exact proportion, and multiples of 60, when weights are whole and small.

    A share of a half to a sixth of such a criterion is then a whole number too: three needs of five score 0.6.
    """
    whole = sum(weights) * SIXTY
    if all(float(weight).is_integer() for weight in weights) and 0 < whole <= TOTAL_UNITS:
        each = SIXTY * int(TOTAL_UNITS // whole)
        return [int(weight) * each for weight in weights]
    return shares(weights, TOTAL_UNITS)


def on_grid(value: float) -> int:
    """Return the step of a value between 0 and 1."""
    return round(min(1.0, max(0.0, value)) * STEPS)
