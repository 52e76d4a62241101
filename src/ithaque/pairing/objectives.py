"""What is sought: the best sum, the best worst-off, or a stable pairing, each with what proves it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from .assign import Solution, assign
from .floored import best_holding
from .flow import Arcs
from .gains import Gains
from .leximin import MOST_PAIRS, Level, raise_levels, scored_arcs
from .places import Longs
from .scoring import MILLION
from .stable import stable_pairs
from .ties import settle_among
from .work import Work


@dataclass(slots=True)
class Floor:
    """The highest lowest score: with any higher one fewer places can be filled, as these prices prove."""

    score: int
    u: Longs
    p: Longs


@dataclass(slots=True)
class Sought:
    """A solution, and what its objective proves besides the total."""

    solution: Solution
    floor: Floor | None = None
    levels: list[Level] = field(default_factory=list)
    all_levels: bool = False
    multipliers: list[int] = field(default_factory=list)
    searched: bool = False


def sought(work: Work) -> Sought:
    """Return the solution of a problem's objective."""
    aims = work.problem.settings.aims
    if aims.stable:
        return best_stable(work)
    if work.problem.settings.conditions:
        found = best_holding(work)
        return Sought(found.solution, multipliers=found.multipliers, searched=found.searched)
    if aims.worst == "leximin" and math.prod(work.scorer.shape) <= MOST_PAIRS:
        return best_leximin(work)
    return best_worst_off(work) if aims.worst else best_total(work)


def best_total(work: Work) -> Sought:
    """Return the best sum of gains once as many people as possible are placed."""
    return Sought(assign(work))


def best_worst_off(work: Work) -> Sought:
    """Return the best sum of scores among the pairings whose lowest score is the highest possible.

    The lowest score is exact, to the millionth: the largest threshold at which as many places can be filled, found by
    bisection. Only the lowest is raised so (a bottleneck), not the second lowest after it (leximin).
    """
    first = assign(work)
    most = filled_worth(work, first)
    made = first.arcs.taken(first.chosen)
    low = int(work.scorer.at(made.rows, made.columns).min(initial=MILLION))
    high = MILLION + 1
    while high - low > 1:
        middle = (low + high) // 2
        work.tell("floor", low, high)
        attempt = assign(at_floor(work, middle))
        if attempt.objective == most:
            low = middle
        else:
            high, refused = middle, attempt
    if high == MILLION + 1:
        refused = assign(at_floor(work, high))
    kept = replace(work, gains=replace(work.gains, floor=low))
    work.gains = kept.gains
    return Sought(assign(kept), Floor(low, refused.u, refused.p))


def at_floor(work: Work, floor: int) -> Work:
    """Return the work of filling as many places as possible with pairs of at least this score."""
    return replace(work, gains=Gains(flat=True, floor=floor), counts=np.zeros_like(work.counts))


def filled_worth(work: Work, solution: Solution) -> int:
    """Return what the places filled by a solution are worth."""
    return solution.objective - int(solution.arcs.gains[solution.chosen].sum())


def best_stable(work: Work) -> Sought:
    """Return the mentee-optimal stable pairing, with the bound of the best total beside it.

    Filling places is worth nothing here: a person whom all prefer to leave alone stays alone.
    """
    best = assign(work)
    rows, columns = stable_pairs(work)
    scores = work.scorer.at(rows, columns)
    arcs = best.arcs.merged(Arcs(rows, columns, work.gains.of_pairs(rows, columns, scores)))
    m = work.scorer.shape[1]
    chosen = np.isin(arcs.rows * m + arcs.columns, rows * m + columns)
    total = int(arcs.gains[chosen].sum())
    return Sought(replace(best, arcs=arcs, chosen=chosen, objective=total))


def best_leximin(work: Work) -> Sought:
    """Return the best sum of gains among the pairings that no other raises for anyone worse off: see `leximin`."""
    arcs = scored_arcs(work)
    levels, optima, complete = raise_levels(work, arcs)
    gains = work.gains.of_pairs(arcs.rows, arcs.columns, arcs.gains)
    chosen = optima.flow(gains)
    u, p = optima.prices(gains, chosen)
    people = (work.problem.mentees, work.problem.mentors)
    last = optima.narrowed(gains, u, p)
    chosen = settle_among(last, chosen, people, work.problem.settings.seed)
    total, bound = int(gains[chosen].sum()), optima.bound(gains, u, p)
    solution = Solution(arcs.with_gains(gains), chosen, u, p, total, bound, len(levels), True)
    return Sought(solution, None, levels, complete)
