"""Criteria that compare one category of each side: time zone, seniority, organisation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person, folded

from .base import Prepared, Reading, Tell, Vocabulary, known_columns, on_grid, zeros


@dataclass(frozen=True, slots=True)
class Table(ABC):
    """A value for each couple of categories: one column for each category seen among mentees."""

    code: ClassVar[str]

    @abstractmethod
    def category(self, person: Person) -> Hashable | None:
        """Return what is compared, None when it is not said."""

    @abstractmethod
    def value(self, a: Any, b: Any) -> float:
        """Return the value of two categories, 0 to 1."""

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        a, b = self.category(mentee), self.category(mentor)
        return None if a is None or b is None else Reading(self.value(a, b))

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        ours, theirs = [self.category(p) for p in mentees], [self.category(p) for p in mentors]
        columns = Vocabulary()
        rows = [(row, columns.add(a)) for row, a in enumerate(ours) if a is not None]
        left, right = zeros(len(mentees), len(columns)), zeros(len(mentors), len(columns))
        for row, column in rows:
            left[row, column] = units
        steps: dict[Any, list[int]] = {}
        for row, b in enumerate(theirs):
            if b is not None:
                if b not in steps:
                    steps[b] = [on_grid(self.value(a, b)) for a in columns.index]
                right[row] = steps[b]
        known = known_columns([a is not None for a in ours], [b is not None for b in theirs], units)
        return Prepared(units, left, right, *known)


@dataclass(frozen=True, slots=True)
class TimeZone(Table):
    """Clocks near each other: 1 at no difference, 0 from `hours` on (standard time of January)."""

    hours: float = 8.0
    code: ClassVar[str] = "time_zone"

    def category(self, person: Person) -> Hashable | None:
        return offset(person.time_zone) if person.time_zone else None

    def value(self, a: float, b: float) -> float:
        return max(0.0, 1.0 - clock_difference(a, b) / self.hours)

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        a, b = self.category(mentee), self.category(mentor)
        if not isinstance(a, float) or not isinstance(b, float):
            return Tell()
        hours = clock_difference(a, b)
        if self.value(a, b) >= 0.75:
            return Tell(reason=Message("time_zone.close", {"hours": hours}))
        return (
            Tell(care=Message("time_zone.far", {"hours": hours}))
            if self.value(a, b) <= 0.5
            else Tell()
        )


@dataclass(frozen=True, slots=True)
class Seniority(Table):
    """Mentor ahead by `best_from` to `best_to` steps: 1; each step beyond costs `slope`; behind or level: 0."""

    best_from: int = 1
    best_to: int = 3
    slope: float = 0.2
    code: ClassVar[str] = "seniority"

    def category(self, person: Person) -> Hashable | None:
        return person.seniority

    def value(self, a: int, b: int) -> float:
        steps = b - a
        if steps <= 0:
            return 0.0
        outside = max(self.best_from - steps, steps - self.best_to, 0)
        return max(0.0, 1.0 - self.slope * outside)

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        if mentee.seniority is None or mentor.seniority is None:
            return Tell()
        steps = mentor.seniority - mentee.seniority
        if steps <= 0:
            return Tell(care=Message("seniority.near", {"steps": steps}))
        if steps > self.best_to:
            return Tell(care=Message("seniority.far", {"steps": steps}))
        return Tell(reason=Message("seniority.above", {"steps": steps}))


@dataclass(frozen=True, slots=True)
class Organisation(Table):
    """A mentor from elsewhere: 1 when the organisations differ."""

    code: ClassVar[str] = "organisation"

    def category(self, person: Person) -> Hashable | None:
        return folded(person.organisation) if person.organisation else None

    def value(self, a: str, b: str) -> float:
        return float(a != b)

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        a, b = self.category(mentee), self.category(mentor)
        if a is None or b is None:
            return Tell()
        if a != b:
            return Tell(reason=Message("organisation.other", {"organisation": mentor.organisation}))
        return Tell(care=Message("organisation.same", {"organisation": mentor.organisation}))


@lru_cache(maxsize=1024)
def offset(name: str) -> float | None:
    """Return the hours ahead of UTC of a zone in January, None for an unknown name."""
    try:
        delta = datetime(2025, 1, 15, 12, tzinfo=ZoneInfo(name)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return None if delta is None else delta.total_seconds() / 3600


def clock_difference(a: float, b: float) -> float:
    """Return the hours between two clocks, at most 12."""
    apart = abs(a - b) % 24
    return min(apart, 24 - apart)
