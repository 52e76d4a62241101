"""The exact assignment when pairs are few: the Hungarian method on a table, several times faster there than a flow."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from .flow import Arcs, Bools, best_flow
from .places import Places

MOST_CELLS = 4_000_000  # of the table, mentors repeated by their places


def best_of_all(arcs: Arcs, mentees: Places, mentors: Places) -> Bools:
    """Return the arcs chosen by an assignment of largest gains plus worth of filled places; see `flow.best_flow`.

    Each place of a mentor is a column of the table. Mentees with several places, who may not meet one mentor twice, and
    tables beyond MOST_CELLS go to the flow.
    """
    n = len(mentees)
    counts = [np.minimum(count, n) for count, _ in mentors.tiers]
    cells = n * int(sum(count.sum() for count in counts))
    if len(arcs) == 0 or mentees.total.max() > 1 or cells > MOST_CELLS:
        return best_flow(arcs, mentees, mentors)
    ours = np.sum([count * worth for count, worth in mentees.tiers], axis=0)
    table = np.zeros((n, len(mentors)))
    table[arcs.rows, arcs.columns] = arcs.gains
    allowed = np.zeros(table.shape, dtype=bool)
    allowed[arcs.rows, arcs.columns] = True
    owner = np.concatenate([np.repeat(np.arange(len(mentors)), count) for count in counts])
    worth = np.concatenate(
        [np.repeat(worth, count) for (_, worth), count in zip(mentors.tiers, counts, strict=True)]
    )
    # A pair that is worth nothing, or not allowed, is the same as none: both are left alone.
    whole = np.where(allowed[:, owner], table[:, owner] + ours[:, None] + worth, 0)
    np.maximum(whole, 0, out=whole)
    rows, columns = linear_sum_assignment(whole, maximize=True)
    made = whole[rows, columns] > 0
    chosen = np.zeros(table.shape, dtype=bool)
    chosen[rows[made], owner[columns[made]]] = True
    picked: Bools = chosen[arcs.rows, arcs.columns]
    return picked
