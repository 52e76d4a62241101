"""Peers without roles: the best matching of one list against trying everything, and its proof."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from ithaque.pairing import Person, Problem, Settings, Skill, odd_cuts, peers
from ithaque.pairing.peers import OddSet, best_matching, bound
from ithaque.pairing.result import Set
from ithaque.pairing.scoring import MILLION

from .builders import quick


def matchings(people, possible):
    """Yield all matchings of a list of people as lists of pairs."""
    if not people:
        yield []
        return
    first, *others = people
    yield from matchings(others, possible)
    for k, other in enumerate(others):
        if possible(first, other):
            for rest in matchings(others[:k] + others[k + 1 :], possible):
                yield [(first, other), *rest]


graphs = st.integers(0, 7).flatmap(
    lambda n: st.lists(
        st.sampled_from([-1, 0, 1, 2, 3, 5, 8]),
        min_size=n * (n - 1) // 2,
        max_size=n * (n - 1) // 2,
    ).map(lambda drawn: symmetric(n, drawn))
)


def symmetric(n, drawn):
    gains = np.full((n, n), -1, dtype=np.int64)
    for (i, j), gain in zip(combinations(range(n), 2), drawn, strict=True):
        gains[i, j] = gains[j, i] = gain * 1000 if gain > 0 else gain
    return gains


@quick
@given(graphs)
def test_best_matching_equals_trying_everything(gains):
    n = len(gains)
    best = max(
        sum(int(gains[pair]) for pair in chosen)
        for chosen in matchings(list(range(n)), lambda i, j: gains[i, j] >= 0)
    )
    found = best_matching(gains)
    assert sum(int(gains[pair]) for pair in found.pairs) == best
    assert bound(gains, found.prices, found.sets) == best


def test_odd_sets_prove_what_people_alone_cannot():
    gains = symmetric(3, [1, 1, 1])
    found = best_matching(gains)
    assert [one.people for one in found.sets] == [(0, 1, 2)]
    assert bound(gains, found.prices, found.sets) == 1000
    assert bound(gains, found.prices, []) > 1000
    assert bound(gains, found.prices, [OddSet((0, 1, 2), -5000)]) > 1000


def test_bound_at_any_prices_is_the_sum_it_says():
    gains = symmetric(3, [1, 2, -1])
    nothing = np.zeros(3, dtype=np.int64)
    assert bound(gains, nothing, []) == 3000
    assert bound(gains, np.array([1_500_000, -7, 0]), []) == 1500 + 500
    assert bound(gains, nothing, [OddSet((0, 1, 2), 400_000)]) == 400 + 600 + 1600
    assert bound(gains, nothing, [OddSet((0, 1), 400_000)]) == 400 + 600 + 2000
    assert bound(np.zeros((0, 0), dtype=np.int64), np.zeros(0, dtype=np.int64), []) == 0


def test_pairs_never_listed_are_priced(monkeypatch):
    monkeypatch.setattr(peers, "FIRST", 1)
    monkeypatch.setattr(peers, "ADDED", 1)
    generator = np.random.default_rng(5)
    gains = generator.integers(0, 10**6, (30, 30))
    gains = np.triu(gains, 1) + np.triu(gains, 1).T
    np.fill_diagonal(gains, -1)
    found = best_matching(gains)
    assert len(found.pairs) == 15
    assert bound(gains, found.prices, found.sets) == sum(int(gains[pair]) for pair in found.pairs)


def test_a_solution_left_in_fractions_is_settled_by_the_integer_programme(monkeypatch):
    monkeypatch.setattr(peers, "_odd_sets", lambda *_: [])
    monkeypatch.setattr(peers, "_parts", lambda *_: [])
    gains = symmetric(3, [1, 1, 1])
    found = best_matching(gains)
    assert len(found.pairs) == 1
    assert bound(gains, found.prices, found.sets) == 1500
    monkeypatch.setattr(peers, "best_whole", lambda *_: (None, False))
    assert best_matching(gains).pairs == []


def test_rounds_that_do_not_suffice_leave_a_sound_matching_and_bound(monkeypatch):
    monkeypatch.setattr(peers, "ROUNDS", 1)
    gains = symmetric(5, [3, 3, 0, 0, 3, 0, 0, 1, 1, 2])
    found = best_matching(gains)
    assert sum(int(gains[pair]) for pair in found.pairs) == 5000
    assert bound(gains, found.prices, found.sets) >= 5000


def test_sets_of_even_size_are_no_cuts():
    edges = np.array([[0, 1], [1, 2], [2, 3], [0, 3], [4, 5], [5, 6], [4, 6], [6, 7]])
    x = np.array([0.5, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3, 0.0])
    assert peers._odd_sets(8, edges, x) == []


def test_an_odd_set_hidden_in_an_even_part_is_found_by_cuts():
    edges = np.array([[0, 1], [1, 2], [0, 2], [2, 3], [3, 4], [4, 5], [3, 5]])
    x = np.array([0.45, 0.45, 0.45, 0.1, 0.45, 0.45, 0.45])
    assert peers._odd_sets(6, edges, x) == [(0, 1, 2), (3, 4, 5)]


@pytest.mark.parametrize(("n", "seed"), [(41, 1), (60, 2)])
def test_larger_lists_are_proved(n, seed):
    generator = np.random.default_rng(seed)
    gains = generator.integers(0, 10**6, (n, n)) + 10**9
    gains = np.triu(gains, 1) + np.triu(gains, 1).T
    gains[generator.random((n, n)) < 0.5] = -1
    gains = np.minimum(gains, gains.T)
    np.fill_diagonal(gains, -1)
    found = best_matching(gains)
    assert bound(gains, found.prices, found.sets) == sum(int(gains[pair]) for pair in found.pairs)


def learner(name, needs="", offers="", **fields):
    return Person(
        name,
        needs=[Skill(needs)] if needs else (),
        offers=[Skill(offers)] if offers else (),
        **fields,
    )


PEOPLE = [
    learner("ana", "python", "law"),
    learner("bea", "law", "python"),
    learner("cam", "sales", "sql"),
    learner("dan", "sql", "sales"),
    learner("eve", "sql", "law"),
]


@pytest.fixture
def result():
    return Problem(PEOPLE, [], Settings(format="peers")).solve()


def codes(result):
    return {fault.message.code for fault in result.check()}


def test_peers_meet_two_by_two_each_way_and_the_odd_one_has_a_cause(result):
    assert [one.mentees for one in result.meetings] == [("ana", "bea"), ("cam", "dan")]
    assert {(pair.mentee_id, pair.mentor_id) for pair in result.pairs} == {
        ("ana", "bea"),
        ("bea", "ana"),
        ("cam", "dan"),
        ("dan", "cam"),
    }
    assert all(pair.reasons for pair in result.pairs)
    assert [(one.mentee_id, one.cause.code) for one in result.unmatched] == [
        ("eve", "unmatched.odd")
    ]
    assert (result.summary.paired, result.summary.unmatched, result.summary.total) == (4, 1, 2.0)
    assert result.certificate.proven
    assert result.check() == []


def test_a_rule_that_excludes_everyone_is_the_cause():
    people = [*PEOPLE[:2], learner("fay", excluded=["ana", "bea"])]
    assert (
        Problem(people, [], Settings(format="peers")).solve().unmatched[0].cause.code
        == "unmatched.rule"
    )
    alone = Problem([learner("fay")], [], Settings(format="peers")).solve()
    assert alone.unmatched[0].cause.code == "unmatched.no_mentor"


def test_minors_and_adults_are_not_peers_unless_the_rule_is_switched_off():
    people = [learner("ana", minor=True), learner("bea", minor=True), learner("cam")]
    result = Problem(people, [], Settings(format="peers")).solve()
    assert [one.mentees for one in result.meetings] == [("ana", "bea")]
    mixed = [people[0], people[2]]
    assert not Problem(mixed, [], Settings(format="peers")).solve().pairs
    free = Settings(format="peers", rules={"adult": False, "checks": False})
    assert Problem(mixed, [], free).solve().pairs
    unchecked = [people[0], learner("bea", minor=True, check_valid=False)]
    assert not Problem(unchecked, [], Settings(format="peers")).solve().pairs


def test_both_lists_form_one_and_capacity_zero_leaves_out():
    result = Problem(PEOPLE[:2], PEOPLE[1:4], Settings(format="peers")).solve()
    assert len(result.problem.mentees) == 4
    away = [*PEOPLE[:2], learner("gil", capacity=0)]
    assert Problem(away, [], Settings(format="peers")).solve().unmatched == []


def test_locked_peers_stay_together_whatever_the_order_they_are_named_in():
    result = Problem(PEOPLE, [], Settings(format="peers", locks=(("dan", "ana"),))).solve()
    assert ("ana", "dan") in [one.mentees for one in result.meetings]
    assert {pair.locked for pair in result.pairs if pair.mentee_id == "ana"} == {True}
    assert result.check() == []


def test_tampering_is_found(result):
    certificate = result.certificate
    for change in (
        {"objective": certificate.objective + 1},
        {"bound": certificate.bound - 1},
        {"mentees": {"ana": 10**12}},
        {"sets": (*certificate.sets, Set(("ana", "bea", "nobody"), 10**12))},
    ):
        assert codes(replace(result, certificate=replace(certificate, **change))), change
    one, other = result.meetings
    swapped = replace(one, mentees=(one.mentees[0], other.mentees[0]))
    assert "check.meeting" in codes(replace(result, meetings=(swapped, other)))
    assert "check.twice" in codes(replace(result, meetings=(swapped, other)))
    assert "check.missing" in codes(replace(result, unmatched=[]))
    apart = [replace(p, excluded=frozenset({"bea"})) if p.id == "ana" else p for p in PEOPLE]
    stricter = Problem(apart, [], result.problem.settings)
    assert {"check.meeting", "check.rule"} <= codes(replace(result, problem=stricter))


def test_mean_of_both_directions_decides():
    people = [
        learner("ana", "python", "law"),
        learner("bea", "law", "law"),
        learner("cam", "law", "python"),
    ]
    result = Problem(people, [], Settings(format="peers")).solve()
    assert [one.mentees for one in result.meetings] == [("ana", "cam")]
    assert result.certificate.objective == MILLION


def least_cut_by_trying(weights, a, b):
    """Return the least weight between a set that holds one and not the other, and the rest, by trying every set."""
    size = len(weights)
    sets = [np.array([mask >> k & 1 for k in range(size)], dtype=bool) for mask in range(2**size)]
    return min(weights[one][:, ~one].sum() for one in sets if one[a] and not one[b])


@quick
@given(st.integers(2, 6), st.data())
def test_the_tree_of_cuts_holds_the_least_cut_of_every_two(size, data):
    weights = np.zeros((size, size), dtype=np.int64)
    for a, b in combinations(range(size), 2):
        weights[a, b] = weights[b, a] = data.draw(st.integers(0, 5))
    parent, cuts = odd_cuts._tree(sparse.csr_matrix(weights.astype(np.int32)))
    for a, b in combinations(range(size), 2):
        above = [[node] for node in (a, b)]
        for path in above:
            while path[-1]:
                path.append(parent[path[-1]])
        between = set(above[0]) ^ set(above[1])
        assert min(cuts[node] for node in between) == least_cut_by_trying(weights, a, b)
