"""The assignment on a table: worth as much as the flow's, with places in tiers, and left to the flow where it must be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import dense
from ithaque.pairing.dense import best_of_all
from ithaque.pairing.duals import value
from ithaque.pairing.flow import Arcs, best_flow, loads
from ithaque.pairing.places import Places

from .builders import quick


def arcs_of(table: list[list[int]]) -> Arcs:
    scores = np.array(table, dtype=np.int64)
    rows, columns = np.nonzero(scores >= 0)
    return Arcs(rows, columns, scores[rows, columns])


def tiers(*parts: tuple[list[int], int]) -> Places:
    return Places([(np.array(c, np.int64), np.full(len(c), worth, np.int64)) for c, worth in parts])


@quick
@given(
    st.lists(st.lists(st.integers(-1, 9), min_size=3, max_size=3), min_size=1, max_size=5),
    st.lists(st.integers(0, 2), min_size=6, max_size=6),
    st.sampled_from([0, 5, 100]),
    st.integers(1, 2),
)
def test_the_table_is_worth_what_the_flow_is(table, counts, worth, most):
    arcs, n = arcs_of(table), len(table)
    ours = tiers(([1] * n, worth), ([most - 1] * n, 0))
    theirs = tiers((counts[:3], worth), (counts[3:], 0))
    chosen, flow = (solver(arcs, ours, theirs) for solver in (best_of_all, best_flow))
    assert value(arcs, chosen, ours, theirs) == value(arcs, flow, ours, theirs)
    filled, load = loads(arcs, chosen, n, 3)
    assert (filled <= ours.total).all()
    assert (load <= theirs.total).all()


def test_a_table_beyond_the_bound_goes_to_the_flow(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dense, "MOST_CELLS", 1)
    monkeypatch.setattr(dense, "linear_sum_assignment", None)
    places = tiers(([1, 1], 0))
    assert best_of_all(arcs_of([[1, 5], [5, 1]]), places, places).tolist() == [0, 1, 1, 0]
