"""Stable pairing: nobody and nobody would both rather leave for each other.

Each side prefers the people it wished for, in order, then a higher score; equal preferences are settled by the
mentor's longest-waiting mentee, then by a hash. Mentees propose (Gale and Shapley 1962), which gives every mentee the
best mentor any stable pairing could give them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .flow import Arcs
from .people import Person
from .places import Longs
from .products import slices
from .scoring import FORBIDDEN, MILLION
from .ties import hashes, waiting_ranks

if TYPE_CHECKING:
    from .criteria.base import Floats
    from .work import Work

AT_ONCE = 64  # mentees whose preferences are held at once
NOBODY, ALWAYS = -1, np.iinfo(np.int64).max // 2
AHEAD = 50  # mentors ranked at once for a mentee; more when all of these refused


class Preferences:
    """What each person makes of each other one, as whole numbers: score, and a million for each rank of a wish."""

    def __init__(self, work: Work) -> None:
        problem = work.problem
        self.work = work
        self.ours: dict[int, dict[int, int]] = {}
        for row, person in enumerate(problem.mentees):
            for rank, wish in enumerate(person.wishes):
                self.ours.setdefault(row, {})[problem.mentor_index[wish]] = MILLION * (
                    len(person.wishes) - rank
                )
        self.theirs: dict[int, dict[int, int]] = {}
        for column, person in enumerate(problem.mentors):
            for rank, wish in enumerate(person.wishes):
                value = MILLION * (len(person.wishes) - rank)
                self.theirs.setdefault(problem.mentee_index[wish], {})[column] = value

    def rows(self, rows: slice) -> tuple[Longs, Longs]:
        """Return what some mentees make of all mentors, and all mentors of them; -1 where a pair cannot be."""
        block = self.work.scorer.block(rows, slice(0, self.work.scorer.shape[1]))
        self.work.gains.of_block(rows, slice(0, block.shape[1]), block, self.work.locked)
        return self._wished(block, rows, self.ours), self._wished(block, rows, self.theirs)

    def _wished(self, block: Floats, rows: slice, wishes: dict[int, dict[int, int]]) -> Longs:
        values = block.astype(np.int64)
        for row in range(rows.start, rows.stop):
            for column, value in wishes.get(row, {}).items():
                if values[row - rows.start, column] != FORBIDDEN:
                    values[row - rows.start, column] += value
        return values


def stable_pairs(work: Work) -> tuple[Longs, Longs]:
    """Return the mentee-optimal stable pairing, as indices; locked pairs keep their places."""
    preferences = Preferences(work)
    ours, theirs = work.places
    waiting = waiting_ranks(work.problem.mentees)
    people = (work.problem.mentees, work.problem.mentors)
    free = [row for row, places in enumerate(ours.total.tolist()) for _ in range(places)][::-1]
    capacity = theirs.total
    proposals = [_proposals(work, preferences, row, people) for row in range(len(ours))]
    held: list[list[tuple[int, int, int, int]]] = [[] for _ in range(len(theirs))]
    while free:
        row = free.pop()
        for column, value, draw in proposals[row]:
            if not capacity[column]:
                continue
            heapq.heappush(held[column], (value, int(waiting[row]), draw, row))
            if len(held[column]) > capacity[column]:
                free.append(heapq.heappop(held[column])[3])
            break
    pairs = sorted((one[3], column) for column, ones in enumerate(held) for one in ones)
    cells = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return cells[:, 0], cells[:, 1]


def _proposals(
    work: Work, preferences: Preferences, row: int, people: tuple[list[Person], list[Person]]
) -> Iterator[tuple[int, int, int]]:
    """Yield the mentors a mentee may have, most wanted first: index, what they make of the mentee, a draw."""
    done = 0
    while True:
        wanted, answer = preferences.rows(slice(row, row + 1))
        columns = np.flatnonzero(wanted[0] != FORBIDDEN)
        draws = hashes(
            Arcs(np.full(len(columns), row), columns, columns), people, work.problem.settings.seed
        )
        order = np.lexsort((draws, -wanted[0][columns]))[done : done + AHEAD]
        for column, draw in zip(columns[order].tolist(), draws[order].tolist(), strict=True):
            yield column, int(answer[0][column]), draw
        done += AHEAD
        if done >= len(columns):
            return


@dataclass(frozen=True, slots=True)
class Stability:
    """How far a pairing is from stable: pairs who would both gain more than asked by leaving for each other.

    Gains are in scores (0 to 1), plus 1 for each rank of a wish; that of a pair is the smaller of its two people's, and
    joining from a free place counts from 0. `examples` are the pairs with most to gain, with that gain.
    """

    pairs: int
    mentees: int
    largest: float
    examples: tuple[tuple[str, str, float], ...]


def stability(
    work: Work, rows: Longs, columns: Longs, epsilon: int = 0, examples: int = 5
) -> Stability:
    """Return how far these pairs are from stable, looked for among all pairs."""
    count, concerned = 0, 0
    most: list[tuple[int, int, int]] = []
    for part, gain in _mutual_gains(work, rows, columns):
        blocking = gain > epsilon
        count += int(blocking.sum())
        concerned += int(blocking.any(axis=1).sum())
        i, j = np.nonzero(blocking)
        value = gain[i, j]
        order = np.lexsort((j, i, -value))[:examples]
        found = zip(
            value[order].tolist(), (i[order] + part.start).tolist(), j[order].tolist(), strict=True
        )
        most = sorted([*most, *found], key=lambda one: (-one[0], one[1:]))[:examples]
    people = work.problem.mentees, work.problem.mentors
    told = tuple((people[0][i].id, people[1][j].id, value / MILLION) for value, i, j in most)
    return Stability(count, concerned, most[0][0] / MILLION if most else 0.0, told)


def blocking_pairs(
    work: Work, rows: Longs, columns: Longs, epsilon: int = 0
) -> list[tuple[int, int]]:
    """Return pairs where both would gain more than epsilon (millionths) by leaving: one for each such mentee."""
    found: list[tuple[int, int]] = []
    for part, gain in _mutual_gains(work, rows, columns):
        blocking = gain > epsilon
        i, j = np.nonzero(blocking)
        some, first = np.unique(i, return_index=True)
        found += zip((some + part.start).tolist(), j[first].tolist(), strict=True)
    return found


def _mutual_gains(work: Work, rows: Longs, columns: Longs) -> Iterator[tuple[slice, Longs]]:
    """Yield, for each block of mentees, what each pair would gain by leaving, -1 where it would not or cannot."""
    preferences = Preferences(work)
    n, m = work.scorer.shape
    ours, theirs = _worst_held(work, preferences, rows, columns)
    held = np.unique(rows * max(m, 1) + columns)
    for part in slices(n, AT_ONCE):
        wanted, answer = preferences.rows(part)
        gain = np.minimum(_gained(wanted, ours[part, None]), _gained(answer, theirs[None, :]))
        cells = (np.arange(part.start, part.stop)[:, None] * m + np.arange(m)[None, :]).ravel()
        gain[np.isin(cells, held).reshape(gain.shape)] = -1
        yield part, gain


def _gained(values: Longs, worst: Longs) -> Longs:
    """Return what someone gains over their worst partner; over nobody, the whole and one millionth more."""
    gained = np.where(worst == NOBODY, values + 1, values - worst)
    result: Longs = np.where((values == FORBIDDEN) | (gained <= 0), -1, gained)
    return result


def _worst_held(
    work: Work, preferences: Preferences, rows: Longs, columns: Longs
) -> tuple[Longs, Longs]:
    """Return what each person makes of the worst partner they have; NOBODY with a free place, ALWAYS without any."""
    ours, theirs = work.places
    least = np.full(len(ours), ALWAYS), np.full(len(theirs), ALWAYS)
    for part in slices(len(ours), AT_ONCE):
        inside = (rows >= part.start) & (rows < part.stop)
        if inside.any():
            wanted, answer = preferences.rows(part)
            cells = rows[inside] - part.start, columns[inside]
            np.minimum.at(least[0], rows[inside], wanted[cells])
            np.minimum.at(least[1], columns[inside], answer[cells])
    for values, places, ends in ((least[0], ours, rows), (least[1], theirs, columns)):
        room = np.bincount(ends, minlength=len(places)) < places.total
        values[room] = NOBODY
    return least
