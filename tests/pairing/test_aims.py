"""Objectives by name, in steps and weighed; what cannot be combined is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Person, Problem, ProblemError, Settings, SettingsError
from ithaque.pairing.aims import Aims, told
from ithaque.pairing.scoring import MILLION

from .builders import grid, quick, scores
from .test_objectives import assignments, tables
from .test_solve import pairs


@pytest.mark.parametrize(
    ("objective", "same"),
    [
        (("most_people", "total"), "total"),
        (("most_people",), ("most_people", "total")),
        ("most_people", "total"),
        (("most_people", "worst_off", "total"), "worst_off"),
        (("leximin", "balanced"), ("most_people", "leximin", "balanced")),
        ({"total": 2}, ("total",)),
    ],
)
def test_objectives_that_mean_the_same(objective, same):
    one, other = Aims.of(objective), Aims.of(same)
    assert (one.people_first, one.worst, one.person, one.stable) == (
        other.people_first,
        other.worst,
        other.person,
        other.stable,
    )
    assert [weight > 0 for weight in one.fit] == [weight > 0 for weight in other.fit]


def bent(score):
    return MILLION - (MILLION - score) ** 2 // MILLION


@quick
@given(
    tables,
    st.sampled_from([0, 1, 3]),
    st.sampled_from([0.0, 0.05, 0.5]),
    st.sampled_from([1, 1000]),
)
def test_weights_equal_trying_everything(drawn, balanced, person, limit):
    objective = ({"total": 1, "balanced": balanced, "most_people": person},)
    problem = grid(drawn, objective=objective, dense_limit=limit)
    table = scores(problem)

    def worth(row, column):
        score = int(table[row, column])
        mixed = score + round((bent(score) - score) * (balanced / (1 + balanced)))
        return mixed + round(person / (1 + balanced) * MILLION)

    best = max(
        sum(worth(i, j) for i, j in enumerate(choice) if j >= 0)
        for choice in assignments(table, [1] * table.shape[1])
    )
    result = problem.solve()
    got = sum(worth(int(p.mentee_id[1:]), int(p.mentor_id[1:])) for p in result.pairs)
    assert got == best
    assert result.certificate.proven
    assert result.check() == []


def test_worth_of_a_person_weighs_people_against_fit():
    table = [[1.0, 0.1], [0.4, None]]
    free = grid([[1.0, 0.1], [0.4, None]], objective=("total",))
    assert pairs(free.solve()) == {("a0", "o0")}
    assert pairs(grid(table, objective=({"total": 1, "most_people": 0.4},)).solve()) == {
        ("a0", "o0")
    }
    assert len(grid(table, objective=({"total": 1, "most_people": 0.6},)).solve().pairs) == 2
    assert len(grid(table, objective=("most_people", "total")).solve().pairs) == 2


def test_summary_tells_the_steps_in_one_line():
    objective = ("most_people", {"total": 1, "balanced": 0.5})
    assert told(objective) == "most_people, 1 total + 0.5 balanced"
    assert Problem(
        [Person("a")], [Person("m")], Settings(objective=objective)
    ).solve().summary.objective == ("most_people, 1 total + 0.5 balanced")


@pytest.mark.parametrize(
    ("objective", "faults"),
    [
        ("best", [("objective", "fault.unknown")]),
        ([], [("objective", "fault.type")]),
        (["total", "most_people"], [("objective[1]", "fault.aims")]),
        (["stable", "total"], [("objective[1]", "fault.aims")]),
        (["most_people", "stable"], [("objective[1]", "fault.aims")]),
        (["worst_off", "leximin"], [("objective[1]", "fault.aims")]),
        (["total", {"balanced": 1}], [("objective[1]", "fault.aims")]),
        (
            [{"luck": 1, "total": -1, "balanced": True}, "nice"],
            [
                ("objective[0].luck", "fault.unknown"),
                ("objective[0].total", "fault.range"),
                ("objective[0].balanced", "fault.type"),
                ("objective[1]", "fault.unknown"),
            ],
        ),
        ({"most_people": 1}, [("objective", "fault.weights_zero")]),
    ],
)
def test_combinations_without_meaning_are_refused_with_their_place(objective, faults):
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping({"objective": objective})
    assert [(one.place, one.message.code) for one in caught.value.faults] == faults
    with pytest.raises(ProblemError) as built:
        Problem([], [], Settings(objective=objective))
    assert [(one.place, one.message.code) for one in built.value.faults] == faults


def test_objective_of_another_type_is_refused():
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping({"objective": 3})
    assert caught.value.faults[0].message.code == "fault.type"


def test_steps_are_read_and_written_back():
    document = {"objective": ["most_people", "worst_off", {"total": 2, "balanced": 1}]}
    settings = Settings.from_mapping(document)
    assert settings.as_mapping()["objective"] == document["objective"]
    assert Settings.from_mapping(settings.as_mapping()) == settings
