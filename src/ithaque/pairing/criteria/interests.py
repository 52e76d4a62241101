"""Interests in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person, folded

from .base import STEPS, Floats, Prepared, Reading, Tell, Vocabulary, known_columns, zeros


@dataclass(frozen=True, slots=True)
class Interests:
    """Overlap over the smaller set, `enough` interests in common being the most that counts."""

    enough: int = 3
    code: ClassVar[str] = "interests"

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        a, b = words(mentee), words(mentor)
        if not a or not b:
            return None
        return Reading(min(1.0, len(a.keys() & b.keys()) / min(self.enough, len(a), len(b))))

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        """Give one column per interest and per size of the mentee's list, so that the division is in the product."""
        ours, theirs = [words(person) for person in mentees], [words(person) for person in mentors]
        offered = {word for one in theirs for word in one}
        columns = Vocabulary()
        cells = [
            (row, columns.add((word, min(self.enough, len(one)))))
            for row, one in enumerate(ours)
            for word in one
            if word in offered
        ]
        left, right = zeros(len(mentees), len(columns)), zeros(len(mentors), len(columns))
        for row, column in cells:
            left[row, column] = 1
        sizes = sorted({min(self.enough, len(one)) for one in ours if one})
        for row, one in enumerate(theirs):
            for word in one:
                for size in sizes:
                    found = columns.get((word, size))
                    if found is not None:
                        right[row, found] = -(-STEPS // min(size, len(one)))
        known = known_columns([bool(one) for one in ours], [bool(one) for one in theirs], units)
        return Prepared(units, left, right, *known, shape=capped)

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        a, b = words(mentee), words(mentor)
        if not a or not b:
            return Tell()
        common = [word for key, word in a.items() if key in b]
        if common:
            return Tell(
                reason=Message("interests.shared", {"items": common[:3], "count": len(common)})
            )
        return Tell(care=Message("interests.none"))


def capped(raw: npt.NDArray[Any]) -> Floats:
    """Bound products at a full value."""
    np.minimum(raw, np.float32(STEPS), out=raw)
    return raw


def words(person: Person) -> dict[str, str]:
    """Return the interests once each, folded -> as typed."""
    return {folded(word): word for word in reversed(person.interests)}
