"""Kilometres between two people, exactly the same for one pair and for a block.

Points are whole numbers on a sphere of radius 2**25 (a step is 20 cm on the ground). The square of the straight line
between two points is a whole number below 2**53, which float64 holds exactly in any order of the sum; a distance is
a comparison of such squares with whole thresholds. A place known by its name is a direction of its own, at a right
angle to all others: the same name is at distance 0, anything else is far away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from ithaque.pairing.messages import Message
from ithaque.pairing.people import Person, folded

from .base import STEPS, Floats, Prepared, Reading, Tell, Vocabulary, zeros

EARTH_KM = 6371.0088  # mean radius, IUGG
SPHERE = 2**25
KEY = "squares of straight lines"


def coordinates(person: Person) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees when they are known."""
    return person.place if isinstance(person.place, tuple) else None


def place_name(person: Person) -> str | None:
    """Return the place as a folded name when it is not given by coordinates."""
    return folded(person.place) or None if isinstance(person.place, str) else None


def point(person: Person) -> tuple[int, int, int]:
    """Return the person's place on the sphere, its centre when coordinates are not known."""
    where = coordinates(person)
    if where is None:
        return (0, 0, 0)
    latitude, longitude = map(math.radians, where)
    return (
        round(SPHERE * math.cos(latitude) * math.cos(longitude)),
        round(SPHERE * math.cos(latitude) * math.sin(longitude)),
        round(SPHERE * math.sin(latitude)),
    )


def square_at(km: float) -> int:
    """Return the square of the straight line under an arc of so many kilometres."""
    return math.floor((2 * SPHERE * math.sin(min(math.pi, km / EARTH_KM) / 2)) ** 2)


def kilometres(a: Person, b: Person) -> float:
    """Return the distance on the sphere between two people with coordinates."""
    line = math.dist(point(a), point(b)) / SPHERE
    return 2 * EARTH_KM * math.asin(min(1.0, line / 2))


def squares_tables(
    mentees: Sequence[Person], mentors: Sequence[Person]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return two tables whose product is the square of the straight line between each two people."""
    names = Vocabulary()
    for person in mentees:
        if place_name(person):
            names.add(place_name(person))
    tables = []
    for people in (mentees, mentors):
        table = np.zeros((len(people), 5 + len(names)), dtype=np.float64)
        for row, person in enumerate(people):
            table[row, :3] = point(person)
            column = names.get(place_name(person))
            if column is not None:
                table[row, 5 + column] = SPHERE
        table[:, 3] = np.where(table[:, :3].any(axis=1), (table[:, :3] ** 2).sum(axis=1), SPHERE**2)
        tables.append(table)
    left, right = tables
    left[:, 4] = 1
    right[:, 4], right[:, 3] = right[:, 3], 1.0
    right[:, :3] *= -2
    right[:, 5:] *= -2
    return left, right


@dataclass(frozen=True, slots=True)
class Distance:
    """Near is better: 1 at 0 km, 0 from `km` on; for places known by name, 1 when the names are the same."""

    km: float = 50.0
    code: ClassVar[str] = "distance"

    def read(self, mentee: Person, mentor: Person) -> Reading | None:
        if coordinates(mentee) and coordinates(mentor):
            return Reading(max(0.0, 1.0 - kilometres(mentee, mentor) / self.km))
        if place_name(mentee) and place_name(mentor):
            return Reading(float(place_name(mentee) == place_name(mentor)))
        return None

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Prepared:
        left, right = squares_tables(mentees, mentors)
        known_left, known_right = zeros(len(mentees), 2), zeros(len(mentors), 2)
        for table, people, weight in ((known_left, mentees, units), (known_right, mentors, 1)):
            for row, person in enumerate(people):
                table[row] = (
                    weight * (coordinates(person) is not None),
                    weight * (place_name(person) is not None),
                )
        return Prepared(units, left, right, known_left, known_right, shape=self.shape, key=KEY)

    def shape(self, raw: npt.NDArray[Any]) -> Floats:
        squares = np.array(
            [square_at(self.km * step / STEPS) for step in range(STEPS)], dtype=np.float64
        )
        return (STEPS - np.searchsorted(squares, raw, side="left")).astype(np.float32)

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        if coordinates(mentee) and coordinates(mentor):
            km = kilometres(mentee, mentor)
            code = "distance.near" if km <= self.km / 2 else "distance.far"
            message = Message(code, {"km": round(km)})
            return Tell(reason=message) if km <= self.km / 2 else Tell(care=message)
        reading = self.read(mentee, mentor)
        if reading is None:
            return Tell()
        if reading.value:
            return Tell(reason=Message("distance.same_place", {"place": mentor.place}))
        return Tell(care=Message("distance.other_place"))
