"""Fairness figures: right numbers, small cells hidden, never an influence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from scipy import stats

from ithaque.pairing import Person, Problem
from ithaque.pairing.fairness import average, fairness, gini, hidden_groups, share

from .builders import grid


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
        assert group.fit.value == pytest.approx(sum(p.score for p in placed) / len(placed))
        assert group.placed.low < group.placed.value < group.placed.high or group.placed.value in (
            0,
            1,
        )
        assert group.accepted.people == sum(town[pair[0]] == name for pair in answers)
    assert found.lowest == min(pair.score for pair in result.pairs)
    assert any(group.waiting_days for group in groups.values())


def test_small_group_is_hidden_and_cannot_be_found_by_subtraction():
    result, _ = run()
    groups = {group.name: group for group in fairness(result).attributes["rare"]}
    assert groups["yes"].hidden
    assert sum(group.hidden for group in groups.values()) == 2
    assert groups["yes"].people is None
    assert hidden_groups({"a": 9, "b": 2, "c": 3}, 5) == {"b", "c"}
    assert hidden_groups({"a": 9, "b": 8}, 5) == set()
    assert hidden_groups({"a": 2}, 5) == {"a"}


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


def test_gini_of_equal_values_is_zero_and_of_one_holder_nearly_one():
    assert gini([0.5] * 4) == pytest.approx(0)
    assert gini([0, 0, 0, 1]) == pytest.approx(0.75)
    assert gini([]) == 0
    empty = fairness(Problem([], []).solve())
    assert (empty.attributes, empty.lowest, empty.tenth) == ({}, 0, 0)
