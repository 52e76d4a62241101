"""Floors: no group placed less often, or fitted less well, than the programme decided.

A floor is a linear condition on the pairs. The best pairing under floors is found by integer programming (HiGHS, through
SciPy) while pairs are few, and by multipliers alone beyond. Its proof needs no such solver: with a multiplier for each
floor, the relaxed problem is a plain assignment whose prices bound every pairing that respects the floors (Lagrangian
duality). The gap between bound and total is stated; it is 0 when the relaxation is tight, and small otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .flow import Arcs, Bools
from .messages import Message
from .people import Person
from .places import Longs, Places
from .scoring import FORBIDDEN, MILLION

if TYPE_CHECKING:
    from .problem import Problem
    from .result import Result
    from .work import Work

MEASURES = ("placed", "fit")
CLOSED = 2**50  # price of a person without any place: no pair is worth it


@dataclass(frozen=True, slots=True)
class Floor:
    """At least this share of a group is placed, or this mean score of its pairs is reached.

    A group is the mentees whose `group` holds this value for this attribute, and who want a mentor; a group without
    pairs has no mean, and cannot fall below one. Locked pairs count.
    """

    attribute: str
    value: str
    measure: str
    least: float

    @property
    def group(self) -> str:
        return f"{self.attribute}:{self.value}"


def floors_of(problem: Problem) -> list[Floor]:
    """Return the floors of the settings; one without `value` stands for each group of its attribute."""
    floors: list[Floor] = []
    for given in problem.settings.floors:
        name = str(given["attribute"])
        values = sorted({p.group[name] for p in problem.mentees if name in p.group})
        chosen = values if given.get("value") is None else [str(given["value"])]
        measure = given.get("measure", "placed")
        floors += [Floor(name, value, measure, given["least"]) for value in chosen]
    return floors


def members(mentees: Sequence[Person], floor: Floor) -> Bools:
    """Return which mentees a floor is about."""
    return np.array(
        [p.capacity > 0 and p.group.get(floor.attribute) == floor.value for p in mentees],
        dtype=bool,
    )


@dataclass(slots=True)
class Tilt:
    """Floors as numbers. A choice respects floor k when its `reached[k]` is at least `needed[k]`.

    What is counted for a floor: people placed, or millionths of score above the floor, summed over pairs.
    """

    floors: list[Floor]
    rows: list[Bools]
    locked: list[list[int]]  # by floor, scores of the locked pairs of its group
    needed: list[int]

    @classmethod
    def of(cls, work: Work) -> Tilt:
        problem = work.problem
        floors = floors_of(problem)
        rows = [members(problem.mentees, floor) for floor in floors]
        cells = list(zip(*(side.tolist() for side in work.locked), strict=True))
        scores = [work.scorer.score_of(work.scorer.parts(*cell)) for cell in cells]
        locked, needed = [], []
        for floor, inside in zip(floors, rows, strict=True):
            mine = [score for (row, _), score in zip(cells, scores, strict=True) if inside[row]]
            if floor.measure == "placed":
                least = math.ceil(floor.least * int(inside.sum()) - 1e-9)
                needed.append(least - len({row for row, _ in cells if inside[row]}))
            else:
                needed.append(sum(round(floor.least * MILLION) - score for score in mine))
            locked.append(mine)
        return cls(floors, rows, locked, needed)

    def reached(self, rows: Longs, scores: Longs, filled: Longs, free: Longs) -> list[int]:
        """Return what a choice of pairs reaches for each floor; `free`: mentees who had a first place to fill."""
        found = []
        for floor, inside in zip(self.floors, self.rows, strict=True):
            if floor.measure == "placed":
                found.append(int(((filled > 0) & (free > 0) & inside).sum()))
            else:
                found.append(int((scores - round(floor.least * MILLION))[inside[rows]].sum()))
        return found

    def respected(self, reached: Sequence[int]) -> bool:
        return all(got >= least for got, least in zip(reached, self.needed, strict=True))

    def gains(self, multipliers: Sequence[int], rows: Longs, scores: Longs) -> Longs:
        """Return what multipliers add to pairs; rounded up, so that the bound holds whatever they are."""
        added = np.zeros(len(rows), dtype=np.int64)
        for floor, inside, k in zip(self.floors, self.rows, multipliers, strict=True):
            if floor.measure == "fit" and k:
                over = scores - round(floor.least * MILLION)
                added += np.where(inside[rows], -(-k * over // MILLION), 0)
        return added

    def places(self, multipliers: Sequence[int], mentees: Places) -> Places:
        """Return the mentees' places, the first of each being worth what multipliers add."""
        (count, worth), *others = mentees.tiers
        for floor, inside, k in zip(self.floors, self.rows, multipliers, strict=True):
            if floor.measure == "placed":
                worth = worth + np.where(inside, k, 0)
        return Places([(count, worth), *others])

    def offset(self, multipliers: Sequence[int]) -> int:
        """Return what multipliers add to every choice that just respects the floors: taken off the bound."""
        total = 0
        for floor, k, least in zip(self.floors, multipliers, self.needed, strict=True):
            total += k * least if floor.measure == "placed" else k * least // MILLION
        return total


def floors_bound(
    work: Work, tilt: Tilt, multipliers: Sequence[int], u: Longs, p: Longs
) -> tuple[int, Arcs]:
    """Return what no choice that respects the floors can exceed, over all pairs, and the pairs above the prices."""
    ours, theirs = tilt.places(multipliers, work.places[0]), work.places[1]
    total = ours.most_gained(u) + theirs.most_gained(p) - tilt.offset(multipliers)
    our_prices = np.where(ours.total > 0, u, CLOSED)
    their_prices = np.where(theirs.total > 0, p, CLOSED)
    missing: list[tuple[Longs, Longs, Longs]] = []
    for rows, columns, block in work.scorer.blocks():
        gains = work.gains.of_block(rows, columns, block, work.locked)
        i, j = np.nonzero(block != FORBIDDEN)
        scores = block[i, j].astype(np.int64)
        i, j, gained = i + rows.start, j + columns.start, gains[i, j]
        over = gained + tilt.gains(multipliers, i, scores) - our_prices[i] - their_prices[j]
        above = over > 0
        total += int(over[above].sum())
        missing.append((i[above], j[above], scores[above]))
    nothing = (np.empty(0, np.int64),) * 3
    rows_, columns_, scores_ = (
        np.concatenate(part) for part in zip(nothing, *missing, strict=True)
    )
    return total, Arcs(rows_, columns_, scores_)


def figures(result: Result) -> list[tuple[Floor, float]]:
    """Return each floor of a result with what its group reached; 1 for a group of nobody, or without pairs."""
    problem = result.problem
    found = []
    for floor in floors_of(problem):
        inside = members(problem.mentees, floor)
        ids = {problem.mentees[row].id for row in np.flatnonzero(inside)}
        scores = [pair.score for pair in result.pairs if pair.mentee_id in ids]
        if floor.measure == "placed":
            placed = {pair.mentee_id for pair in result.pairs} & ids
            found.append((floor, len(placed) / len(ids) if ids else 1.0))
        else:
            found.append((floor, sum(scores) / len(scores) if scores else 1.0))
    return found


def fault_data(floor: Floor, value: float) -> dict[str, Any]:
    """Return what a message says of a floor and of what its group reached."""
    return {
        "group": floor.group,
        "measure": floor.measure,
        "value": round(value, 4),
        "floor": floor.least,
    }


def too_high(floor: Floor, value: float) -> Message:
    """Return the message of a floor that cannot be reached, with the most that can."""
    return Message("fault.floor", fault_data(floor, value))
