"""The other objectives against trying everything: best worst-off, stable; and what they prove."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Person, Problem, Settings, replay
from ithaque.pairing.scoring import MILLION

from .builders import grid, people, quick, scores
from .test_solve import pairs, total, with_capacities

tables = st.integers(1, 3).flatmap(
    lambda m: st.lists(
        st.lists(
            st.one_of(st.none(), st.integers(0, 10).map(lambda n: n / 10)), min_size=m, max_size=m
        ),
        min_size=1,
        max_size=4,
    )
)


def assignments(table, capacity):
    """Yield all assignments as tuples of mentor or -1."""
    n, m = table.shape
    for choice in product(range(-1, m), repeat=n):
        allowed = all(j < 0 or table[i, j] >= 0 for i, j in enumerate(choice))
        if allowed and all(choice.count(j) <= capacity[j] for j in range(m)):
            yield choice


@quick
@given(tables, st.lists(st.integers(0, 2), min_size=3, max_size=3), st.sampled_from([1, 1000]))
def test_worst_off_equals_trying_everything(drawn, places, limit):
    capacities = {f"o{j}": places[j] for j in range(len(drawn[0]))}
    problem = grid(drawn, objective="worst_off", capacities=capacities, dense_limit=limit)
    table = scores(problem)
    best = max(
        (
            sum(j >= 0 for j in choice),
            min((int(table[i, j]) for i, j in enumerate(choice) if j >= 0), default=MILLION),
            sum(int(table[i, j]) for i, j in enumerate(choice) if j >= 0),
        )
        for choice in assignments(table, places)
    )
    result = problem.solve()
    lowest = min((round(pair.score * MILLION) for pair in result.pairs), default=MILLION)
    assert (len(result.pairs), lowest, total(result)) == best
    assert result.certificate.proven
    assert result.check() == []


def test_worst_off_raises_the_lowest_and_check_finds_a_lower_one():
    table = [[1.0, 0.7], [0.6, 0.2]]
    assert pairs(grid(table).solve()) == {("a0", "o1"), ("a1", "o0")}
    result = grid([[1.0, 0.5], [0.45, 0.3]], objective="worst_off").solve()
    assert pairs(result) == {("a0", "o1"), ("a1", "o0")}
    assert result.certificate.floor == 450_000
    for floor in (440_000, 460_000):
        altered = replace(result, certificate=replace(result.certificate, floor=floor))
        found = [one for one in altered.check() if one.message.code == "check.lowest"]
        assert [(one.place, one.message.data) for one in found] == [
            ("certificate.floor", {"lowest": 0.45, "floor": floor / MILLION})
        ]
    price = result.price("a0", "o0")
    assert price.left_alone or price.loss


def is_stable(choice, table, capacity):
    held = {j: [table[i, j] for i, k in enumerate(choice) if k == j] for j in range(table.shape[1])}
    for i, j in product(*map(range, table.shape)):
        if table[i, j] < 0 or choice[i] == j or not capacity[j]:
            continue
        mine = table[i, choice[i]] if choice[i] >= 0 else -1
        theirs = min(held[j]) if len(held[j]) == capacity[j] else -1
        if table[i, j] > mine and table[i, j] > theirs:
            return False
    return True


@quick
@given(tables, st.lists(st.integers(0, 2), min_size=3, max_size=3), st.sampled_from([1, 1000]))
def test_stable_pairing_has_no_two_people_who_would_both_leave(drawn, places, limit):
    capacities = {f"o{j}": places[j] for j in range(len(drawn[0]))}
    problem = grid(drawn, objective="stable", capacities=capacities, dense_limit=limit)
    table = scores(problem)
    result = problem.solve()
    held = {pair.mentee_id: int(pair.mentor_id[1:]) for pair in result.pairs}
    choice = tuple(held.get(f"a{i}", -1) for i in range(len(drawn)))
    assert is_stable(choice, table, places)
    assert result.unstable() == []
    assert result.check() == []
    assert result.certificate.stable
    assert result.certificate.bound >= result.certificate.objective


@quick
@given(people("a", 1), people("o", 1, 4), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_pairs_who_would_leave_are_found_exactly_when_there_are_some(mentees, mentors, capacities):
    problem = Problem(mentees, with_capacities(mentors, capacities))
    result = problem.solve()
    table = scores(problem)
    choice = [-1] * len(mentees)
    for pair in result.pairs:
        choice[problem.mentee_index[pair.mentee_id]] = problem.mentor_index[pair.mentor_id]
    capacity = [problem.capacity(mentor) for mentor in problem.mentors]
    assert bool(result.unstable()) != is_stable(choice, table, capacity)
    assert result.unstable(epsilon=1.0) == []


def test_stable_wishes_come_before_scores():
    table = [[0.9, 0.5], [0.8, 0.5]]
    assert ("a0", "o0") in pairs(grid(table, objective="stable").solve())
    problem = grid(table, objective="stable")
    wishing = [Person("a0", wishes=["o1"]), Person("a1")]
    assert ("a0", "o1") in pairs(replaced(problem, mentees=wishing).solve())
    chosen = [Person("o0", wishes=["a1"]), Person("o1")]
    result = replaced(problem, mentors=chosen).solve()
    assert ("a1", "o0") in pairs(result)
    assert result.check() == []


def test_stable_refusals_beyond_those_ranked_at_once_and_wishes_for_forbidden_people(monkeypatch):
    monkeypatch.setattr("ithaque.pairing.stable.AHEAD", 1)
    table = [[0.9, 0.5, 0.4], [0.8, 0.7, 0.1], [0.7, 0.6, None]]
    result = grid(table, objective="stable").solve()
    assert pairs(result) == {("a0", "o0"), ("a1", "o1")}
    assert result.check() == []
    wishing = [Person("a0"), Person("a1"), Person("a2", wishes=["o2"])]
    assert pairs(replaced(result.problem, mentees=wishing).solve()) == pairs(result)


def replaced(problem, mentees=None, mentors=None):
    people = mentees or problem.mentees, mentors or problem.mentors
    return Problem(*people, problem.settings, list(problem.plugs.values()))


def test_check_finds_people_who_would_leave_a_pairing_said_to_be_stable():
    result = grid([[1.0, 0.7], [0.9, 0.2]]).solve()
    assert result.unstable() == [("a0", "o0")]
    said = replace(result, certificate=replace(result.certificate, stable=True))
    assert [(one.place, one.message.code, one.message.data) for one in said.check()] == [
        ("pairs", "check.blocking", {"mentee": "a0", "mentor": "o0"})
    ]


def test_price_in_a_stable_pairing_is_that_of_solving_again():
    result = grid([[0.9, 0.5], [0.8, None]], objective="stable").solve()
    assert pairs(result) == {("a0", "o0")}
    price = result.price("a0", "o1")
    assert price.loss == pytest.approx(0.9 - 0.5 - 0.8)
    assert price.placed == ["a1"]
    price = result.price_without("a0", "o0")
    assert (price.loss, price.placed) == (pytest.approx(0.9 - 0.5 - 0.8), ["a1"])
    assert result.price_without("a0", "o1").loss == 0
    with pytest.raises(ValueError, match="no price book"):
        result.place_worths()
    assert result.unmatched[0].cause.code == "unmatched.stable"


@pytest.mark.parametrize("objective", ["balanced", "worst_off", "stable"])
def test_replay_gives_the_same_for_each_objective(objective):
    mentees = [Person(f"a{k}", style={"pace": k % 5 + 1}) for k in range(6)]
    mentors = [Person(f"o{k}", style={"pace": k % 4 + 1}, capacity=2) for k in range(4)]
    document = Problem(mentees, mentors, Settings(objective=objective)).solve().record()
    assert replay(document).record() == document
