"""Wishes expressed by either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person

from .base import Prepared, Reading, Tell, on_grid, zeros


@dataclass(frozen=True, slots=True)
class Wishes:
    """Mutual wishes count 1, one-sided ones 0.5; each later rank counts `step` less, down to half."""

    step: float = 0.1
    code: ClassVar[str] = "wishes"

    def granted(self, person: Person, other: Person) -> float:
        """Return how much of a wish of one person the other is, 0 to 1."""
        if other.id not in person.wishes:
            return 0.0
        return max(0.5, 1.0 - self.step * person.wishes.index(other.id))

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        if not mentee.wishes and not mentor.wishes:
            return None
        return Reading((self.granted(mentee, mentor) + self.granted(mentor, mentee)) / 2)

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        rows = {person.id: row for row, person in enumerate(mentees)}
        columns = {person.id: column for column, person in enumerate(mentors)}
        pairs = {
            (row, columns[wish])
            for row, person in enumerate(mentees)
            for wish in person.wishes
            if wish in columns
        } | {
            (rows[wish], column)
            for column, person in enumerate(mentors)
            for wish in person.wishes
            if wish in rows
        }
        ordered = sorted(pairs)
        steps = [
            units
            * on_grid(
                (self.granted(mentees[i], mentors[j]) + self.granted(mentors[j], mentees[i])) / 2
            )
            for i, j in ordered
        ]
        cells = np.array(ordered, dtype=np.int64).reshape(-1, 2)
        wishing_left = np.array([bool(p.wishes) for p in mentees], dtype=np.float32)
        wishing_right = np.array([bool(p.wishes) for p in mentors], dtype=np.float32)
        known_left, known_right = zeros(len(mentees), 2), zeros(len(mentors), 2)
        known_left[:, 0], known_left[:, 1] = wishing_left * units, (1 - wishing_left) * units
        known_right[:, 0], known_right[:, 1] = 1, wishing_right
        return Prepared(
            units,
            zeros(len(mentees), 0),
            zeros(len(mentors), 0),
            known_left,
            known_right,
            sparse=(cells[:, 0], cells[:, 1], np.array(steps, dtype=np.int64)),
        )

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        ours = mentee.wishes.index(mentor.id) + 1 if mentor.id in mentee.wishes else 0
        theirs = mentor.wishes.index(mentee.id) + 1 if mentee.id in mentor.wishes else 0
        if ours and theirs:
            return Tell(
                reason=Message("wishes.mutual", {"mentee_rank": ours, "mentor_rank": theirs})
            )
        if ours:
            return Tell(reason=Message("wishes.mentee", {"rank": ours}))
        care = Message("wishes.other", {"wishes": len(mentee.wishes)}) if mentee.wishes else None
        return Tell(Message("wishes.mentor", {"rank": theirs}) if theirs else None, care)
