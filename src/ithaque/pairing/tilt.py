"""Conditions on a whole pairing as numbers: each is a sum over pairs, or over first places, that must reach a least.

A multiplier for each condition tilts what pairs and places are worth; the tilted problem is a plain assignment, and what
its prices prove bounds every pairing that holds the conditions (Lagrangian duality), whatever the multipliers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .floors import Floor, floors_of, members
from .flow import Arcs, Bools
from .hours import Hours
from .places import Longs, Places
from .scoring import FORBIDDEN, MILLION

if TYPE_CHECKING:
    from .work import Work

CLOSED = 2**50  # price of a person without any place: no pair is worth it


@dataclass(slots=True)
class Placed:
    """So many people of a group have a mentor."""

    floor: Floor
    inside: Bools
    needed: int
    scale = 1

    def added(self, k: int, rows: Longs, columns: Longs, scores: Longs) -> Longs:
        return np.zeros(len(rows), dtype=np.int64)

    def offset(self, k: int) -> int:
        return k * self.needed


@dataclass(slots=True)
class Fit:
    """The scores of a group's pairs sum to no less than so much above the mean asked; `locked` are those decided."""

    floor: Floor
    inside: Bools
    needed: int
    locked: list[int]
    scale = MILLION

    def over(self, scores: Longs) -> Longs:
        above: Longs = scores - round(self.floor.least * MILLION)
        return above

    def added(self, k: int, rows: Longs, columns: Longs, scores: Longs) -> Longs:
        """Return what the multiplier adds to pairs, rounded up: the bound holds then whatever it is."""
        return np.where(self.inside[rows], -(-k * self.over(scores) // MILLION), 0)

    def offset(self, k: int) -> int:
        return k * self.needed // MILLION


@dataclass(slots=True)
class Budget:
    """The hours of a mentor's pairs, in quarters, counted below zero, are no less than minus those they have left."""

    column: int
    hours: Hours
    needed: int
    scale = 1

    def quarters(self, rows: Longs, columns: Longs) -> Longs:
        return np.where(columns == self.column, self.hours.quarters(rows, columns), 0)

    def added(self, k: int, rows: Longs, columns: Longs, scores: Longs) -> Longs:
        added: Longs = -k * self.quarters(rows, columns)
        return added

    def offset(self, k: int) -> int:
        return k * self.needed


Condition = Placed | Fit | Budget


@dataclass(slots=True)
class Tilt:
    """The conditions of a problem: floors first, then hours, mentor by mentor."""

    conditions: list[Condition]

    @classmethod
    def of(cls, work: Work) -> Tilt:
        problem = work.problem
        cells = list(zip(*(side.tolist() for side in work.locked), strict=True))
        scores = [work.scorer.score_of(work.scorer.parts(*cell)) for cell in cells]
        conditions: list[Condition] = []
        for floor in floors_of(problem):
            inside = members(problem.mentees, floor)
            mine = [score for (row, _), score in zip(cells, scores, strict=True) if inside[row]]
            if floor.measure == "placed":
                least = math.ceil(floor.least * int(inside.sum()) - 1e-9)
                held = len({row for row, _ in cells if inside[row]})
                conditions.append(Placed(floor, inside, least - held))
            else:
                mean = round(floor.least * MILLION)
                conditions.append(Fit(floor, inside, sum(mean - score for score in mine), mine))
        hours = Hours.of(problem)
        for column, budget in sorted(hours.offered.items()):
            taken = sum(int(hours.quarters(*_cell(cell))[0]) for cell in cells if cell[1] == column)
            conditions.append(Budget(column, hours, taken - budget))
        return cls(conditions)

    def reached(self, arcs: Arcs, scores: Longs, chosen: Bools, firsts: Longs) -> list[int]:
        """Return what chosen pairs reach of each condition; `firsts`: mentees who had a first place to fill."""
        rows, columns, scores = arcs.rows[chosen], arcs.columns[chosen], scores[chosen]
        filled = np.bincount(rows, minlength=len(firsts))
        found = []
        for one in self.conditions:
            if isinstance(one, Placed):
                found.append(int(((filled > 0) & (firsts > 0) & one.inside).sum()))
            elif isinstance(one, Fit):
                found.append(int(one.over(scores)[one.inside[rows]].sum()))
            else:
                found.append(-int(one.quarters(rows, columns).sum()))
        return found

    def held(self, reached: Sequence[int]) -> bool:
        """Return whether every condition is."""
        return all(got >= one.needed for got, one in zip(reached, self.conditions, strict=True))

    def gains(self, multipliers: Sequence[int], arcs: Arcs, scores: Longs) -> Longs:
        """Return what multipliers add to pairs."""
        added = np.zeros(len(arcs), dtype=np.int64)
        for one, k in zip(self.conditions, multipliers, strict=True):
            if k:
                added += one.added(k, arcs.rows, arcs.columns, scores)
        return added

    def places(self, multipliers: Sequence[int], mentees: Places) -> Places:
        """Return the mentees' places, the first of each being worth what multipliers add."""
        (count, worth), *others = mentees.tiers
        for one, k in zip(self.conditions, multipliers, strict=True):
            if isinstance(one, Placed):
                worth = worth + np.where(one.inside, k, 0)
        return Places([(count, worth), *others])

    def row(self, k: int, arcs: Arcs, scores: Longs, size: int) -> Any:
        """Return the coefficients of one condition over pairs, then first places, of `size` variables."""
        row, one = np.zeros(size), self.conditions[k]
        if isinstance(one, Placed):
            row[len(arcs) : len(arcs) + len(one.inside)] = one.inside
        elif isinstance(one, Fit):
            row[: len(arcs)] = np.where(one.inside[arcs.rows], one.over(scores) / MILLION, 0)
        else:
            row[: len(arcs)] = -one.quarters(arcs.rows, arcs.columns)
        return row


def _cell(cell: tuple[int, int]) -> tuple[Longs, Longs]:
    return np.array(cell[:1], dtype=np.int64), np.array(cell[1:], dtype=np.int64)


def tilted_bound(
    work: Work, tilt: Tilt, multipliers: Sequence[int], u: Longs, p: Longs
) -> tuple[int, Arcs]:
    """Return what no pairing that holds the conditions can exceed, over all pairs, and the pairs above the prices.

    The gains of these pairs are their scores.
    """
    ours, theirs = tilt.places(multipliers, work.places[0]), work.places[1]
    total = ours.most_gained(u) + theirs.most_gained(p)
    total -= sum(one.offset(k) for one, k in zip(tilt.conditions, multipliers, strict=True))
    our_prices = np.where(ours.total > 0, u, CLOSED)
    their_prices = np.where(theirs.total > 0, p, CLOSED)
    nothing = np.empty(0, np.int64)
    above = Arcs(nothing, nothing, nothing)
    for rows, columns, block in work.scorer.blocks():
        gains = work.gains.of_block(rows, columns, block, work.locked)
        i, j = np.nonzero(block != FORBIDDEN)
        part = Arcs(i + rows.start, j + columns.start, block[i, j].astype(np.int64))
        over = gains[i, j] + tilt.gains(multipliers, part, part.gains)
        over -= our_prices[part.rows] + their_prices[part.columns]
        total += int(over[over > 0].sum())
        above = above.merged(part.taken(over > 0))
    return total, above
