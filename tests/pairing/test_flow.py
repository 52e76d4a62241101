"""The flow alone: numbers beyond the solver's are refused, never wrapped."""

from __future__ import annotations

import numpy as np
import pytest

from ithaque.pairing.flow import Arcs, best_flow, loads
from ithaque.pairing.messages import Message
from ithaque.pairing.places import Places


def ones(count: int, worth: int = 0) -> Places:
    return Places([(np.ones(count, dtype=np.int64), np.full(count, worth, dtype=np.int64))])


def arcs(gains: list[list[int]]) -> Arcs:
    table = np.array(gains, dtype=np.int64)
    rows, columns = np.divmod(np.arange(table.size), table.shape[1])
    return Arcs(rows, columns, table.ravel())


def test_gains_beyond_what_the_solver_holds_are_refused():
    with pytest.raises(OverflowError):
        best_flow(arcs([[2**62, 1], [1, 2**62]]), ones(2), ones(2))


def test_flow_of_no_arc_chooses_nothing():
    assert len(best_flow(arcs([[]]), ones(1), ones(0))) == 0


def test_worth_of_places_decides_whether_a_bad_pair_is_made():
    table = arcs([[-5]])
    assert not best_flow(table, ones(1), ones(1)).any()
    chosen = best_flow(table, ones(1, worth=6), ones(1))
    assert chosen.all()
    assert [load.tolist() for load in loads(table, chosen, 1, 1)] == [[1], [1]]


def test_merged_arcs_are_sorted_and_each_once():
    merged = arcs([[1, 2], [3, 4]]).merged(arcs([[1, 2]]))
    assert list(
        zip(merged.rows.tolist(), merged.columns.tolist(), merged.gains.tolist(), strict=True)
    ) == [
        (0, 0, 1),
        (0, 1, 2),
        (1, 0, 3),
        (1, 1, 4),
    ]


def test_places_fill_the_first_tier_first():
    places = Places([(np.array([1]), np.array([10])), (np.array([2]), np.array([3]))])
    assert [places.worth(np.array([k])) for k in range(4)] == [0, 10, 13, 16]
    assert places.next_worth(np.array([0])).tolist() == [10]
    assert places.last_worth(np.array([2])).tolist() == [3]
    assert places.most_gained(np.array([-5])) == 5


def test_message_speaks_of_numbers_lists_and_rules():
    said = str(Message("unmatched.rules", {"rules": {"language": 1.5, "team": 2}, "total": 3}))
    assert said == "Together, rules exclude all 3 mentors: language 1.5, team 2."
