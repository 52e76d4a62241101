"""Leximin: the lowest score as high as can be, in as few pairs as can be, then the next lowest, and so on.

Steps are solved one after the other among all optima of the steps before (see `optima`). So no step costs the one
before a single unit, numbers stay small, and the prices of all steps prove the whole without a solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .duals import prices
from .flow import Arcs, Bools, best_flow
from .gains import Gains
from .optima import Optima, first_optima
from .places import Longs, Places
from .scoring import MILLION
from .work import Work

MOST_PAIRS = 250_000  # pairs above which only the lowest score is raised
MOST_LEVELS = 200
STEEP = 4  # power of the missing score that leads towards a leximin at once


@dataclass(slots=True)
class Level:
    """A score and how few pairs can have it, given the levels before; the first level, without score, counts places."""

    score: int | None
    pairs: int
    u: Longs
    p: Longs


def scored_arcs(work: Work) -> Arcs:
    """Return all pairs that may be, with their plain scores."""
    n, m = work.scorer.shape
    rows, columns = np.divmod(np.arange(n * m), max(m, 1))
    scores = work.scorer.matrix(work.counts).ravel().astype(np.int64)
    return replace(work, gains=Gains()).open_arcs(scores, rows, columns)


def at_level(scores: Longs, level: int) -> Longs:
    """Return the gains that count the pairs of one score, as few as can be."""
    return -(scores == level).astype(np.int64)


def between(scores: Longs, below: int, level: int) -> Bools:
    """Return the arcs that no leximin uses: above the level before, below this one."""
    return (scores > below) & (scores < level)


def raise_levels(work: Work, arcs: Arcs) -> tuple[list[Level], Optima, bool]:
    """Return the levels, all optima of them, and whether they are all there are."""
    flat = arcs.with_gains(np.zeros_like(arcs.gains))
    steep = _steep(arcs.gains)
    chosen = best_flow(flat, *work.places)
    u, p = prices(flat, chosen, *work.places)
    levels = [Level(None, int(chosen.sum()), u, p)]
    optima = first_optima(arcs, work.places, u, p)
    chosen = optima.flow(steep)
    below = -1
    while len(levels) <= MOST_LEVELS:
        work.tell("floor", len(levels), MOST_LEVELS)
        found = _next_level(optima, chosen, arcs.gains, steep, below)
        if found is None:
            return levels, optima, True
        level, chosen = found
        optima = optima.without(between(arcs.gains, below, level))
        below = level
        gains = at_level(arcs.gains, below)
        u, p = optima.prices(gains, chosen)
        levels.append(Level(below, int((arcs.gains[chosen] == below).sum()), u, p))
        optima = optima.narrowed(gains, u, p)
    return levels, optima, False


def _next_level(
    optima: Optima, chosen: Bools, scores: Longs, steep: Longs, below: int
) -> tuple[int, Bools] | None:
    """Return the highest lowest score above a level, and an optimum with as few pairs of it as can be."""
    while True:
        left = scores[chosen & (scores > below)]
        if len(left) == 0:
            return None
        level = int(left.min())
        dear = int(steep.max(initial=0)) * (len(chosen[chosen]) + 1) + 1
        open_to = optima.without(between(scores, below, level))
        chosen = open_to.flow(steep + dear * at_level(scores, level))
        if (scores[chosen] == level).any():
            return level, chosen


def _steep(scores: Longs) -> Longs:
    missing = (MILLION - scores) / MILLION
    steep: Longs = np.rint(1000 * (1 - missing**STEEP)).astype(np.int64)
    return steep


def walk(
    arcs: Arcs, places: tuple[Places, Places], levels: list[Level]
) -> Iterator[tuple[Level, int, Optima]]:
    """Yield each level with the bound its prices prove, and the optima left after it; no solver is called."""
    first = levels[0]
    over = -first.u[arcs.rows] - first.p[arcs.columns]
    bound = places[0].most_gained(first.u) + places[1].most_gained(first.p)
    optima = first_optima(arcs, places, first.u, first.p)
    yield first, bound + int(over[over > 0].sum()), optima
    below = -1
    for level in levels[1:]:
        score = level.score or 0
        optima = optima.without(between(arcs.gains, below, score))
        gains = at_level(arcs.gains, score)
        bound = optima.bound(gains, level.u, level.p)
        optima = optima.narrowed(gains, level.u, level.p)
        below = score
        yield level, bound, optima
