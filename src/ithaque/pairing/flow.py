"""The exact assignment: a minimum-cost flow from mentees to mentors to one hub.

Each mentee and each mentor has places in tiers of falling worth (see `places`): a mentor's places are filled for what
they are worth, and a mentee whose place stays empty goes to the hub, which costs that worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .places import Longs, Places

Bools = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Arcs:
    """Possible pairs, in row order then column order, and what each is worth."""

    rows: Longs
    columns: Longs
    gains: Longs

    def __len__(self) -> int:
        return len(self.rows)

    def taken(self, keep: Bools) -> Arcs:
        return Arcs(self.rows[keep], self.columns[keep], self.gains[keep])

    def with_gains(self, gains: Longs) -> Arcs:
        return Arcs(self.rows, self.columns, gains)

    def merged(self, other: Arcs) -> Arcs:
        """Return the arcs of both, each once."""
        rows = np.concatenate((self.rows, other.rows))
        columns = np.concatenate((self.columns, other.columns))
        gains = np.concatenate((self.gains, other.gains))
        order = np.argsort((rows << 32) | columns, kind="stable")
        rows, columns, gains = rows[order], columns[order], gains[order]
        new = np.ones(len(rows), dtype=bool)
        new[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        return Arcs(rows[new], columns[new], gains[new])


def best_flow(arcs: Arcs, mentees: Places, mentors: Places) -> Bools:
    """Return the arcs chosen by an assignment of largest gains plus worth of filled places.

    Each arc is used at most once, each person at most as often as they have places. Raises `OverflowError` when the
    numbers exceed what the solver holds.
    """
    if len(arcs) == 0:
        return np.zeros(0, dtype=bool)
    from ortools.graph.python import min_cost_flow

    n, m = len(mentees), len(mentors)
    hub = n + m
    solver = min_cost_flow.SimpleMinCostFlow()
    chosen = solver.add_arcs_with_capacity_and_unit_cost(
        arcs.rows, arcs.columns + n, np.ones(len(arcs), np.int64), -arcs.gains
    )
    for first_node, places, sign in ((0, mentees, 1), (n, mentors, -1)):
        for count, worth in places.tiers:
            some = np.flatnonzero(count)
            hubs = np.full(len(some), hub, dtype=np.int64)
            solver.add_arcs_with_capacity_and_unit_cost(
                some + first_node, hubs, count[some], sign * worth[some]
            )
    solver.set_nodes_supplies(
        np.arange(hub + 1),
        np.concatenate((mentees.total, np.zeros(m, np.int64), [-mentees.total.sum()])),
    )
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise OverflowError(f"the flow solver answered {status}")
    flows: Bools = solver.flows(chosen) > 0
    return flows


def loads(arcs: Arcs, chosen: Bools, n: int, m: int) -> tuple[Longs, Longs]:
    """Return how many places each mentee and each mentor has filled."""
    return (
        np.bincount(arcs.rows[chosen], minlength=n).astype(np.int64),
        np.bincount(arcs.columns[chosen], minlength=m).astype(np.int64),
    )
