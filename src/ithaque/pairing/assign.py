"""The best assignment for the gains of a work, with the prices that prove it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .dense import best_of_all
from .duals import places_bound, prices, value
from .flow import Arcs, Bools
from .places import Longs
from .pricing import Known, generate, kept_over
from .ties import settle
from .work import ARC_BYTES, Work


@dataclass(slots=True)
class Solution:
    """An assignment with the prices that prove it; `whole` when the arcs are all the allowed pairs.

    `known` is what the last pass over all pairs has shown of those not among the arcs.
    """

    arcs: Arcs
    chosen: Bools
    u: Longs
    p: Longs
    objective: int
    bound: int
    rounds: int
    whole: bool
    known: Known = field(default_factory=Known)


def assign(work: Work) -> Solution:
    """Return the best assignment: over all pairs at once when they are few, by short lists otherwise."""
    n, m = work.scorer.shape
    settings = work.problem.settings
    few = n * m <= min(settings.dense_limit**2, settings.memory_mb * 2**20 // ARC_BYTES)
    return assign_all(work) if few else assign_by_lists(work)


def assign_all(work: Work) -> Solution:
    """Assign over all pairs at once, then settle ties."""
    work.tell("score", 0, work.scorer.shape[0])
    scores = work.scorer.matrix(work.counts)
    rows, columns = np.nonzero(scores >= 0)
    arcs = work.open_arcs(scores[rows, columns].astype(np.int64), rows, columns)
    work.tell("assign", 0, 1)
    return finish(work, arcs, best_of_all(arcs, *work.places), rounds=1)


def assign_by_lists(work: Work) -> Solution:
    """Assign over short lists grown until no pair of the whole could improve them, then settle ties in them."""
    found = generate(work)
    own = prices(found.arcs, found.chosen, *work.places)
    chosen = _settled(work, found.arcs, found.chosen, own)
    total = value(found.arcs, chosen, *work.places)
    bound, rounds = found.bound, found.rounds
    return Solution(found.arcs, chosen, found.u, found.p, total, bound, rounds, False, found.known)


def finish(work: Work, arcs: Arcs, chosen: Bools, rounds: int) -> Solution:
    """Return the solution over all pairs with its prices, ties settled."""
    u, p = prices(arcs, chosen, *work.places)
    chosen = _settled(work, arcs, chosen, (u, p))
    bound = kept_over(arcs, u, p) + places_bound(u, p, *work.places)
    return Solution(arcs, chosen, u, p, value(arcs, chosen, *work.places), bound, rounds, True)


def _settled(work: Work, arcs: Arcs, chosen: Bools, dual: tuple[Longs, Longs]) -> Bools:
    people = (work.problem.mentees, work.problem.mentors)
    return settle(arcs, chosen, dual, work.places, people, work.problem.settings.seed)
