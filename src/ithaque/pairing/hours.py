"""Hours: what mentors offer each month, and what each pair takes of it (generalised assignment)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .messages import Message
from .places import Longs
from .settings import Fault

if TYPE_CHECKING:
    from .problem import Problem
    from .result import Result

QUARTERS = 4  # of an hour: everything is counted in them, rounded up


@dataclass(slots=True)
class Hours:
    """Hours in quarters: offered by some mentors, asked by each mentee, and of pairs that take another time."""

    offered: dict[int, int]
    asked: Longs
    between: dict[tuple[int, int], int]

    @classmethod
    def of(cls, problem: Problem) -> Hours:
        given, rows, columns = problem.settings.hours, problem.mentee_index, problem.mentor_index
        asked = np.full(len(problem.mentees), QUARTERS, dtype=np.int64)
        for mentee, hours in given.get("asked", {}).items():
            if mentee in rows:
                asked[rows[mentee]] = _quarters(hours)
        between = {
            (rows[mentee], columns[mentor]): _quarters(hours)
            for mentee, mentor, hours in given.get("between", ())
            if mentee in rows and mentor in columns
        }
        offered = {
            columns[mentor]: math.floor(hours * QUARTERS + 1e-9)
            for mentor, hours in given.get("offered", {}).items()
            if mentor in columns
        }
        return cls(offered, asked, between)

    def quarters(self, rows: Longs, columns: Longs) -> Longs:
        """Return what pairs take."""
        taken = self.asked[rows]
        if self.between:
            cells = zip(rows.tolist(), columns.tolist(), strict=True)
            special = [self.between.get(cell, -1) for cell in cells]
            other = np.array(special, dtype=np.int64)
            taken = np.where(other >= 0, other, taken)
        return taken


def _quarters(hours: float) -> int:
    return math.ceil(hours * QUARTERS - 1e-9)


def over_hours(result: Result) -> Iterator[Fault]:
    """Yield the mentors whose pairs take more hours than they offer."""
    problem = result.problem
    hours, taken = Hours.of(problem), dict[int, int]()
    for pair in result.pairs:
        row, column = problem.mentee_index[pair.mentee_id], problem.mentor_index[pair.mentor_id]
        cell = np.array([row]), np.array([column])
        taken[column] = taken.get(column, 0) + int(hours.quarters(*cell)[0])
    for column, offered in sorted(hours.offered.items()):
        if taken.get(column, 0) > offered:
            data = {"hours": taken[column] / QUARTERS, "offered": offered / QUARTERS}
            mentor = problem.mentors[column].id
            yield Fault("pairs", Message("check.hours", {"mentor": mentor, **data}))


def faults_in(problem: Problem) -> Iterator[Fault]:
    """Yield people of the hours who are not in the problem, and locked pairs that take more than is offered."""
    given, hours = problem.settings.hours, Hours.of(problem)
    sides = problem.mentee_index, problem.mentor_index
    named = [
        *((f"hours.asked.{one}", one, 0) for one in given.get("asked", {})),
        *((f"hours.offered.{one}", one, 1) for one in given.get("offered", {})),
        *(
            (f"hours.between[{k}]", one[side], side)
            for k, one in enumerate(given.get("between", ()))
            for side in (0, 1)
        ),
    ]
    for place, person, side in named:
        if person not in sides[side]:
            data = {"id": person, "side": ("mentees", "mentors")[side]}
            yield Fault(place, Message("fault.stranger", data))
    taken: dict[int, int] = {}
    for mentee, mentor in dict.fromkeys(problem.settings.locks):
        if mentee in sides[0] and mentor in sides[1]:
            cell = np.array([sides[0][mentee]]), np.array([sides[1][mentor]])
            taken[int(cell[1][0])] = taken.get(int(cell[1][0]), 0) + int(hours.quarters(*cell)[0])
    for column, quarters in sorted(taken.items()):
        if quarters > hours.offered.get(column, quarters):
            offered = hours.offered[column] / QUARTERS
            data = {"hours": quarters / QUARTERS, "offered": offered}
            mentor = problem.mentors[column].id
            yield Fault("locks", Message("fault.lock_hours", {"mentor": mentor, **data}))
