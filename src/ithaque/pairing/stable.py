"""Stable pairing: nobody and nobody would both rather leave for each other.

Each side prefers the people it wished for, in order, then a higher score; equal preferences are settled by the
mentor's longest-waiting mentee, then by a hash. Mentees propose (Gale and Shapley 1962), which gives every mentee the
best mentor any stable pairing could give them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
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


def blocking_pairs(
    work: Work, rows: Longs, columns: Longs, epsilon: int = 0
) -> list[tuple[int, int]]:
    """Return pairs where both would gain more than epsilon (millionths) by leaving: one for each such mentee."""
    preferences = Preferences(work)
    n, m = work.scorer.shape
    ours, theirs = work.places
    worst_ours = np.where(ours.total > 0, -1, np.iinfo(np.int64).max // 2)
    worst_theirs = np.where(theirs.total > 0, -1, np.iinfo(np.int64).max // 2)
    full_ours = np.bincount(rows, minlength=n) >= np.maximum(ours.total, 1)
    full_theirs = np.bincount(columns, minlength=m) >= np.maximum(theirs.total, 1)
    least_ours = np.full(n, np.iinfo(np.int64).max // 2)
    least_theirs = np.full(m, np.iinfo(np.int64).max // 2)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        wanted, answer = preferences.rows(slice(row, row + 1))
        least_ours[row] = min(least_ours[row], wanted[0, column])
        least_theirs[column] = min(least_theirs[column], answer[0, column])
    worst_ours = np.where(full_ours, least_ours, worst_ours)
    worst_theirs = np.where(full_theirs, least_theirs, worst_theirs)
    taken = set(zip(rows.tolist(), columns.tolist(), strict=True))
    found: list[tuple[int, int]] = []
    for part in slices(n, 64):
        wanted, answer = preferences.rows(part)
        both = (wanted > worst_ours[part, None] + epsilon) & (
            answer > worst_theirs[None, :] + epsilon
        )
        for i in np.flatnonzero(both.any(axis=1)).tolist():
            row = i + part.start
            others = [j for j in np.flatnonzero(both[i]).tolist() if (row, j) not in taken]
            if others:
                found.append((row, others[0]))
    return found
