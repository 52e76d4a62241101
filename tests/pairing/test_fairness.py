"""Fairness figures: right numbers, small cells hidden, never an influence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ithaque.pairing import Person, Problem
from ithaque.pairing.fairness import Measure, average, fairness, gini, hidden_groups, share

from .builders import grid, quick


def run():
    table = [[0.1 * (i % 7) + 0.05 * j for j in range(10)] for i in range(14)]
    problem = grid(table)
    town = ["rural", "urban"]
    mentees = [
        replace(
            person,
            group={"town": town[k % 2], "rare": "yes" if k == 0 else "no" if k < 8 else "maybe"},
            waiting_since=date(2026, 1, 1 + k),
        )
        for k, person in enumerate(problem.mentees)
    ]
    return Problem(
        mentees, problem.mentors, problem.settings, list(problem.plugs.values())
    ).solve(), problem


def test_groups_never_change_the_result():
    result, problem = run()
    plain = Problem(
        [
            replace(person, waiting_since=date(2026, 1, 1 + k))
            for k, person in enumerate(problem.mentees)
        ],
        problem.mentors,
        problem.settings,
        list(problem.plugs.values()),
    ).solve()
    assert [(p.mentee_id, p.mentor_id) for p in result.pairs] == [
        (p.mentee_id, p.mentor_id) for p in plain.pairs
    ]
    assert "group" not in result.record()["mentees"][0]


def test_figures_by_group_count_the_right_people():
    result, _ = run()
    first, second = result.pairs[0], result.pairs[1]
    answers = {
        (first.mentee_id, first.mentor_id): True,
        (second.mentee_id, second.mentor_id): False,
    }
    found = fairness(result, accepted=answers, today=date(2026, 2, 1))
    groups = {group.name: group for group in found.attributes["town"]}
    town = {person.id: person.group["town"] for person in result.problem.mentees}
    for name, group in groups.items():
        placed = [pair for pair in result.pairs if town[pair.mentee_id] == name]
        assert group.people == 7
        assert group.placed.value == pytest.approx(len(placed) / 7)
        if not group.fit.hidden:
            assert group.fit.value == pytest.approx(sum(p.score for p in placed) / len(placed))
        assert group.placed.low < group.placed.value < group.placed.high or group.placed.value in (
            0,
            1,
        )
        assert group.accepted.hidden
    scores = sorted(pair.score for pair in result.pairs)
    assert len(set(scores)) > 1
    assert (found.lowest, found.tenth) == (scores[0], scores[(len(scores) - 1) // 10])
    longer = fairness(grid([[(10 * i + j) / 200 for j in range(12)] for i in range(12)]).solve())
    assert longer.tenth > longer.lowest


def test_wait_is_the_median_of_those_left_waiting_with_its_interval():
    mentees = [
        Person(f"a{k}", group={"g": "x"}, waiting_since=date(2026, 1, 1 + k)) for k in range(9)
    ]
    (group,) = fairness(Problem(mentees, []).solve(), today=date(2026, 1, 21)).attributes["g"]
    assert group.waiting == Measure(16, 13, 19, 9)
    assert group.placed.value == 0
    assert group.fit == group.accepted == Measure(None)


def test_small_group_is_hidden_and_cannot_be_found_by_subtraction():
    result, _ = run()
    groups = {group.name: group for group in fairness(result).attributes["rare"]}
    assert groups["yes"].hidden
    assert sum(group.hidden for group in groups.values()) == 2
    assert groups["yes"].people is None
    assert hidden_groups({"a": 9, "b": 2, "c": 3}, 5) == {"b", "c"}
    assert hidden_groups({"a": 9, "b": 1, "c": 3}, 5) == {"a", "b", "c"}
    assert hidden_groups({"a": 9, "b": 8}, 5) == set()
    assert hidden_groups({"a": 2}, 5) == {"a"}
    assert hidden_groups({"a": 9, "b": 8}, 5, beside=2) == {"b"}
    assert hidden_groups({"a": 9, "b": 8}, 5, beside=7) == set()


@quick
@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=1), st.integers(0, 12)),
    st.integers(0, 6),
)
def test_nothing_of_a_few_can_be_found_by_taking_what_is_shown_from_the_total(sizes, beside):
    hidden = hidden_groups(sizes, 5, beside=beside)
    shown = sum(size for name, size in sizes.items() if name not in hidden)
    left = sum(sizes.values()) + beside - shown
    assert all(not 0 < size < 5 for name, size in sizes.items() if name not in hidden)
    cells = len(hidden) + (0 < beside < 5)
    if cells and shown:
        assert cells >= 2
        assert left >= 5
    if not any(0 < size < 5 for size in [*sizes.values(), beside]):
        assert hidden == set()


def test_measure_that_rests_on_few_is_hidden_even_where_its_group_is_shown():
    mentees = [
        Person(f"{name}{k}", group={"g": name}, languages=[name])
        for name in ("x", "y", "z")
        for k in range(8)
    ]
    mentors = (
        [Person(f"m{k}", languages=["x"]) for k in range(7)]
        + [Person(f"n{k}", languages=["y"]) for k in range(6)]
        + [Person(f"o{k}", languages=["z"]) for k in range(2)]
    )
    groups = fairness(Problem(mentees, mentors).solve()).attributes["g"]
    assert [group.people for group in groups] == [8, 8, 8]
    assert [group.fit.hidden for group in groups] == [False, True, True]
    assert [group.placed.hidden for group in groups] == [False, False, False]


def test_groups_may_be_given_beside_the_problem():
    result = Problem([Person(f"a{k}") for k in range(12)], [Person("m", capacity=12)]).solve()
    beside = {f"a{k}": {"site": "north" if k < 6 else "south"} for k in range(12)}
    (north, south) = fairness(result, groups=beside).attributes["site"]
    assert (north.people, south.people) == (6, 6)
    assert fairness(result).attributes == {}


def test_group_under_four_fifths_of_the_best_is_marked():
    mentees = [
        Person(f"a{k}", group={"g": "x" if k < 5 else "y"}, languages=["fr" if k < 5 else "en"])
        for k in range(10)
    ]
    mentors = [Person(f"m{k}", languages=["fr"]) for k in range(5)] + [
        Person("n", languages=["en"])
    ]
    groups = {
        group.name: group for group in fairness(Problem(mentees, mentors).solve()).attributes["g"]
    }
    assert groups["y"].below == ["placed"]
    assert groups["x"].below == []


def test_wilson_and_student_intervals_are_those_of_scipy():
    wilson = stats.binomtest(7, 20).proportion_ci(method="wilson")
    found = share(7, 20)
    assert (found.low, found.high) == pytest.approx((wilson.low, wilson.high), abs=1e-6)
    values = [0.2, 0.5, 0.6, 0.9]
    student = stats.t.interval(0.95, 3, loc=0.55, scale=stats.sem(values))
    assert (average(values).low, average(values).high) == pytest.approx(student)
    assert share(0, 0).value is None
    assert average([]).value is None
    assert average([0.5]).low is None
    assert average([0.4, 0.6]).low == pytest.approx(stats.t.interval(0.95, 1, 0.5, 0.1)[0])


def test_the_low_end_of_fit_is_the_score_a_tenth_of_pairs_do_not_exceed():
    table = [[None] * k + [(k + 1) / 50] + [None] * (20 - k) for k in range(21)]
    result = grid(table).solve()
    scores = sorted(pair.score for pair in result.pairs)
    assert len({*scores}) == 21
    assert (fairness(result).lowest, fairness(result).tenth) == (scores[0], scores[2])


def test_gini_of_equal_values_is_zero_and_of_one_holder_nearly_one():
    assert gini([0.5] * 4) == pytest.approx(0)
    assert gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert gini([]) == 0
    empty = fairness(Problem([], []).solve())
    assert (empty.attributes, empty.lowest, empty.tenth) == ({}, 0, 0)
