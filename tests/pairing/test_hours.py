"""Hours offered by mentors: against trying everything, their proof, what they refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Person, Problem, ProblemError, Settings, SettingsError
from ithaque.pairing.scoring import MILLION

from .builders import grid, quick, scores
from .test_objectives import assignments, tables


@quick
@given(
    tables,
    st.lists(st.sampled_from([0, 1, 1.5, 3]), min_size=3, max_size=3),
    st.lists(st.sampled_from([0.5, 1, 2]), min_size=4, max_size=4),
    st.sampled_from([0.25, 1, 4]),
    st.booleans(),
)
def test_hours_equal_trying_everything(drawn, offered, asked, special, people_first):
    m = len(drawn[0])
    problem = grid(
        drawn,
        capacities={f"o{j}": 4 for j in range(m)},
        objective=("most_people", "total") if people_first else ("total",),
        hours={
            "offered": {f"o{j}": offered[j] for j in range(m)},
            "asked": {f"a{i}": asked[i] for i in range(len(drawn))},
            "between": [["a0", "o0", special]],
        },
    )
    table = scores(problem)

    def fits(choice):
        taken = [0.0] * m
        for i, j in enumerate(choice):
            if j >= 0:
                taken[j] += special if (i, j) == (0, 0) else asked[i]
        return all(one <= most for one, most in zip(taken, offered, strict=False))

    best = max(
        (
            sum(j >= 0 for j in choice) if people_first else 0,
            sum(int(table[i, j]) for i, j in enumerate(choice) if j >= 0),
        )
        for choice in assignments(table, [4] * m)
        if fits(choice)
    )
    result = problem.solve()
    total = sum(round(pair.score * MILLION) for pair in result.pairs)
    assert (len(result.pairs) if people_first else 0, total) == best
    assert result.certificate.bound >= result.certificate.objective
    assert result.check() == []


HOURS = {"offered": {"o0": 2.1}, "asked": {"a0": 2, "a1": 1}}
TABLE = [[0.9, 0.1], [0.8, 0.7], [0.6, 0.2]]


def test_an_hour_is_asked_when_nothing_is_said_and_quarters_are_rounded_for_safety():
    problem = grid(TABLE, capacities={"o0": 4, "o1": 4}, hours=HOURS)
    result = problem.solve()
    assert {(p.mentee_id, p.mentor_id) for p in result.pairs} == {
        ("a0", "o0"),
        ("a1", "o1"),
        ("a2", "o1"),
    }
    assert result.certificate.searched
    assert result.check() == []


def test_too_many_hours_are_found_by_check():
    free = grid(TABLE, capacities={"o0": 4, "o1": 4}).solve()
    asked = grid(TABLE, capacities={"o0": 4, "o1": 4}, hours=HOURS)
    found = {
        fault.message.code: fault.message.data for fault in replace(free, problem=asked).check()
    }
    assert found["check.hours"] == {"mentor": "o0", "hours": 4.0, "offered": 2.0}


def test_hours_of_strangers_and_locks_beyond_what_is_offered_are_refused():
    asked = Settings(
        locks=(("a", "m"), ("b", "m"), ("a", "n")),
        hours={
            "offered": {"m": 1, "q": 3},
            "asked": {"z": 1},
            "between": [["x", "m", 1], ["a", "y", 2]],
        },
    )
    with pytest.raises(ProblemError) as caught:
        Problem(
            [Person("a", capacity=2), Person("b")], [Person("m", capacity=3), Person("n")], asked
        )
    assert [(one.place, one.message.code) for one in caught.value.faults] == [
        ("hours.asked.z", "fault.stranger"),
        ("hours.offered.q", "fault.stranger"),
        ("hours.between[0]", "fault.stranger"),
        ("hours.between[1]", "fault.stranger"),
        ("locks", "fault.lock_hours"),
    ]
    with pytest.raises(ProblemError, match="hours cannot be combined with leximin"):
        Problem(
            [Person("a")], [Person("m")], Settings(objective="leximin", hours={"offered": {"m": 1}})
        )


def test_a_locked_pair_takes_its_hours():
    result = grid(
        [[0.9], [0.8], [0.7]],
        capacities={"o0": 3},
        locks=(("a2", "o0"),),
        hours={"offered": {"o0": 2}},
    ).solve()
    assert {pair.mentee_id for pair in result.pairs} == {"a0", "a2"}
    assert result.check() == []


def test_hours_are_read_with_all_their_faults():
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping(
            {"hours": {"given": 1, "offered": {"m": -1}, "between": [["a", "m", 800], ["a", "m"]]}}
        )
    assert [(one.place, one.message.code) for one in caught.value.faults] == [
        ("hours.given", "fault.unknown"),
        ("hours.offered.m", "fault.range"),
        ("hours.between[0]", "fault.range"),
        ("hours.between[1]", "fault.type"),
    ]
    document = {"hours": {"offered": {"m": 4}, "asked": {"a": 2.5}, "between": [["a", "m", 3]]}}
    settings = Settings.from_mapping(document)
    assert settings.hours == document["hours"]
    assert Settings.from_mapping(settings.as_mapping()) == settings
