"""Floors for groups against trying everything; their proof, their limits, what they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Person, Problem, ProblemError, Settings, SettingsError, floored, replay
from ithaque.pairing.scoring import MILLION

from .builders import grid, quick, scores
from .test_objectives import assignments, tables


def grouped(table, floors, sides="ab", **settings):
    """Return the problem of a table whose mentees alternate between groups."""
    plain = grid(table, floors=(), **settings)
    mentees = [
        Person(person.id, group={"side": sides[row % len(sides)]}, capacity=person.capacity)
        for row, person in enumerate(plain.mentees)
    ]
    asked = replace(plain.settings, floors=tuple(floors))
    return Problem(mentees, plain.mentors, asked, list(plain.plugs.values()))


def reaches(choice, table, inside, measure, least):
    mine = [int(table[i, j]) for i, j in enumerate(choice) if j >= 0 and i in inside]
    if measure == "placed":
        return len(mine) >= least * len(inside) - 1e-9
    return sum(score - round(least * MILLION) for score in mine) >= 0


@quick
@given(
    tables,
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
    st.sampled_from(["placed", "fit"]),
    st.sampled_from([0.3, 0.5, 0.75, 1.0]),
    st.booleans(),
    st.sampled_from([1, 1000]),
)
def test_floors_equal_trying_everything(drawn, places, measure, least, people_first, limit):
    problem = grouped(
        drawn,
        [{"attribute": "side", "value": "a", "measure": measure, "least": least}],
        capacities={f"o{j}": places[j] for j in range(len(drawn[0]))},
        objective=("most_people", "total") if people_first else ("total",),
        dense_limit=limit,
    )
    table, inside = scores(problem), set(range(0, len(drawn), 2))
    allowed = [
        (
            sum(j >= 0 for j in choice) if people_first else 0,
            sum(int(table[i, j]) for i, j in enumerate(choice) if j >= 0),
        )
        for choice in assignments(table, places)
        if reaches(choice, table, inside, measure, least)
    ]
    if not allowed:
        with pytest.raises(ProblemError) as caught:
            problem.solve()
        assert {fault.message.code for fault in caught.value.faults} == {"fault.floor"}
        return
    result = problem.solve()
    total = sum(round(pair.score * MILLION) for pair in result.pairs)
    assert (len(result.pairs) if people_first else 0, total) == max(allowed)
    assert result.certificate.bound >= result.certificate.objective
    assert result.check() == []


TABLE = [
    [0.6, 0.2],
    [0.9, 0.5],
    [0.5, 0.3],
    [0.8, 0.4],
]  # two places for four, sides a and b in turn
HALF_OF_A = {"attribute": "side", "value": "a", "least": 0.5}


def codes(result):
    return {fault.message.code for fault in result.check()}


def test_floor_gives_a_group_its_share_and_says_what_each_reached():
    free = grouped(TABLE, []).solve()
    assert {pair.mentee_id for pair in free.pairs} == {"a1", "a3"}
    result = grouped(TABLE, [HALF_OF_A]).solve()
    assert {pair.mentee_id for pair in result.pairs} == {"a1", "a2"}
    assert [(floor.group, value) for floor, value in result.floors()] == [("side:a", 0.5)]
    assert result.certificate.proven
    assert result.certificate.multipliers[0] > 0
    assert result.check() == []
    again = replay(result.record(), plugs=list(result.problem.plugs.values()))
    assert again.record() == result.record()


def test_floor_without_a_value_stands_for_each_group():
    result = grouped(TABLE, [{"attribute": "side", "least": 0.5}]).solve()
    assert [floor.group for floor, _ in result.floors()] == ["side:a", "side:b"]
    assert result.check() == []


def test_tampering_under_floors_is_found():
    result = grouped(TABLE, [HALF_OF_A]).solve()
    certificate = result.certificate
    for change in (
        {"multipliers": ()},
        {"multipliers": (-certificate.multipliers[0],)},
        {"multipliers": (certificate.multipliers[0] * 2,)},
        {"bound": certificate.bound - 1},
        {"mentees": {**certificate.mentees, "a1": certificate.mentees["a1"] + 1000}},
    ):
        altered = replace(result, certificate=replace(certificate, **change))
        assert codes(altered) & {"check.bound", "check.proof"}, change
    free = grouped(TABLE, []).solve()
    other = replace(result, pairs=free.pairs, unmatched=free.unmatched)
    assert [one.place for one in other.check() if one.message.code == "check.floor"] == ["pairs"]


def test_unreachable_floors_say_the_most_that_can_be():
    asked = [{**HALF_OF_A, "least": 1.0}, {"attribute": "side", "value": "b", "least": 0.5}]
    with pytest.raises(ProblemError) as caught:
        grouped(TABLE, asked).solve()
    data = [fault.message.data for fault in caught.value.faults]
    assert {one["floor"] for one in data} <= {1.0, 0.5}
    assert all(one["value"] < one["floor"] for one in data)
    with pytest.raises(ProblemError) as caught:
        grouped(
            [[0.4, 0.2]], [{**HALF_OF_A, "measure": "fit", "least": 0.9}], locks=(("a0", "o0"),)
        ).solve()
    assert caught.value.faults[0].message.data["value"] == 0.4


def test_locked_pairs_count_for_a_floor():
    fit = {**HALF_OF_A, "measure": "fit", "least": 0.4}
    result = grouped(TABLE, [HALF_OF_A, fit], locks=(("a2", "o0"),)).solve()
    assert {pair.mentee_id for pair in result.pairs} == {"a1", "a2"}
    assert [value for _, value in result.floors()] == [0.5, 0.5]
    assert result.check() == []


def test_many_pairs_use_multipliers_alone(monkeypatch):
    monkeypatch.setattr(floored, "INTEGER_ARCS", 0)
    result = grouped(TABLE, [HALF_OF_A]).solve()
    assert {pair.mentee_id for pair in result.pairs} == {"a1", "a2"}
    assert result.check() == []
    with pytest.raises(ProblemError):
        grouped(
            TABLE, [{**HALF_OF_A, "least": 1.0}, {"attribute": "side", "value": "b", "least": 1.0}]
        ).solve()


def test_pairs_missing_from_the_lists_are_listed_until_none_could_help(monkeypatch):
    generator = np.random.default_rng(2)
    table = generator.integers(0, 11, (40, 24)) / 10
    table[::2] *= 0.6
    floor = {"attribute": "side", "value": "a", "least": 0.9}
    whole = grouped(table.round(2).tolist(), [floor]).solve()
    asked = {"dense_limit": 1, "candidates": 1}
    listed = grouped(table.round(2).tolist(), [floor], **asked).solve()
    assert listed.certificate.objective == whole.certificate.objective
    assert listed.certificate.rounds > 1
    monkeypatch.setattr(floored, "BOUND_ROUNDS", 1)
    early = grouped(table.round(2).tolist(), [floor], **asked).solve()
    assert early.certificate.gap >= listed.certificate.gap == whole.certificate.gap == 0
    assert whole.check() == listed.check() == early.check() == []


def test_without_time_nobody_can_be_said_to_reach_a_floor(monkeypatch):
    monkeypatch.setattr(floored, "best_whole", lambda *_: (None, False))
    everyone = {"attribute": "side", "least": 1.0}
    with pytest.raises(ProblemError) as caught:
        grouped(TABLE, [everyone]).solve()
    assert {fault.message.data["value"] for fault in caught.value.faults} == {0.0}


def test_floors_that_say_nothing_are_all_refused_at_once():
    floors = (
        {"attribute": "side", "value": "z", "least": 0.5},
        {"attribute": "side", "least": 2, "measure": "luck"},
        {"attribute": "side", "least": "much"},
    )
    with pytest.raises(ProblemError) as caught:
        grouped(TABLE, floors)
    assert [(fault.place, fault.message.code) for fault in caught.value.faults] == [
        ("floors[1].measure", "fault.unknown"),
        ("floors[1].least", "fault.range"),
        ("floors[2].least", "fault.type"),
        ("floors[0]", "fault.group"),
    ]
    with pytest.raises(ProblemError, match="floors cannot be combined with stable"):
        grouped(TABLE, [HALF_OF_A], objective="stable")
    with pytest.raises(SettingsError) as refused:
        Settings.from_mapping({"floors": [{"group": "side"}, 3]})
    assert [fault.place for fault in refused.value.faults] == [
        "floors[0].group",
        "floors[0].attribute",
        "floors[0].least",
        "floors[1]",
        "floors[1].attribute",
        "floors[1].least",
    ]
