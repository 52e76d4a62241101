"""Rules on what both can do and must hold: language, hours, manner, place, protection of minors, custom fields."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ithaque.pairing.criteria.availability import KEY as HOURS_KEY
from ithaque.pairing.criteria.availability import hours_table
from ithaque.pairing.criteria.distance import (
    EARTH_KM,
    coordinates,
    place_name,
    point,
    square_at,
    squares_tables,
)
from ithaque.pairing.criteria.distance import KEY as SQUARES_KEY
from ithaque.pairing.people import Person, folded
from ithaque.pairing.products import Span

from .base import Bools, Forbidden, Mask, by_category

REMOTE, IN_PERSON, HYBRID = "remote", "in_person", "hybrid"


@dataclass(frozen=True, slots=True)
class Language:
    """At least one common language."""

    code: ClassVar[str] = "language"

    def spoken(self, person: Person) -> frozenset[str] | None:
        return frozenset(folded(language) for language in person.languages) or None

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        a, b = self.spoken(mentee), self.spoken(mentor)
        return a is not None and b is not None and not a & b

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        ours, theirs = [self.spoken(p) for p in mentees], [self.spoken(p) for p in mentors]
        return by_category(ours, theirs, lambda a, b: not a & b)


@dataclass(frozen=True, slots=True)
class _Short:
    """Too few common hours, among people who gave theirs."""

    hours: float
    ours: Bools
    theirs: Bools

    def __call__(self, raw: npt.NDArray[Any], rows: Span, columns: slice) -> Bools:
        few: Bools = raw < self.hours
        if not self.ours[rows].all():
            few &= self.ours[rows, None]
        if not self.theirs[columns].all():
            few &= self.theirs[None, columns]
        return few


@dataclass(frozen=True, slots=True)
class Overlap:
    """At least `hours` common hours of the week."""

    hours: float = 1
    code: ClassVar[str] = "overlap"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        if not mentee.availability or not mentor.availability:
            return False
        return len(mentee.availability & mentor.availability) < self.hours

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        left, right = hours_table(mentees), hours_table(mentors)
        ours: Bools = np.asarray(left.any(axis=1))
        theirs: Bools = np.asarray(right.any(axis=1))

        forbidden = Forbidden.nothing()
        if ours.any() and theirs.any():
            forbidden.masks = [Mask(HOURS_KEY, left, right, _Short(self.hours, ours, theirs))]
        return forbidden


@dataclass(frozen=True, slots=True)
class Near:
    """At most `km` kilometres between two known places (optional rule); two names must be the same."""

    km: float = 50
    code: ClassVar[str] = "distance"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return too_far(mentee, mentor, self.km)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        return far_apart(mentees, mentors, [self.km] * len(mentees), [self.km] * len(mentors), None)


@dataclass(frozen=True, slots=True)
class Modality:
    """A way of meeting both accept; when only meeting in person is left, within the radius of both.

    Without a radius on either side, coordinates do not forbid; two different place names do.
    """

    code: ClassVar[str] = "modality"

    def accepted(self, person: Person) -> frozenset[str] | None:
        ways = person.modality & {REMOTE, IN_PERSON}
        return frozenset({REMOTE, IN_PERSON}) if HYBRID in person.modality else ways or None

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        a, b = self.accepted(mentee), self.accepted(mentor)
        if a is None or b is None:
            return False
        common = a & b
        return not common or (
            common == {IN_PERSON} and too_far(mentee, mentor, _radius(mentee, mentor))
        )

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        ours, theirs = [self.accepted(p) for p in mentees], [self.accepted(p) for p in mentors]
        forbidden = by_category(ours, theirs, lambda a, b: not a & b)
        only = by_category(ours, theirs, lambda a, b: a & b == {IN_PERSON})
        if only.tables:
            radii = _radii(mentees), _radii(mentors)
            forbidden.masks = far_apart(mentees, mentors, radii[0], radii[1], only.tables[0]).masks
        return forbidden


@dataclass(frozen=True, slots=True)
class AdultMentor:
    """A minor's mentor is known to be an adult: protective, bites until the age is known."""

    code: ClassVar[str] = "adult"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return mentee.minor and mentor.adult is not True

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        return by_category(
            [p.minor or None for p in mentees],
            [p.adult is True for p in mentors],
            lambda _, ok: not ok,
        )


@dataclass(frozen=True, slots=True)
class Checks:
    """A minor's mentor holds valid checks: protective. For the others, checks known not to be valid forbid too."""

    code: ClassVar[str] = "checks"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return mentor.check_valid is False or (mentee.minor and mentor.check_valid is not True)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        states = ["unknown" if p.check_valid is None else p.check_valid for p in mentors]
        return by_category(
            [p.minor for p in mentees],
            states,
            lambda minor, ok: ok is False or (minor and ok is not True),
        )


@dataclass(frozen=True, slots=True)
class Training:
    """Training known not to be done, on either side, forbids."""

    code: ClassVar[str] = "training"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return mentee.trained is False or mentor.trained is False

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        ours, theirs = [p.trained is False for p in mentees], [p.trained is False for p in mentors]
        return by_category(ours, theirs, lambda a, b: a or b)


