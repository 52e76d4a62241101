"""Path aimed at by the mentee, lived by the mentor: occupations, sectors, studies, transitions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person, folded

from .base import Prepared, Reading, Tell, Vocabulary, known_columns, on_grid, shares, zeros

# ROME codes: a letter (great domain), two digits (professional domain), two digits (occupation).
ROME = re.compile(r"[a-n]\d{4}")


@dataclass(frozen=True, slots=True)
class Path:
    """Mean, over the first `most` targets, of the nearest thing lived.

    Same word or code: 1. ROME codes of the same professional domain: `domain`; of the same great domain: `field`.
    Other words are near only when they are the same.
    """

    domain: float = 0.6
    field: float = 0.3
    most: int = 5
    code: ClassVar[str] = "path"

    def likeness(self, target: str, lived: str) -> float:
        """Return how near two folded words are, 0 to 1."""
        if target == lived:
            return 1.0
        if not (ROME.fullmatch(target) and ROME.fullmatch(lived)):
            return 0.0
        if target[:3] == lived[:3]:
            return self.domain
        return self.field if target[0] == lived[0] else 0.0

    def nearest(self, target: str, lived: Sequence[str]) -> float:
        return max((self.likeness(target, one) for one in lived), default=0.0)

    def targets(self, mentee: Person) -> list[str]:
        return list(dict.fromkeys(folded(word) for word in mentee.path))[: self.most]

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        if not mentee.path or not mentor.path:
            return None
        targets = self.targets(mentee)
        lived = [folded(word) for word in mentor.path]
        return Reading(sum(self.nearest(target, lived) for target in targets) / len(targets))

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        columns = Vocabulary()
        cells: list[tuple[int, int, int]] = []
        for row, mentee in enumerate(mentees):
            targets = self.targets(mentee)
            parts = shares([1.0] * len(targets), units) if targets else []
            cells += [
                (row, columns.add(target), part)
                for target, part in zip(targets, parts, strict=True)
            ]
        left = zeros(len(mentees), len(columns))
        for row, column, part in cells:
            left[row, column] = part
        near = self._near(columns, mentors)
        right = zeros(len(mentors), len(columns))
        for row, mentor in enumerate(mentors):
            for lived in {folded(word) for word in mentor.path}:
                for column, step in near[lived]:
                    right[row, column] = max(right[row, column], step)
        known = known_columns(
            [bool(p.path) for p in mentees], [bool(p.path) for p in mentors], units
        )
        return Prepared(units, left, right, *known)

    def _near(
        self, columns: Vocabulary, mentors: Sequence[Person]
    ) -> dict[str, list[tuple[int, int]]]:
        """Return, for each word lived, the target columns it is near to, with the step of the grid."""
        codes: dict[str, list[tuple[str, int]]] = {}  # by great domain: no other is near
        for target, column in columns.index.items():
            if ROME.fullmatch(target):
                codes.setdefault(target[0], []).append((target, column))
        near: dict[str, list[tuple[int, int]]] = {}
        for lived in {folded(word) for mentor in mentors for word in mentor.path}:
            if ROME.fullmatch(lived):
                steps = [
                    (column, on_grid(self.likeness(target, lived)))
                    for target, column in codes.get(lived[0], ())
                ]
                near[lived] = [(column, step) for column, step in steps if step]
            else:
                same = columns.get(lived)
                near[lived] = [] if same is None else [(same, on_grid(1))]
        return near

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        if not mentee.path or not mentor.path:
            return Tell()
        lived = {folded(word): word for word in mentor.path}
        targets = {folded(word): word for word in mentee.path}
        same = [word for key, word in targets.items() if key in lived][:3]
        if same:
            return Tell(reason=Message("path.same", {"items": same}))
        near = [
            word
            for key, word in lived.items()
            if any(self.likeness(target, key) > 0 for target in targets)
        ]
        if near:
            return Tell(reason=Message("path.near", {"items": near[:3]}))
        return Tell(care=Message("path.far", {"items": list(targets.values())[:3]}))
