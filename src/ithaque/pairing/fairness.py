"""Figures by group, beside the problem: groups never enter a score, a rule or an assignment.

Groups below a size are hidden, and when a single one would be, the smallest of the others is hidden too, so that it
cannot be found by subtraction. Shares carry Wilson intervals, means Student intervals, both at 95 %.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import mean, median, stdev

from .people import Person
from .result import Result
from .settings import Pair

SMALLEST = 5
FOUR_FIFTHS = (
    0.8  # below four fifths of the best group's share a difference deserves a look (EEOC, 1978)
)
Z = 1.959964  # normal quantile of a 95 % interval


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its interval at 95 % and the number of people it rests on; None when it rests on nobody."""

    value: float | None
    low: float | None
    high: float | None
    people: int


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group, all None when it is hidden.

    `placed` and `accepted` are shares; `fit` is the mean score of the pairs made; `waiting_days` the median wait of
    those left waiting. `below` names the measures that are under four fifths of the best group's.
    """

    name: str
    hidden: bool
    people: int | None = None
    placed: Measure | None = None
    fit: Measure | None = None
    accepted: Measure | None = None
    waiting_days: float | None = None
    below: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Fairness:
    """Figures of a result: by attribute and group, then for all: inequality of fit and its low end."""

    attributes: dict[str, list[Group]]
    gini: float
    lowest: float
    tenth: float


def fairness(
    result: Result,
    accepted: Mapping[Pair, bool] | None = None,
    today: date | None = None,
    smallest: int = SMALLEST,
) -> Fairness:
    """Return the fairness figures of mentees' groups.

    `accepted` says which proposed pairs were accepted or declined so far; `today` is the day waits are counted to,
    without which they are left out.
    """
    scores = sorted(pair.score for pair in result.pairs)
    attributes = sorted(
        {attribute for person in result.problem.mentees for attribute in person.group}
    )
    return Fairness(
        {name: _groups(result, name, accepted or {}, today, smallest) for name in attributes},
        gini(scores),
        scores[0] if scores else 0.0,
        scores[(len(scores) - 1) // 10] if scores else 0.0,
    )


def _groups(
    result: Result, attribute: str, accepted: Mapping[Pair, bool], today: date | None, smallest: int
) -> list[Group]:
    members: dict[str, list[Person]] = {}
    for person in result.problem.mentees:
        if attribute in person.group and person.capacity > 0:
            members.setdefault(person.group[attribute], []).append(person)
    hidden = hidden_groups({name: len(people) for name, people in members.items()}, smallest)
    groups = [
        Group(name, True) if name in hidden else _group(result, name, people, accepted, today)
        for name, people in sorted(members.items())
    ]
    return _marked(groups)


def hidden_groups(sizes: Mapping[str, int], smallest: int) -> set[str]:
    """Return the groups not to be shown: too small, and one more when a single one is."""
    hidden = {name for name, size in sizes.items() if size < smallest}
    others = sorted((size, name) for name, size in sizes.items() if name not in hidden)
    if len(hidden) == 1 and others:
        hidden.add(others[0][1])
    return hidden


def _group(
    result: Result,
    name: str,
    people: Sequence[Person],
    accepted: Mapping[Pair, bool],
    today: date | None,
) -> Group:
    ids = {person.id for person in people}
    pairs = [pair for pair in result.pairs if pair.mentee_id in ids]
    placed = {pair.mentee_id for pair in pairs}
    answers = [
        accepted[p.mentee_id, p.mentor_id] for p in pairs if (p.mentee_id, p.mentor_id) in accepted
    ]
    waits = [
        (today - person.waiting_since).days
        for person in people
        if today and person.waiting_since and person.id not in placed
    ]
    return Group(
        name,
        False,
        len(people),
        share(len(placed), len(people)),
        average([pair.score for pair in pairs]),
        share(sum(answers), len(answers)),
        median(waits) if waits else None,
    )


def _marked(groups: list[Group]) -> list[Group]:
    """Return the groups with the measures that are under four fifths of the best group's."""
    for measure in ("placed", "fit", "accepted"):
        values = {
            group.name: found.value
            for group in groups
            if (found := getattr(group, measure)) is not None and found.value is not None
        }
        best = max(values.values(), default=0.0)
        for group in groups:
            if group.name in values and values[group.name] < FOUR_FIFTHS * best:
                group.below.append(measure)
    return groups


def share(part: int, whole: int) -> Measure:
    """Return a share with its Wilson interval (Wilson 1927)."""
    if not whole:
        return Measure(None, None, None, 0)
    p = part / whole
    middle = (p + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    half = Z / (1 + Z * Z / whole) * math.sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole))
    return Measure(p, max(0.0, middle - half), min(1.0, middle + half), whole)


def average(values: Sequence[float]) -> Measure:
    """Return a mean with its Student interval; no interval for fewer than two values."""
    if not values:
        return Measure(None, None, None, 0)
    centre = mean(values)
    if len(values) < 2:
        return Measure(centre, None, None, 1)
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 1, 0.975)) * stdev(values) / math.sqrt(len(values))
    return Measure(centre, centre - half, centre + half, len(values))


def gini(values: Sequence[float]) -> float:
    """Return the Gini coefficient of values of at least 0: 0 when all are equal."""
    ordered, total = sorted(values), sum(values)
    if not total:
        return 0.0
    n = len(ordered)
    return (
        2 * sum(rank * value for rank, value in enumerate(ordered, 1)) / (n * total) - (n + 1) / n
    )
