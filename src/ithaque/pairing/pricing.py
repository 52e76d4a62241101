"""Column generation: the optimum of the short lists, then every pair of the whole priced, until none could help.

At the prices of an assignment that is optimal on its lists, a pair can improve the whole only when its gain exceeds
the prices of its two people. All pairs are looked at, block by block; the best such pairs of each mentee are added and
the assignment is made again. When there is none left the optimum of the lists is that of all pairs, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .candidates import first_lists
from .duals import places_bound, prices, value
from .flow import Arcs, Bools, best_flow
from .gains import Gains
from .places import Longs
from .products import (
    BLOCK_COLUMNS,
    BLOCK_ROWS,
    Span,
    cells_of,
    numbers_of,
    places_in,
    size_of,
    slices,
)
from .scoring import Scorer

if TYPE_CHECKING:
    from .work import Work

NEAR = 5_000  # millionths: pairs this near to being useful are listed too, so that the next pass has less to look at
NEAR_PER_MENTEE = 40
ENOUGH = 1e-4  # gap below which nothing more is sought when no proof is asked
UNKNOWN = -(2**60)
CLOSED = 2**50  # price of a person without any place: no pair is worth it
MOST_ROUNDS = 100


@dataclass(slots=True)
class Priced:
    """Pairs of some rows worth more than their prices less a margin, and by how much."""

    rows: Longs
    columns: Longs
    gains: Longs
    scores: Longs
    over: Longs
    left: Longs  # how far from its prices every pair that is not given is at least, by mentee


@dataclass(frozen=True, slots=True)
class Known:
    """What passes over pairs have shown: at the prices of each, what a pair that is not listed lacks, by mentee.

    A mentee whom a pass did not look at lacks UNKNOWN there.
    """

    passes: tuple[tuple[Longs, Longs, Longs], ...] = ()

    def at(self, u: Longs, p: Longs, open_columns: Longs) -> Longs:
        """Return what a pair that is not listed lacks at least at some prices, below 0 when it might lack nothing."""
        best = np.full(len(u), UNKNOWN, dtype=np.int64)
        for our, their, lacks in self.passes:
            fallen = int((p - their)[open_columns].min(initial=0))
            np.maximum(best, lacks + (u - our) + fallen, out=best)
        return best

    def after(self, u: Longs, p: Longs, lacks: Longs) -> Known:
        """Return the same with one pass more."""
        return Known((*self.passes, (u, p, lacks)))


@dataclass(slots=True)
class Generated:
    """The assignment of the lists that pricing grew, and prices that prove a bound over all pairs."""

    arcs: Arcs
    chosen: Bools
    u: Longs
    p: Longs
    bound: int
    rounds: int
    known: Known


def generate(work: Work) -> Generated:
    """Return the optimum over all pairs, or one within ENOUGH of it when the settings do not ask for the proof."""
    arcs = first_lists(work)
    known = work.known
    best: Generated | None = None
    number = 0
    while True:
        number += 1
        work.tell("assign", number, number)
        chosen = best_flow(arcs, *work.places)
        u, p = prices(arcs, chosen, *work.places)
        near, over, known = price_all(work, arcs, (u, p), known)
        arcs, chosen = joined(arcs, chosen, near, work.scorer.shape[1])
        bound = places_bound(u + over, p, *work.places) + kept_over(arcs, u + over, p)
        if best is None or bound < best.bound:
            best = Generated(arcs, chosen, u + over, p, bound, number, known)
        total = value(arcs, chosen, *work.places)
        close = best.bound - total <= ENOUGH * max(1, int(arcs.gains[chosen].sum()))
        if not over.any() or (close and not work.problem.settings.prove) or number == MOST_ROUNDS:
            return Generated(arcs, chosen, best.u, best.p, best.bound, number, known)


def joined(arcs: Arcs, chosen: Bools, more: Arcs, m: int) -> tuple[Arcs, Bools]:
    """Return the arcs of both, each once, and which of them are chosen."""
    both = arcs.merged(more)
    keys = arcs.rows[chosen] * m + arcs.columns[chosen]
    return both, places_in(keys, both.rows * m + both.columns)[0]


def kept_over(arcs: Arcs, u: Longs, p: Longs) -> int:
    """Return by how much listed pairs exceed the prices, in all."""
    return int(np.maximum(0, arcs.gains - u[arcs.rows] - p[arcs.columns]).sum())


def price_all(
    work: Work, arcs: Arcs, dual: tuple[Longs, Longs], known: Known
) -> tuple[Arcs, Longs, Known]:
    """Return pairs to add to the lists, by mentee how much one not listed exceeds the prices at most, what is shown.

    Mentees for whom an earlier pass shows that no pair could help at these prices either are not looked at.
    """
    (n, m), (ours, theirs) = work.scorer.shape, work.places
    u, p = dual
    over, lacks = np.zeros(n, dtype=np.int64), np.full(n, UNKNOWN, dtype=np.int64)
    unsure = known.at(u, p, np.flatnonzero(theirs.total)) < 0
    doubtful = np.flatnonzero(unsure & (ours.total > 0))
    spans = [doubtful[part] for part in slices(len(doubtful), BLOCK_ROWS)]
    closing = _closing(work, u, p)
    tasks = [(work.gains, work.locked, rows, *closing, NEAR, NEAR_PER_MENTEE) for rows in spans]
    found: list[Priced] = []
    work.tell("prove", n - len(doubtful), n)
    for rows, priced in zip(spans, work.each(price_rows, tasks), strict=True):
        found.append(priced)
        lacks[rows] = priced.left
        work.tell("prove", n - len(doubtful) + int(np.searchsorted(doubtful, rows[-1])) + 1, n)
    near = _joined(found)
    exceeding = np.concatenate([np.empty(0, np.int64), *(one.over for one in found)])
    listed, _ = places_in(arcs.rows * m + arcs.columns, near.rows * m + near.columns)
    exceeding[listed] = 0
    np.maximum.at(over, near.rows, exceeding)
    return near, over, known.after(u, p, lacks)


def _closing(work: Work, u: Longs, p: Longs) -> tuple[Longs, Longs]:
    """Return the prices with those of people without any place out of reach."""
    ours, theirs = work.places
    return np.where(ours.total > 0, u, CLOSED), np.where(theirs.total > 0, p, CLOSED)


def _joined(found: list[Priced]) -> Arcs:
    empty = np.empty(0, np.int64)
    return Arcs(
        np.concatenate([empty, *(one.rows for one in found)]),
        np.concatenate([empty, *(one.columns for one in found)]),
        np.concatenate([empty, *(one.gains for one in found)]),
    )


def near_pairs(work: Work, u: Longs, p: Longs, margin: int, most: int) -> tuple[Arcs, Longs, Longs]:
    """Return the pairs within a margin of being useful, `most` for each mentee, their scores, and the others' distance.

    The distance of a mentee is what any pair that is not returned lacks at least to be useful.
    """
    tasks = [
        (work.gains, work.locked, rows, *_closing(work, u, p), margin, most)
        for rows in slices(work.scorer.shape[0], BLOCK_ROWS)
    ]
    found = list(work.each(price_rows, tasks))
    scores, left = (
        np.concatenate([np.empty(0, np.int64), *parts])
        for parts in ([one.scores for one in found], [one.left for one in found])
    )
    return _joined(found), scores, left


def price_rows(
    scorer: Scorer,
    gains: Gains,
    locked: tuple[Longs, Longs],
    rows: Span,
    u: Longs,
    p: Longs,
    margin: int,
    most: int,
) -> Priced:
    """Return the pairs of some rows worth more than their prices less a margin, the best of each mentee."""
    count = size_of(rows)
    exact = _held_by_float32(gains, u, p)
    limits = (u[rows] - margin).astype(np.float32), p.astype(np.float32)
    lists: list[tuple[Longs, ...]] = []
    for columns in slices(scorer.shape[1], BLOCK_COLUMNS):
        block = scorer.block(rows, columns)
        if exact:
            gains.close(rows, columns, block, locked)
            block -= limits[1][columns]
            i, j = cells_of(block > limits[0][:, None])
            scores = worth = (block[i, j] + limits[1][columns][j]).astype(np.int64)
            allowed = scores >= 0
            i, j, scores, worth = i[allowed], j[allowed], scores[allowed], worth[allowed]
            over = worth - u[numbers_of(rows, i)] - p[j + columns.start]
        else:
            worth = gains.of_block(rows, columns, block, locked)
            over = worth - u[rows][:, None] - p[None, columns]
            i, j = cells_of((over > -margin) & (block >= 0))
            worth, over = worth[i, j], over[i, j]
            scores = block[i, j].astype(np.int64)
        lists.append((i, j + columns.start, worth, scores, over))
    empty = (np.empty(0, np.int64),) * 5
    i, j, worth, scores, over = (np.concatenate(parts) for parts in zip(empty, *lists, strict=True))
    order = np.lexsort((j, -over, i))
    i, j, worth, scores, over = (one[order] for one in (i, j, worth, scores, over))
    rank = np.arange(len(i)) - np.searchsorted(i, i)
    left = np.full(count, margin, dtype=np.int64)
    left[i[rank == most]] = -over[rank == most]
    keep = rank < most
    i, j, worth, scores, over = (one[keep] for one in (i, j, worth, scores, over))
    return Priced(numbers_of(rows, i), j, worth, scores, over, left)


def _held_by_float32(gains: Gains, u: Longs, p: Longs) -> bool:
    """Return whether comparing in float32 is exact: plain scores, and prices that are whole numbers below 2**23.

    What keeping a pair is worth is left out then: such pairs are always listed, where prices already cover them.
    """
    return (
        gains.plain and max(np.abs(u).max(initial=0), np.abs(p[p < CLOSED]).max(initial=0)) < 2**23
    )
