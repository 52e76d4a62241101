"""What a pair is worth to the assignment: its score, bent by the objective, plus what keeping it is worth.

Whole numbers only. "total" takes the score as it is. "balanced" takes 1 - (1 - s)**2, which favours raising the
weakest pairs over polishing the best ones. Weights mix both.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .criteria.base import Floats
from .places import Longs, Places
from .problem import Problem
from .products import Span, places_in
from .scoring import FORBIDDEN, MILLION

KEY = 32  # bits of a column in the key of a pair


@dataclass(slots=True)
class Gains:
    """Scores to gains, for one problem."""

    fit: tuple[float, float] = (1, 0)  # weights of the score as it is and of the bent one
    flat: bool = False  # all pairs alike: only places count
    floor: int = 0  # score below which a pair is left out, for "worst_off"
    kept: Longs = field(default_factory=lambda: np.empty(0, np.int64))  # keys of pairs, rising
    bonus: int = 0  # what keeping one of them is worth

    @classmethod
    def of(cls, problem: Problem) -> Gains:
        rows, columns = problem.mentee_index, problem.mentor_index
        pairs = [
            (rows[mentee], columns[mentor])
            for mentee, mentor in problem.settings.current
            if problem.settings.inertia and mentee in rows and mentor in columns
        ]
        cells = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        kept = np.unique(_keys(cells[:, 0], cells[:, 1]))
        return cls(
            problem.settings.aims.fit, kept=kept, bonus=round(problem.settings.inertia * MILLION)
        )

    @property
    def plain(self) -> bool:
        """Return whether a gain is the score itself, but for the pairs whose keeping is worth a bonus."""
        return not self.fit[1] and not self.flat

    @property
    def most(self) -> int:
        """Return the largest gain a pair can have."""
        return MILLION + self.bonus * bool(len(self.kept))

    def bend(self, scores: Longs) -> Longs:
        """Return the gains of scores, without what keeping is worth."""
        if self.flat:
            return np.zeros_like(scores)
        straight, bent = self.fit
        if not bent:
            return scores
        short = MILLION - scores
        curved = MILLION - short * short // MILLION
        if not straight:
            return curved
        share = bent / (straight + bent)
        return scores + np.rint((curved - scores) * share).astype(np.int64)

    def of_pairs(self, rows: Longs, columns: Longs, scores: Longs) -> Longs:
        """Return the gains of single pairs."""
        gains = self.bend(scores)
        if len(self.kept):
            gains = gains + self.bonus * places_in(self.kept, _keys(rows, columns))[0]
        return gains

    def kept_pairs(self) -> tuple[Longs, Longs]:
        """Return the pairs whose keeping is worth a bonus."""
        return self.kept >> KEY, self.kept & (2**KEY - 1)

    def close(self, rows: Span, columns: slice, block: Floats, locked: tuple[Longs, Longs]) -> None:
        """Mark locked pairs and those below the floor as forbidden in a block of scores."""
        if self.floor:
            block[block < self.floor] = FORBIDDEN
        block[_cells_in(rows, columns, *locked)] = FORBIDDEN

    def of_block(
        self, rows: Span, columns: slice, block: Floats, locked: tuple[Longs, Longs]
    ) -> Longs:
        """Return the gains of a block of scores, where `close` has marked what is forbidden."""
        self.close(rows, columns, block, locked)
        gains = self.bend(block.astype(np.int64))
        gains[_cells_in(rows, columns, *self.kept_pairs())] += self.bonus
        return gains


def _cells_in(
    rows: Span, columns: slice, pair_rows: Longs, pair_columns: Longs
) -> tuple[Longs, Longs]:
    """Return where in a block these pairs are, those of them that are in it."""
    held, i = places_in(rows, pair_rows)
    inside, j = places_in(columns, pair_columns[held])
    return i[inside], j


def _keys(rows: Longs, columns: Longs) -> Longs:
    return (rows << KEY) | columns


def worth_unit(wanted: Longs, offered: Longs, most: int) -> int:
    """Return a whole number above twice any change of fit: a chain moves all pairs at most, each by the largest gain.

    Twice, so that a price can be read back as so many units and a change of fit.
    """
    return 2 * (min(int(wanted.sum()), int(offered.sum())) + 1) * most


def make_places(
    problem: Problem, most: int, locked_rows: Longs, locked_columns: Longs
) -> tuple[Places, Places]:
    """Return the places left on both sides once locked pairs have taken theirs, and what filling them is worth.

    With "most people first", a first place outweighs any loss of fit and any minimum load, which outweighs any loss
    of fit: see `worth_unit`.
    """
    wanted = np.array([person.capacity for person in problem.mentees], dtype=np.int64)
    offered = np.array([problem.capacity(person) for person in problem.mentors], dtype=np.int64)
    minimum = np.array([person.minimum_load for person in problem.mentors], dtype=np.int64)
    has = np.bincount(locked_rows, minlength=len(wanted)).astype(np.int64)
    load = np.bincount(locked_columns, minlength=len(offered)).astype(np.int64)
    unit = worth_unit(wanted, offered, most)
    aims = problem.settings.aims
    if aims.stable:
        unit = 0
    first = ((wanted > 0) & (has == 0)).astype(np.int64)
    person = 3 * unit if aims.people_first else round(aims.person * MILLION)
    first_worth = np.full(len(wanted), person, dtype=np.int64)
    more_worth = np.full(len(wanted), unit if aims.people_first else 0, dtype=np.int64)
    needed = np.maximum(0, minimum - load)
    needed_worth = np.full(len(offered), unit, dtype=np.int64)
    return (
        Places([(first, first_worth), (wanted - has - first, more_worth)]),
        Places(
            [(needed, needed_worth), (offered - load - needed, np.zeros(len(offered), np.int64))]
        ),
    )
