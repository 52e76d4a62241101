"""Floors: no group placed less often, or fitted less well, than the programme decided.

A floor is a condition on the whole pairing: see `tilt` for what such conditions are in numbers, `floored` for the best
pairing that holds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .flow import Bools
from .messages import Message
from .people import Person

if TYPE_CHECKING:
    from .problem import Problem
    from .result import Result

MEASURES = ("placed", "fit")


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
