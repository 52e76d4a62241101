"""Prices that prove an assignment: what each person's place is worth, from longest paths in the residual network.

For any prices u (mentees) and p (mentors), no assignment can bring more than

    sum over pairs of max(0, gain - u - p)  +  what each side gains at most from its places at these prices,

and at the prices below an optimal assignment brings exactly that: weak and strong duality of the assignment problem.
"""

from __future__ import annotations

import numpy as np

from .flow import Arcs, Bools, loads
from .places import Longs, Places
from .products import ranges

_NOWHERE = -(2**60)  # "no path yet": below any sum of gains, far from overflow


def prices(arcs: Arcs, chosen: Bools, mentees: Places, mentors: Places) -> tuple[Longs, Longs]:
    """Return prices u, p of an optimal assignment: p is what one more place of the mentor would bring.

    Longest paths from the hub over the residual network (vectorised label correcting: only people whose price
    changed are looked at again). A mentor without mentees keeps the price of an idle place.
    """
    n, m = len(mentees), len(mentors)
    filled, load = loads(arcs, chosen, n, m)
    ours = np.where(filled < mentees.total, mentees.next_worth(filled), _NOWHERE)
    theirs = np.where(load > 0, -mentors.last_worth(load), _NOWHERE)
    starts = np.searchsorted(arcs.rows, np.arange(n + 1))
    picked = np.flatnonzero(chosen)
    picked = picked[np.argsort(arcs.columns[picked], kind="stable")]
    picked_starts = np.searchsorted(arcs.columns[picked], np.arange(m + 1))
    _raise_mentees(ours, theirs, arcs, picked, picked_starts, np.flatnonzero(load > 0))
    frontier = np.flatnonzero(ours > _NOWHERE)
    while len(frontier):
        moved = _raise_mentors(ours, theirs, arcs, chosen, starts, frontier)
        frontier = _raise_mentees(ours, theirs, arcs, picked, picked_starts, moved)
    idle = load == 0
    theirs[idle] = np.where(
        mentors.total[idle] > 0, -mentors.next_worth(load)[idle], np.maximum(theirs[idle], 0)
    )
    return -np.where(ours == _NOWHERE, 0, ours), theirs


def _raise_mentors(
    ours: Longs, theirs: Longs, arcs: Arcs, chosen: Bools, starts: Longs, frontier: Longs
) -> Longs:
    """Raise mentors' labels from mentees over unused arcs; return the mentors that moved."""
    indices = ranges(starts[frontier], starts[frontier + 1])
    indices = indices[~chosen[indices]]
    before = theirs.copy()
    np.maximum.at(theirs, arcs.columns[indices], ours[arcs.rows[indices]] + arcs.gains[indices])
    return np.flatnonzero(theirs > before)


def _raise_mentees(
    ours: Longs, theirs: Longs, arcs: Arcs, picked: Longs, picked_starts: Longs, frontier: Longs
) -> Longs:
    """Raise mentees' labels from mentors over used arcs, backwards; return the mentees that moved."""
    indices = picked[ranges(picked_starts[frontier], picked_starts[frontier + 1])]
    before = ours.copy()
    np.maximum.at(ours, arcs.rows[indices], theirs[arcs.columns[indices]] - arcs.gains[indices])
    return np.flatnonzero(ours > before)


def value(arcs: Arcs, chosen: Bools, mentees: Places, mentors: Places) -> int:
    """Return what an assignment brings: gains of its pairs plus worth of its filled places."""
    filled, load = loads(arcs, chosen, len(mentees), len(mentors))
    return int(arcs.gains[chosen].sum()) + mentees.worth(filled) + mentors.worth(load)


def places_bound(u: Longs, p: Longs, mentees: Places, mentors: Places) -> int:
    """Return the part of the dual bound that does not depend on pairs."""
    return mentees.most_gained(u) + mentors.most_gained(p)
