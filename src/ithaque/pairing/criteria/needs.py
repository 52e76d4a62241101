"""Needs of the mentee covered by the strengths of the mentor, the first needs counting most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person, Skill, folded

from .base import Prepared, Reading, Tell, Vocabulary, on_grid, shares, zeros


@dataclass(frozen=True, slots=True)
class Needs:
    """Rank-weighted coverage: the first need counts `ranks[0]`, the second `ranks[1]`, the last figure for the rest.

    A strength at or above the level needed covers it wholly; below, in proportion (level 1 offered for 3 needed: a
    third). A strength without level counts as level 2, a need without level is covered by any level.
    """

    ranks: tuple[float, ...] = (3, 2, 1)
    code: ClassVar[str] = "needs"

    def rank_weight(self, rank: int) -> float:
        return self.ranks[min(rank, len(self.ranks) - 1)]

    def ranked(self, mentee: Person) -> list[tuple[Skill, float]]:
        """Return each need once, with its weight."""
        needs: dict[str, Skill] = {}
        for skill in mentee.needs:
            needs.setdefault(folded(skill.key), skill)
        return [(skill, self.rank_weight(rank)) for rank, skill in enumerate(needs.values())]

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        if not mentee.needs or not mentor.offers:
            return None
        offers = levels(mentor)
        needs = self.ranked(mentee)
        total = sum(weight for _, weight in needs)
        return Reading(sum(weight * covered(skill, offers) for skill, weight in needs) / total)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        offers = [levels(mentor) for mentor in mentors]
        offered = {key for skills in offers for key in skills}
        columns = Vocabulary()
        cells: list[tuple[int, int, int]] = []
        for row, mentee in enumerate(mentees):
            needs = self.ranked(mentee)
            parts = shares([weight for _, weight in needs], units) if needs else []
            for (skill, _), part in zip(needs, parts, strict=True):
                key = folded(skill.key)
                if key in offered:
                    cells.append((row, columns.add((key, skill.level or 1)), part))
        left = zeros(len(mentees), len(columns))
        for row, column, part in cells:
            left[row, column] += part
        right = zeros(len(mentors), len(columns))
        by_key: dict[str, list[tuple[int, int]]] = {}
        for (key, level), column in columns.index.items():
            by_key.setdefault(key, []).append((column, level))
        for row, skills in enumerate(offers):
            for key, offered_level in skills.items():
                for column, level in by_key.get(key, ()):
                    right[row, column] = on_grid(offered_level / level)
        known_left = zeros(len(mentees), 1)
        known_left[:, 0] = [units if mentee.needs else 0 for mentee in mentees]
        known_right = zeros(len(mentors), 1)
        known_right[:, 0] = [1 if mentor.offers else 0 for mentor in mentors]
        return Prepared(units, left, right, known_left, known_right)

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        if not mentee.needs or not mentor.offers:
            return Tell()
        offers = levels(mentor)
        needs = [skill for skill, _ in self.ranked(mentee)]
        met = [skill.name for skill in needs if folded(skill.key) in offers]
        missing = [skill.name for skill in needs if folded(skill.key) not in offers]
        low = [skill.name for skill in needs if 0 < covered(skill, offers) < 1]
        reason = care = None
        if met and met[0] == needs[0].name:
            data = {"skill": met[0], "skills": met, "count": len(met), "total": len(needs)}
            reason = Message("needs.first", data)
        elif met:
            reason = Message(
                "needs.covered", {"skills": met, "count": len(met), "total": len(needs)}
            )
        if not met:
            care = Message("needs.none", {"missing": missing})
        elif missing:
            care = Message("needs.partly", {"missing": missing})
        elif low:
            care = Message("needs.level", {"skills": low})
        return Tell(reason, care)


def levels(mentor: Person) -> dict[str, int]:
    """Return the best level offered for each skill, 2 when not said."""
    best: dict[str, int] = {}
    for skill in mentor.offers:
        key = folded(skill.key)
        best[key] = max(best.get(key, 0), 2 if skill.level is None else skill.level)
    return best


def covered(need: Skill, offers: dict[str, int]) -> float:
    """Return how far the offers cover one need, 0 to 1."""
    level = offers.get(folded(need.key), 0)
    return min(1.0, level / (need.level or 1))
