"""Figures by group, beside the problem: groups never enter a score, a rule or an assignment, save floors asked for.

Figures that rest on too few people are hidden, measure by measure. What is hidden cannot be found by subtraction
either: the cells hidden of one measure are always two at least and hold enough people together, so that the total
less what is shown says nothing of a few. People whose group is not known count as a cell when they are few.

Intervals are at 95 %: Wilson's for shares (Wilson 1927), Student's for means (Student 1908), order statistics for
medians (Conover 1999, Practical Nonparametric Statistics, 3.2).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
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
MEASURES = ("placed", "fit", "accepted", "waiting")
COMPARED = ("placed", "fit", "accepted")  # more is better; a wait is not compared by its share
Z = 1.959964  # normal quantile of a 95 % interval


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its interval at 95 % and the number of people it rests on; None when it rests on nobody.

    `hidden` figures rest on too few people, or would give away those that do: nothing is said of them.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    people: int = 0
    hidden: bool = False


NOBODY = Measure(None)
HIDDEN = Measure(None, hidden=True)


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group; `people` is None when the group itself is hidden.

    `placed` and `accepted` are shares; `fit` is the mean score of the pairs made; `waiting` the median wait in days of
    those left waiting. `below` names the measures that are under four fifths of the best group's.
    """

    name: str
    people: int | None
    placed: Measure = NOBODY
    fit: Measure = NOBODY
    accepted: Measure = NOBODY
    waiting: Measure = NOBODY
    below: list[str] = field(default_factory=list)

    @property
    def hidden(self) -> bool:
        return self.people is None


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
    groups: Mapping[str, Mapping[str, str]] | None = None,
) -> Fairness:
    """Return the fairness figures of mentees' groups.

    `accepted` says which proposed pairs were accepted or declined so far; `today` is the day waits are counted to,
    without which they are left out. `groups`: mentee id -> attribute -> group, given beside the problem; without it,
    those of the persons.
    """
    people = result.problem.mentees
    beside = groups if groups is not None else {person.id: person.group for person in people}
    scores = sorted(pair.score for pair in result.pairs)
    attributes = sorted({attribute for given in beside.values() for attribute in given})
    gathered = _Gathered(result, accepted or {}, today)
    return Fairness(
        {
            name: _groups(
                gathered, {key: one[name] for key, one in beside.items() if name in one}, smallest
            )
            for name in attributes
        },
        gini(scores),
        scores[0] if scores else 0.0,
        scores[(len(scores) - 1) // 10] if scores else 0.0,
    )


class _Gathered:
    """What each measure rests on, by mentee."""

    def __init__(self, result: Result, accepted: Mapping[Pair, bool], today: date | None) -> None:
        self.people = [person for person in result.problem.mentees if person.capacity > 0]
        self.scores: dict[str, list[float]] = {}
        self.answers: dict[str, list[bool]] = {}
        for pair in result.pairs:
            self.scores.setdefault(pair.mentee_id, []).append(pair.score)
            if (pair.mentee_id, pair.mentor_id) in accepted:
                answer = accepted[pair.mentee_id, pair.mentor_id]
                self.answers.setdefault(pair.mentee_id, []).append(answer)
        self.waits = {
            person.id: (today - person.waiting_since).days
            for person in self.people
            if today and person.waiting_since and person.id not in self.scores
        }

    def measures(self, members: Sequence[Person]) -> dict[str, Measure]:
        ids = [person.id for person in members]
        placed = [one for one in ids if one in self.scores]
        answers = [answer for one in ids for answer in self.answers.get(one, ())]
        return {
            "placed": share(len(placed), len(ids)),
            "fit": average([score for one in placed for score in self.scores[one]]),
            "accepted": share(sum(answers), len(answers)),
            "waiting": middle([self.waits[one] for one in ids if one in self.waits]),
        }


def _groups(gathered: _Gathered, group_of: Mapping[str, str], smallest: int) -> list[Group]:
    members: dict[str, list[Person]] = {}
    unknown: list[Person] = []
    for person in gathered.people:
        name = group_of.get(person.id)
        (unknown if name is None else members.setdefault(name, [])).append(person)
    sizes = {name: len(people) for name, people in members.items()}
    hidden = hidden_groups(sizes, smallest, beside=len(unknown))
    found = {name: gathered.measures(people) for name, people in sorted(members.items())}
    others = gathered.measures(unknown)
    for measure in MEASURES:
        counts = {name: figures[measure].people for name, figures in found.items()}
        unsaid = hidden_groups(counts, smallest, hidden, others[measure].people)
        for name in unsaid:
            found[name][measure] = HIDDEN
    groups = [
        Group(
            name,
            None if name in hidden else sizes[name],
            placed=figures["placed"],
            fit=figures["fit"],
            accepted=figures["accepted"],
            waiting=figures["waiting"],
        )
        for name, figures in found.items()
    ]
    return _marked(groups)


def hidden_groups(
    sizes: Mapping[str, int], smallest: int, also: Collection[str] = (), beside: int = 0
) -> set[str]:
    """Return the groups not to be shown: too small, and as many more as it takes to hide these.

    `also` are hidden whatever their size; `beside` people are in no group, and count as a cell when they are few.
    Groups are hidden, the smallest first, until those hidden are two at least and hold `smallest` people together.
    """
    hidden = {name for name, size in sizes.items() if 0 < size < smallest} | set(also)
    few = beside if 0 < beside < smallest else 0
    shown = sorted((size, name) for name, size in sizes.items() if size and name not in hidden)
    cells, held = len(hidden) + bool(few), sum(sizes[name] for name in hidden) + few
    for size, name in shown if cells else ():
        if cells > 1 and held >= smallest:
            break
        hidden.add(name)
        cells, held = cells + 1, held + size
    return hidden


def _marked(groups: list[Group]) -> list[Group]:
    """Return the groups with the measures that are under four fifths of the best group's."""
    for measure in COMPARED:
        values = {
            group.name: figure.value
            for group in groups
            if (figure := getattr(group, measure)).value is not None
        }
        best = max(values.values(), default=0.0)
        for group in groups:
            if group.name in values and values[group.name] < FOUR_FIFTHS * best:
                group.below.append(measure)
    return groups


def share(part: int, whole: int) -> Measure:
    """Return a share with its Wilson interval."""
    if not whole:
        return NOBODY
    p = part / whole
    centre = (p + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    half = Z / (1 + Z * Z / whole) * math.sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole))
    return Measure(p, max(0.0, centre - half), min(1.0, centre + half), whole)


def average(values: Sequence[float]) -> Measure:
    """Return a mean with its Student interval; no interval for fewer than two values."""
    if not values:
        return NOBODY
    centre = mean(values)
    if len(values) < 2:
        return Measure(centre, people=1)
    from scipy.special import stdtrit

    half = float(stdtrit(len(values) - 1, 0.975)) * stdev(values) / math.sqrt(len(values))
    return Measure(centre, centre - half, centre + half, len(values))


def middle(values: Sequence[float]) -> Measure:
    """Return a median with its interval between two of the values; no interval for fewer than six values."""
    if not values:
        return NOBODY
    ordered, n = sorted(values), len(values)
    if n < 6:
        return Measure(median(ordered), people=n)
    from scipy.special import bdtrik

    rank = int(bdtrik(0.025, n, 0.5))
    return Measure(median(ordered), ordered[rank], ordered[n - 1 - rank], n)


def gini(values: Sequence[float]) -> float:
    """Return the Gini coefficient of values of at least 0: 0 when all are equal."""
    ordered, total = sorted(values), sum(values)
    if not total:
        return 0.0
    n = len(ordered)
    return (
        2 * sum(rank * value for rank, value in enumerate(ordered, 1)) / (n * total) - (n + 1) / n
    )
