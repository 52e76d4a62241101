"""Items answered on the same scale by both sides: style and values, expectations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import ClassVar

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person

from .base import Prepared, Reading, Tell, on_grid, shares, zeros

GRAIN = 4  # answers are read to the nearest quarter of a point


def grained(answer: float) -> float:
    """Return an answer to the nearest quarter of a point, halves upwards."""
    return floor(answer * GRAIN + 0.5) / GRAIN


@dataclass(frozen=True, slots=True)
class Scales(ABC):
    """Mean closeness over the items both answered: 1 minus the distance over the range of the item.

    Each item missing on one side leaves the denominator on its own. `ranges` gives the distance that counts as
    opposite, by item; `range` for the others. For items in `complementary`, difference is what fits.
    """

    range: float = 4.0
    ranges: Mapping[str, float] = field(default_factory=dict)
    complementary: tuple[str, ...] = ()
    code: ClassVar[str]

    @abstractmethod
    def answers(self, person: Person) -> Mapping[str, float]:
        """Return a person's answers by item."""

    def closeness(self, item: str, a: float, b: float) -> float:
        """Return how well two answers to an item fit, 0 to 1."""
        apart = min(1.0, abs(grained(a) - grained(b)) / self.ranges.get(item, self.range))
        return apart if item in self.complementary else 1.0 - apart

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        a, b = self.answers(mentee), self.answers(mentor)
        common = a.keys() & b.keys()
        if not common:
            return None
        value = sum(self.closeness(item, a[item], b[item]) for item in sorted(common)) / len(common)
        return Reading(value, len(common) / len(a))

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        items = sorted({item for person in mentees for item in self.answers(person)})
        place = {item: k for k, item in enumerate(items)}
        offered = {item for person in mentors for item in self.answers(person)}
        values = {
            item: sorted({grained(a[item]) for a in map(self.answers, mentees) if item in a})
            for item in items
        }
        columns: dict[tuple[str, float], int] = {}
        for item in items:
            if item in offered:
                columns.update(
                    {(item, value): len(columns) + k for k, value in enumerate(values[item])}
                )
        left = zeros(len(mentees), len(columns))
        known_left = zeros(len(mentees), len(items))
        for row, mentee in enumerate(mentees):
            answers = self.answers(mentee)
            present = [item for item in items if item in answers]
            for item, part in zip(
                present, shares([1.0] * len(present), units) if present else (), strict=True
            ):
                known_left[row, place[item]] = part
                column = columns.get((item, grained(answers[item])))
                if column is not None:
                    left[row, column] = part
        right = zeros(len(mentors), len(columns))
        known_right = zeros(len(mentors), len(items))
        steps: dict[tuple[str, float], list[tuple[int, int]]] = {}
        for row, mentor in enumerate(mentors):
            for item, answer in self.answers(mentor).items():
                if item not in values:
                    continue
                known_right[row, place[item]] = 1
                key = (item, grained(answer))
                if key not in steps:
                    steps[key] = [
                        (columns[item, value], on_grid(self.closeness(item, value, answer)))
                        for value in values[item]
                    ]
                for column, step in steps[key]:
                    right[row, column] = step
        return Prepared(units, left, right, known_left, known_right)


class Style(Scales):
    """Working style and values, short items from 1 to 5."""

    code: ClassVar[str] = "style"

    def answers(self, person: Person) -> Mapping[str, float]:
        return person.style

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        a, b = mentee.style, mentor.style
        common = sorted(a.keys() & b.keys())
        if not common:
            return Tell()
        fits = {item: self.closeness(item, a[item], b[item]) for item in common}
        close = sum(fit >= 0.75 for fit in fits.values())
        far = sorted(
            (item for item in common if fits[item] <= 0.25), key=lambda item: (fits[item], item)
        )
        reason = (
            Message("style.close", {"count": close, "total": len(common)})
            if 2 * close > len(common)
            else None
        )
        return Tell(reason, Message("style.far", {"items": far[:3]}) if far else None)


@dataclass(frozen=True, slots=True)
class Expectations(Scales):
    """Expected length, rhythm and manner of the mentoring."""

    ranges: Mapping[str, float] = field(
        default_factory=lambda: {"duration_months": 12.0, "meetings_per_month": 4.0}
    )
    code: ClassVar[str] = "expectations"

    def answers(self, person: Person) -> Mapping[str, float]:
        return person.expectations

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        a, b = mentee.expectations, mentor.expectations
        common = sorted(a.keys() & b.keys())
        if not common:
            return Tell()
        fits = {item: self.closeness(item, a[item], b[item]) for item in common}
        aligned = [item for item in common if fits[item] >= 0.75]
        worst = min(common, key=lambda item: (fits[item], item))
        care = None
        if fits[worst] <= 0.5:
            care = Message(
                "expectations.far", {"item": worst, "mentee": a[worst], "mentor": b[worst]}
            )
        return Tell(
            Message("expectations.aligned", {"items": aligned[:3]}) if aligned else None, care
        )
