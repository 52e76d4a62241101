"""How far a pairing is from stable: pairs counted, examples, the most two people would both gain."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Person, Problem, Settings, stable
from ithaque.pairing.scoring import MILLION

from .builders import grid, quick, scores
from .test_objectives import tables


def by_looking(result, table, places):
    """Return the mutual gains of all blocking pairs, in millionths, by looking at each."""
    held = {(int(p.mentee_id[1:]), int(p.mentor_id[1:])) for p in result.pairs}
    gains = []
    for i, j in product(*map(range, table.shape)):
        if table[i, j] < 0 or (i, j) in held or not places[j]:
            continue
        mine = [int(table[i, b]) for a, b in held if a == i]
        theirs = [int(table[a, j]) for a, b in held if b == j]
        ours = int(table[i, j]) - mine[0] if mine else int(table[i, j]) + 1
        hers = int(table[i, j]) - min(theirs) if len(theirs) == places[j] else int(table[i, j]) + 1
        if min(ours, hers) > 0:
            gains.append(min(ours, hers))
    return sorted(gains, reverse=True)


@quick
@given(
    tables,
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
    st.sampled_from(["total", "balanced", "stable", "leximin"]),
)
def test_blocking_pairs_equal_those_found_by_looking(drawn, places, objective):
    capacities = {f"o{j}": places[j] for j in range(len(drawn[0]))}
    problem = grid(drawn, objective=objective, capacities=capacities)
    result = problem.solve()
    gains = by_looking(result, scores(problem), places)
    told = result.stability()
    assert told.pairs == len(gains)
    assert told.largest == pytest.approx(max(gains, default=0) / MILLION)
    assert [round(gain * MILLION) for _, _, gain in told.examples] == gains[:5]
    assert told.mentees <= told.pairs
    assert (told.pairs == 0) == (result.unstable() == [])


def test_epsilon_leaves_small_gains_out_and_wishes_count_a_whole_score_a_rank():
    result = grid([[1.0, 0.7], [0.9, 0.2]]).solve()
    assert result.stability().examples == (("a0", "o0", pytest.approx(0.1)),)
    assert result.stability(epsilon=0.1).pairs == 0
    problem = grid([[1.0, 0.7], [0.9, 0.2]])
    wishing = [Person("a0", wishes=["o0"]), Person("a1")]
    wished = Problem(
        wishing, problem.mentors, problem.settings, list(problem.plugs.values())
    ).solve()
    assert wished.stability().largest == pytest.approx(0.1)  # the mentor gains no more


def test_stability_of_nobody_is_whole():
    told = grid([]).solve().stability()
    assert (told.pairs, told.mentees, told.largest, told.examples) == (0, 0, 0.0, ())


def test_pairs_who_would_leave_are_found_in_every_block_of_mentees(monkeypatch):
    table = [[0.1, 0.9], [0.2, 0.8], [1.0, 0.3]]
    result = grid(table, locks=()).solve()
    expected = result.unstable(), result.stability()
    monkeypatch.setattr(stable, "AT_ONCE", 1)
    assert (result.unstable(), result.stability()) == expected
    alone = replace(result, pairs=[])
    assert [mentee for mentee, _ in alone.unstable()] == ["a0", "a1", "a2"]


@quick
@given(st.data(), st.lists(st.integers(0, 2), min_size=3, max_size=3))
def test_each_mentee_gets_the_best_mentor_that_any_stable_pairing_gives_them(data, places):
    mentors = data.draw(st.lists(st.permutations(["o0", "o1", "o2"]), min_size=4, max_size=4))
    mentees = data.draw(st.lists(st.permutations(["a0", "a1", "a2", "a3"]), min_size=3, max_size=3))
    problem = Problem(
        [Person(f"a{i}", wishes=order) for i, order in enumerate(mentors)],
        [Person(f"o{j}", wishes=order) for j, order in enumerate(mentees)],
        Settings(objective="stable", capacities={f"o{j}": n for j, n in enumerate(places)}),
    )
    ours = np.array([[3 - order.index(f"o{j}") for j in range(3)] for order in mentors])
    theirs = np.array([[4 - order.index(f"a{i}") for order in mentees] for i in range(4)])
    found = {
        pair.mentee_id: ours[int(pair.mentee_id[1:]), int(pair.mentor_id[1:])]
        for pair in problem.solve().pairs
    }
    got = tuple(found.get(f"a{i}", 0) for i in range(4))
    every = [
        tuple(ours[i, j] if j >= 0 else 0 for i, j in enumerate(choice))
        for choice in product(range(-1, 3), repeat=4)
        if is_stable_by_wishes(choice, ours, theirs, places)
    ]
    assert got in every
    assert got == tuple(max(one) for one in zip(*every, strict=True))


def is_stable_by_wishes(choice, ours, theirs, places):
    held = {j: [theirs[i, j] for i, k in enumerate(choice) if k == j] for j in range(3)}
    if any(len(held[j]) > places[j] for j in range(3)):
        return False
    return not any(
        ours[i, j] > (ours[i, choice[i]] if choice[i] >= 0 else 0)
        and (len(held[j]) < places[j] or any(theirs[i, j] > one for one in held[j]))
        for i, j in product(range(4), range(3))
        if choice[i] != j and places[j]
    )