@dataclass(frozen=True, slots=True)
class SeniorityAbove:
    """The mentor is at least `steps` and at most `most` steps above the mentee (optional rule)."""

    steps: int = 1
    most: int = 1000
    code: ClassVar[str] = "seniority"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        if mentee.seniority is None or mentor.seniority is None:
            return False
        return not self.steps <= mentor.seniority - mentee.seniority <= self.most

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        return by_category(
            [p.seniority for p in mentees],
            [p.seniority for p in mentors],
            lambda a, b: not self.steps <= b - a <= self.most,
        )


TESTS: dict[str, Any] = {
    "equal": lambda a, b: a == b,
    "differ": lambda a, b: a != b,
    "share": lambda a, b: bool(_members(a) & _members(b)),
    "not_share": lambda a, b: not _members(a) & _members(b),
    "above": lambda a, b: b > a,
    "at_least": lambda a, b: b >= a,
}
# Fields a custom rule may look at; "group" is not among them: what serves fairness never decides.
FIELDS = (
    "path", "interests", "languages", "modality", "time_zone", "place", "organisation", "team", "family",
    "seniority", "minor", "adult", "check_valid", "trained", "capacity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A programme's own rule: the mentee's and the mentor's fields must pass a test of `TESTS`.

    "above" and "at_least" are said of the mentor. Bites only when both fields are answered.
    """

    code: str
    mentee: str
    mentor: str
    must: str

    def category(self, person: Person, field: str) -> Hashable | None:
        value: Hashable | None = getattr(person, field)
        if isinstance(value, str):
            return folded(value) or None
        if isinstance(value, (tuple, frozenset)) and field != "place":
            return frozenset(folded(str(word)) for word in value) or None
        return value

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        a, b = self.category(mentee, self.mentee), self.category(mentor, self.mentor)
        return a is not None and b is not None and not TESTS[self.must](a, b)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        ours = [self.category(p, self.mentee) for p in mentees]
        theirs = [self.category(p, self.mentor) for p in mentors]
        return by_category(ours, theirs, lambda a, b: not TESTS[self.must](a, b))

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> FieldRule:
        return cls(
            str(data["name"]), data["mentee"], data.get("mentor", data["mentee"]), data["must"]
        )


def _members(value: Any) -> frozenset[Any]:
    return value if isinstance(value, frozenset) else frozenset({value})


def _radii(people: Sequence[Person]) -> list[float]:
    return [np.inf if person.radius_km is None else person.radius_km for person in people]


def _radius(mentee: Person, mentor: Person) -> float:
    return min(_radii((mentee, mentor)))


def too_far(mentee: Person, mentor: Person, km: float) -> bool:
    """Return True when both places are known and farther apart than so many kilometres."""
    if coordinates(mentee) and coordinates(mentor):
        line = sum((a - b) ** 2 for a, b in zip(point(mentee), point(mentor), strict=True))
        return line > _square_limit(km)
    return bool(place_name(mentee) and place_name(mentor)) and place_name(mentee) != place_name(
        mentor
    )


def _square_limit(km: float) -> float:
    return np.inf if km >= EARTH_KM * np.pi else square_at(km)


@dataclass(frozen=True, slots=True)
class _Far:
    """Too far apart: two points beyond the smaller limit, or two places of different names."""

    ours: npt.NDArray[np.float64]
    theirs: npt.NDArray[np.float64]
    our_kind: npt.NDArray[np.int64]
    their_kind: npt.NDArray[np.int64]
    only: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]] | None

    def __call__(self, raw: npt.NDArray[Any], rows: Span, columns: slice) -> Bools:
        limits = np.minimum(self.ours[rows, None], self.theirs[None, columns])
        named = (self.our_kind[rows, None] == 2) & (self.their_kind[None, columns] == 2)
        beyond: Bools = np.where(named, raw > 0, raw > limits)
        beyond &= self.our_kind[rows, None] == self.their_kind[None, columns]
        if self.only is not None:
            beyond &= self.only[0][rows] @ self.only[1][columns].T > 0
        return beyond


def far_apart(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    our_km: Sequence[float],
    their_km: Sequence[float],
    only: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]] | None,
) -> Forbidden:
    """Return the mask of pairs too far apart, where `only` (tables whose product marks the pairs concerned) says."""
    left, right = squares_tables(mentees, mentors)
    ours = np.array([_square_limit(km) for km in our_km])
    theirs = np.array([_square_limit(km) for km in their_km])
    our_kind = np.array([1 if coordinates(p) else 2 if place_name(p) else 3 for p in mentees])
    their_kind = np.array([1 if coordinates(p) else 2 if place_name(p) else 4 for p in mentors])

    kinds = set(our_kind.tolist()) & set(their_kind.tolist())
    if not kinds:
        return Forbidden.nothing()

    forbidden = Forbidden.nothing()
    forbidden.masks = [
        Mask(SQUARES_KEY, left, right, _Far(ours, theirs, our_kind, their_kind, only))
    ]
    return forbidden
