"""Hours of the week in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person

from .base import STEPS, Floats, Prepared, Reading, Tell, known_columns, zeros

HOURS = 168
KEY = "hours in common"


@dataclass(frozen=True, slots=True)
class Availability:
    """Common hours of the week, full from `enough` hours on."""

    enough: int = 2
    code: ClassVar[str] = "availability"

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        if not mentee.availability or not mentor.availability:
            return None
        return Reading(
            min(self.enough, len(mentee.availability & mentor.availability)) / self.enough
        )

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        known = known_columns(
            [bool(p.availability) for p in mentees], [bool(p.availability) for p in mentors], units
        )
        return Prepared(
            units, hours_table(mentees), hours_table(mentors), *known, shape=self.shape, key=KEY
        )

    def shape(self, raw: npt.NDArray[Any]) -> Floats:
        value: Floats = np.minimum(raw, np.float32(self.enough))
        value *= np.float32(STEPS)
        value /= np.float32(self.enough)
        np.floor(value, out=value)
        return value

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        if not mentee.availability or not mentor.availability:
            return Tell()
        common = sorted(mentee.availability & mentor.availability)
        if len(common) >= self.enough:
            return Tell(
                reason=Message("availability.shared", {"hours": len(common), "slots": common[:3]})
            )
        return Tell(care=Message("availability.short", {"hours": len(common)}))


def hours_table(people: Sequence[Person]) -> Floats:
    """Return people x 168, 1 where free."""
    table = zeros(len(people), HOURS)
    for row, person in enumerate(people):
        if person.availability:
            table[row, list(person.availability)] = 1
    return table
