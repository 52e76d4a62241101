"""Rules on links between two people: themselves, hierarchy, family, team, exclusions, past decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from ithaque.pairing.people import Person, folded
from ithaque.pairing.settings import Pair

from .base import Forbidden, from_pairs, same_category

ORGANISATION = "organisation:"


@dataclass(frozen=True, slots=True)
class Oneself:
    """Nobody is their own mentor."""

    code: ClassVar[str] = "oneself"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return mentee.id == mentor.id

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        columns = {person.id: column for column, person in enumerate(mentors)}
        return from_pairs((row, columns[p.id]) for row, p in enumerate(mentees) if p.id in columns)


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """No pair within one line of managers, at any distance, upwards or downwards.

    `managers` gives the manager of each person of the whole problem.
    """

    managers: Mapping[str, str] = field(default_factory=dict)
    code: ClassVar[str] = "hierarchy"

    def line(self, person_id: str) -> list[str]:
        """Return the managers above a person, nearest first; a circle is walked once."""
        above: list[str] = []
        current = self.managers.get(person_id)
        while current is not None and current not in above:
            above.append(current)
            current = self.managers.get(current)
        return above

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return mentor.id in self.line(mentee.id) or mentee.id in self.line(mentor.id)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        rows = {person.id: row for row, person in enumerate(mentees)}
        columns = {person.id: column for column, person in enumerate(mentors)}
        down = {(row, columns[a]) for p, row in rows.items() for a in self.line(p) if a in columns}
        up = {(rows[a], column) for p, column in columns.items() for a in self.line(p) if a in rows}
        return from_pairs(down | up)


@dataclass(frozen=True, slots=True)
class Family:
    """No pair within one family."""

    code: ClassVar[str] = "family"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return _same(mentee.family, mentor.family)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        return same_category([_word(p.family) for p in mentees], [_word(p.family) for p in mentors])


@dataclass(frozen=True, slots=True)
class Team:
    """No pair within one team; a team's name counts within its organisation."""

    code: ClassVar[str] = "team"

    def category(self, person: Person) -> tuple[str, str] | None:
        return (_word(person.organisation) or "", folded(person.team)) if person.team else None

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return (
            mentee.team is not None and self.category(mentee) == self.category(mentor) is not None
        )

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        return same_category(
            [self.category(p) for p in mentees], [self.category(p) for p in mentors]
        )


@dataclass(frozen=True, slots=True)
class OtherOrganisation:
    """The mentor belongs to another organisation (optional rule)."""

    code: ClassVar[str] = "organisation"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return _same(mentee.organisation, mentor.organisation)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        return same_category(
            [_word(p.organisation) for p in mentees], [_word(p.organisation) for p in mentors]
        )


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whom a person declared they do not want: an id, or "organisation:NAME"."""

    code: ClassVar[str] = "exclusion"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return _excludes(mentee, mentor) or _excludes(mentor, mentee)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        by_mentees = _excluded_pairs(mentees, mentors)
        by_mentors = _excluded_pairs(mentors, mentees)
        return from_pairs(by_mentees + [(row, column) for column, row in by_mentors])


@dataclass(frozen=True, slots=True)
class Decided:
    """Pairs forbidden by a decision: `forbidden` by the coordinator, `broken` because it already failed once."""

    code: str
    pairs: frozenset[Pair] = frozenset()

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return (mentee.id, mentor.id) in self.pairs

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        rows = {person.id: row for row, person in enumerate(mentees)}
        columns = {person.id: column for column, person in enumerate(mentors)}
        return from_pairs(
            (rows[a], columns[b]) for a, b in self.pairs if a in rows and b in columns
        )


def _word(value: str | None) -> str | None:
    return (folded(value) or None) if value else None


def _same(a: str | None, b: str | None) -> bool:
    return _word(a) is not None and _word(a) == _word(b)


def _excludes(person: Person, other: Person) -> bool:
    if other.id in person.excluded:
        return True
    return bool(other.organisation) and any(
        folded(entry.removeprefix(ORGANISATION)) == _word(other.organisation)
        for entry in person.excluded
        if entry.startswith(ORGANISATION)
    )


def _excluded_pairs(people: Sequence[Person], others: Sequence[Person]) -> list[tuple[int, int]]:
    ids = {other.id: index for index, other in enumerate(others)}
    members: dict[str, list[int]] = {}
    for index, other in enumerate(others):
        if other.organisation:
            members.setdefault(folded(other.organisation), []).append(index)
    pairs: list[tuple[int, int]] = []
    for row, person in enumerate(people):
        for entry in person.excluded:
            if entry in ids:
                pairs.append((row, ids[entry]))
            elif entry.startswith(ORGANISATION):
                pairs += [
                    (row, index)
                    for index in members.get(folded(entry.removeprefix(ORGANISATION)), ())
                ]
    return pairs
