"""Circles and teams as groupings: who can be together, what it is worth, which prices belong to whom.

A circle meets at once: its language and its hour are common to all, minors and adults are apart, and people whom a rule of
distance between persons separates (declared exclusions, a line of managers) are not in the same one. With two mentors, each
mentee counts the better of both scores and both must be allowed. A team is made of mentors whom the mentee may each have.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .grouping import NEVER, Bools, Grouping
from .messages import Message
from .people import Person, folded
from .places import Longs
from .problem import Problem
from .rules import Rule
from .scoring import FORBIDDEN, MILLION
from .work import Work

APART = ("exclusion", "hierarchy")  # rules that also keep two mentees out of one circle
MOST_CELLS = 20_000_000


@dataclass(slots=True)
class Table:
    """A grouping with what its options mean; `extra` is what gains hold beyond scores: people first, locked pairs."""

    grouping: Grouping
    scores: Longs
    by_mentee: bool  # teams: options are mentees, guests are mentors

    def pairs(self, groups: Iterable[tuple[int, tuple[int, ...]]]) -> list[tuple[int, int]]:
        """Return the pairs (mentee, mentor) of groups."""
        pairs = []
        for option, guests in groups:
            for host in self.grouping.hosts[option]:
                pairs += [(host, g) if self.by_mentee else (g, host) for g in guests]
        return sorted(pairs)


def table_of(work: Work) -> Table:
    """Return the circles or teams that can be. Raises `MemoryError` when they are too many to be held."""
    return _teams(work) if work.problem.format.kind == "team" else _circles(work)


def unit_of(problem: Problem) -> int:
    """Return what placing one person is worth: more than any change of fit, 0 unless most people come first."""
    seats = sum(max(1, person.capacity) for person in (*problem.mentees, *problem.mentors))
    aims = problem.settings.aims
    if aims.people_first:
        return 2 * MILLION * (seats * problem.format.most + 1)
    return round(aims.person * MILLION)


def first_unit(problem: Problem) -> int:
    """Return what placing one person is worth when that comes before any fit, else 0."""
    return unit_of(problem) if problem.settings.aims.people_first else 0


def _bonus(problem: Problem) -> int:
    """Return what a locked pair is worth: more than placing everybody."""
    return 2 * (unit_of(problem) + MILLION) * (len(problem.mentees) + len(problem.mentors) + 1)


def _scores(work: Work) -> tuple[Longs, Longs]:
    """Return all scores, and what each pair is worth: forbidden ones marked, locked ones allowed and worth a bonus."""
    scores = work.scorer.matrix(work.counts).astype(np.int64)
    for row, column in zip(*(side.tolist() for side in work.locked), strict=True):
        scores[row, column] = work.scorer.score_of(work.scorer.parts(row, column))
    gains = work.gains.bend(np.maximum(scores, 0))
    gains[scores == FORBIDDEN] = NEVER
    return scores, gains


def _teams(work: Work) -> Table:
    problem, form = work.problem, work.problem.format
    scores, gains = _scores(work)
    gains[work.locked] += _bonus(problem)
    wanting = np.array([person.capacity > 0 for person in problem.mentees], dtype=bool)
    gains[~wanting] = NEVER
    places = np.array([problem.capacity(mentor) for mentor in problem.mentors], dtype=np.int64)
    n = len(problem.mentees)
    opening = np.full(n, unit_of(problem), dtype=np.int64)
    nobody = np.empty(0, np.int64)
    hosts: list[tuple[int, ...]] = [(row,) for row in range(n)]
    grouping = Grouping(
        gains, opening, hosts, n, form.least, form.most, places, (nobody, nobody), places_hosts=True
    )
    return Table(grouping, scores, True)


def _circles(work: Work) -> Table:
    problem, form = work.problem, work.problem.format
    scores, gains = _scores(work)
    wanting = np.array([person.capacity > 0 for person in problem.mentees], dtype=bool)
    leaders = [j for j, mentor in enumerate(problem.mentors) if problem.capacity(mentor) > 0]
    hosts: list[tuple[int, ...]] = []
    rows: list[Longs] = []
    masks = _Together(problem)
    bonus = np.zeros_like(gains)
    bonus[work.locked] = _bonus(problem)
    for used in _hosts(problem, leaders, form.mentors):
        best, extra = gains[:, list(used)].max(axis=1), bonus[:, list(used)].sum(axis=1)
        open_to = wanting & (gains[:, list(used)] > NEVER).all(axis=1)
        for mask in masks.of([problem.mentors[j] for j in used]):
            if (mask & open_to).sum() >= form.least:
                hosts.append(used)
                rows.append(np.where(mask & open_to, best + extra + unit_of(problem), NEVER))
    n = len(problem.mentees)
    if len(rows) * n > MOST_CELLS:
        data = {"what": "the possible circles", "needed": len(rows) * n // 2**17}
        raise MemoryError(str(Message("fault.size", {**data, "limit": MOST_CELLS // 2**17})))
    grouping = Grouping(
        np.array(rows, dtype=np.int64).reshape(len(rows), n),
        np.zeros(len(rows), dtype=np.int64),
        hosts,
        len(problem.mentors),
        form.least,
        form.most,
        wanting.astype(np.int64),
        _clashes(problem),
    )
    return Table(grouping, scores, False)


def _hosts(problem: Problem, leaders: Sequence[int], most: int) -> list[tuple[int, ...]]:
    """Return who can lead together: each mentor alone, and each two whom no rule keeps apart."""
    alone: list[tuple[int, ...]] = [(j,) for j in leaders]
    if most == 1:
        return alone
    apart = [rule for rule in problem.rules if rule.code in APART]
    return alone + [
        both
        for both in combinations(leaders, 2)
        if not any(rule.forbids(*(problem.mentors[j] for j in both)) for rule in apart)
    ]


def _clashes(problem: Problem) -> tuple[Longs, Longs]:
    """Return the mentees who cannot be in one circle, each two once."""
    ours: set[tuple[int, int]] = set()
    for rule in problem.rules:
        if rule.code in APART:
            found = rule.prepare(problem.mentees, problem.mentees).pairs
            both = zip(*(side.tolist() for side in found), strict=True)
            ours |= {(min(pair), max(pair)) for pair in both if pair[0] != pair[1]}
    cells = np.array(sorted(ours), dtype=np.int64).reshape(-1, 2)
    return cells[:, 0], cells[:, 1]


class _Together:
    """Who can be in one circle at the same time: one language, one hour, one side of age."""

    def __init__(self, problem: Problem) -> None:
        self.mentees = problem.mentees
        rules: dict[str, Rule] = {rule.code: rule for rule in problem.rules}
        self.asked: list[Callable[[Person], frozenset[Hashable]]] = []
        if "language" in rules:
            self.asked.append(lambda person: frozenset(folded(word) for word in person.languages))
        if "overlap" in rules:
            self.asked.append(lambda person: person.availability)
        self.ages = "adult" in rules

    def of(self, leaders: Sequence[Person]) -> list[Bools]:
        """Return the largest sets of mentees who can all meet these mentors at once."""
        sets = [np.ones(len(self.mentees), dtype=bool)]
        for answers in self.asked:
            sets = [one & other for one in sets for other in self._sharing(answers, leaders)]
        if self.ages:
            minors = np.array([person.minor for person in self.mentees], dtype=bool)
            sets = [one & side for one in sets for side in (minors, ~minors)]
        return _largest(sets)

    def _sharing(
        self, answers: Callable[[Person], frozenset[Hashable]], leaders: Sequence[Person]
    ) -> list[Bools]:
        """Return, for each answer the mentors share, the mentees who share it or did not answer."""
        theirs = [answers(person) for person in leaders if answers(person)]
        ours = [answers(person) for person in self.mentees]
        known = frozenset.intersection(*theirs) if theirs else frozenset().union(*ours)
        silent = np.array([not one for one in ours], dtype=bool)
        return [
            silent | np.array([word in one for one in ours], dtype=bool)
            for word in sorted(known, key=str)
        ] or ([silent] if theirs else [np.ones(len(ours), dtype=bool)])


def _largest(sets: Sequence[Bools]) -> list[Bools]:
    """Return the sets that no other contains, each once."""
    unique = np.unique(np.array(sets, dtype=bool), axis=0).astype(np.float32)
    missing = unique @ (1 - unique).T  # members of one set that another lacks
    inside = (missing == 0) & ~np.eye(len(unique), dtype=bool)
    return [
        one.astype(bool)
        for one, swallowed in zip(unique, inside.any(axis=1), strict=True)
        if not swallowed
    ]
