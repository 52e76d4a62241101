"""Circles and teams against trying everything; who can be together; their proof and its faults."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import (
    Cancelled,
    Person,
    Problem,
    ProblemError,
    Settings,
    SettingsError,
    choosing,
    circles,
    seats,
)
from ithaque.pairing.result import Meeting
from ithaque.pairing.scoring import MILLION

from .builders import grid, quick, scores

CIRCLE = {"kind": "circle", "least": 2, "most": 3}


def circle_problem(table, format=CIRCLE, **settings):
    return grid(table, format=format, **settings)


def codes(result):
    return {fault.message.code for fault in result.check()}


TABLE = [[0.9, 0.2], [0.8, 0.3], [0.7, 0.9], [0.2, 0.8], [0.1, 0.6]]


def test_circles_place_everyone_then_fit_best():
    result = circle_problem(TABLE).solve()
    assert result.meetings == (
        Meeting(("o0",), ("a0", "a1")),
        Meeting(("o1",), ("a2", "a3", "a4")),
    )
    assert result.summary.total == pytest.approx(0.9 + 0.8 + 0.9 + 0.8 + 0.6)
    assert result.summary.mean == pytest.approx((0.9 + 0.8 + 0.9 + 0.8 + 0.6) / 5)
    assert len(result.pairs) == 5
    assert result.certificate.proven
    assert result.check() == []


@quick
@given(
    st.lists(
        st.lists(st.sampled_from([None, 0.2, 0.5, 1.0]), min_size=2, max_size=2),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
    st.sampled_from(["circle", "team"]),
)
def test_circles_and_teams_equal_trying_everything(drawn, people_first, kind):
    most = 3 if kind == "circle" else 2
    problem = circle_problem(
        drawn,
        {"kind": kind, "least": 2, "most": most},
        objective=("most_people", "total") if people_first else ("total",),
        capacities={"o0": 2, "o1": 3},
    )
    table = scores(problem)
    result = problem.solve()
    best = (0, 0)
    for choice in product([(), (0,), (1,), (0, 1)], repeat=len(drawn)):
        load = [sum(j in own for own in choice) for j in range(2)]
        if kind == "circle":
            fine = all(len(own) < 2 for own in choice) and all(size in (0, 2, 3) for size in load)
        else:
            fine = all(len(own) in (0, 2) for own in choice) and load[0] <= 2 and load[1] <= 3
        cells = [(i, j) for i, own in enumerate(choice) for j in own]
        if fine and all(table[cell] >= 0 for cell in cells):
            placed = sum(bool(own) for own in choice) if people_first else 0
            best = max(best, (placed, sum(int(table[cell]) for cell in cells)))
    reached = round(result.summary.total * MILLION)
    assert (result.summary.paired if people_first else 0, reached) == best
    assert result.certificate.bound >= result.certificate.objective == reached
    assert result.check() == []


def test_two_mentors_may_lead_together_and_the_better_one_counts():
    table = [[0.9, 0.1], [0.1, 0.9], [0.8, 0.2]]
    result = circle_problem(table, {**CIRCLE, "mentors": 2}).solve()
    assert result.meetings == (Meeting(("o0", "o1"), ("a0", "a1", "a2")),)
    assert len(result.pairs) == 6
    assert result.summary.total == pytest.approx(2.6)
    assert result.check() == []
    apart = replace(result.problem.mentors[0], excluded=frozenset({"o1"}))
    problem = Problem(
        result.problem.mentees,
        [apart, result.problem.mentors[1]],
        result.problem.settings,
        list(result.problem.plugs.values()),
    )
    assert len(problem.solve().meetings[0].mentors) == 1


def circle(mentees, mentors, **settings):
    asked = Settings(format={"kind": "circle", "least": 2, "most": 4}, **settings)
    return Problem(mentees, mentors, asked).solve()


def test_a_circle_shares_a_language_and_an_hour():
    mentors = [Person("m", languages=["fr", "en"], availability=[1, 2])]
    mentees = [
        Person("a", languages=["fr"], availability=[1]),
        Person("b", languages=["fr", "en"], availability=[1, 2]),
        Person("c", languages=["en"], availability=[1]),
        Person("d", languages=["fr"], availability=[2]),
        Person("e", languages=["fr"]),
    ]
    result = circle(mentees, mentors)
    assert result.meetings[0].mentees in (("a", "b", "e"), ("b", "d", "e"))
    assert result.check() == []
    assert {one.cause.code for one in result.unmatched} == {"unmatched.group"}
    free = circle(mentees, mentors, rules={"language": False, "overlap": False})
    assert len(free.meetings[0].mentees) == 4
    silent = circle(mentees, [Person("m")])
    assert len(silent.meetings[0].mentees) == 3
    deaf = circle(mentees[:3], [Person("m", languages=["de"])])
    assert deaf.meetings == ()
    assert {one.cause.code for one in deaf.unmatched} == {"unmatched.rule"}


def test_minors_and_people_who_exclude_each_other_are_in_other_circles():
    mentor = Person("m", adult=True, check_valid=True)
    young = [Person("a", minor=True), Person("b", minor=True)]
    result = circle([*young, Person("c"), Person("d"), Person("e")], [mentor])
    assert result.meetings[0].mentees == ("c", "d", "e")
    mixed = circle([*young, Person("c")], [mentor], rules={"adult": False})
    assert mixed.meetings[0].mentees == ("a", "b", "c")
    both = circle(
        [*young, Person("c"), Person("d")], [mentor, Person("n", adult=True, check_valid=True)]
    )
    assert {one.mentees for one in both.meetings} == {("a", "b"), ("c", "d")}
    result = circle(
        [Person("a", excluded=["b"]), Person("b"), Person("c", manager="a"), Person("d")], [mentor]
    )
    assert not {"a", "b"} <= {*result.meetings[0].mentees}
    assert not {"a", "c"} <= {*result.meetings[0].mentees}
    assert result.check() == []


def test_causes_of_people_left_out_of_circles():
    assert {one.cause.code for one in circle([Person("a"), Person("b")], []).unmatched} == {
        "unmatched.no_mentor"
    }
    full = circle([Person("a"), Person("b")], [Person("m", capacity=0)])
    assert {one.cause.code for one in full.unmatched} == {"unmatched.no_place"}
    alone = circle([Person("a", excluded=["n"])], [Person("m"), Person("n")])
    assert alone.unmatched[0].cause.data == {"compatible": 1, "least": 2, "most": 4}


def test_a_locked_person_is_in_the_circle_of_their_mentor():
    result = circle_problem(TABLE, locks=(("a0", "o1"),)).solve()
    assert "a0" in next(one for one in result.meetings if one.mentors == ("o1",)).mentees
    assert result.check() == []
    team = circle_problem([[0.9, 0.8, 0.1]], {"kind": "team"}, locks=(("a0", "o2"),)).solve()
    assert "o2" in team.meetings[0].mentors


def test_tampering_with_circles_is_found():
    result = circle_problem(TABLE).solve()
    certificate, (one, other) = result.certificate, result.meetings
    for change in (
        {"objective": certificate.objective + 1},
        {"bound": certificate.bound - 1},
        {"person": certificate.person + 10**6},
        {"more_placed": 1},
        {"floor_mentees": {"a0": -(10**12)}, "floor_mentors": {}},
        {"mentees": {**certificate.mentees, "a0": certificate.mentees.get("a0", 0) + 10**6}},
    ):
        assert codes(replace(result, certificate=replace(certificate, **change))), change
    small = replace(one, mentees=one.mentees[:1])
    assert "check.meeting" in codes(replace(result, meetings=(small, other)))
    again = replace(one, mentees=("a0", "a2"))
    assert "check.twice" in codes(replace(result, meetings=(again, other)))
    same = replace(one, mentors=("o1",))
    assert "check.twice" in codes(replace(result, meetings=(same, other)))
    assert "check.stranger" in codes(
        replace(result, meetings=(replace(one, mentees=("nobody", "a0")), other))
    )
    assert "check.lock" in codes(
        replace(result, problem=circle_problem(TABLE, locks=(("a0", "o1"),)))
    )


def test_tampering_with_a_team_is_found():
    result = circle_problem([[0.9, 0.8, 0.1], [0.5, 0.6, 0.7]], {"kind": "team"}).solve()
    assert [len(one.mentors) for one in result.meetings] == [3] or len(result.meetings) == 1
    assert result.check() == []
    only = result.meetings[0]
    assert "check.twice" in codes(
        replace(result, meetings=(only, replace(only, mentees=("a0",)), only))
    )


def test_too_many_circles_for_the_memory_are_refused_before_anything(monkeypatch):
    monkeypatch.setattr(circles, "MOST_CELLS", 3)
    with pytest.raises(MemoryError, match="possible circles"):
        circle_problem(TABLE).solve()


def test_a_search_that_finds_nothing_leaves_sound_groups_and_a_sound_bound(monkeypatch):
    monkeypatch.setattr(seats, "best_whole", lambda *_, **__: (None, False))
    late = hour_problem(24, 5).solve()
    assert not late.certificate.searched
    assert late.certificate.bound > late.certificate.objective
    assert late.check() == []


def hour_problem(count, seed, **settings):
    """People who are free at a few hours, so that who can be together differs from circle to circle."""
    dice = Random(seed)
    sides = [
        [
            Person(
                f"{name}{k}",
                style={"pace": dice.randint(1, 5), "risk": dice.randint(1, 5)},
                availability=dice.sample(range(8), 3),
                **more,
            )
            for k in range(size)
        ]
        for name, size, more in (("a", count, {}), ("o", count // 4, {"capacity": 1}))
    ]
    return Problem(*sides, Settings(format="circle", **settings))


def test_a_search_of_circles_can_be_stopped_under_way():
    told = []

    def progress(*step):
        told.append(step)

    with pytest.raises(Cancelled):
        hour_problem(24, 5).solve(progress, lambda: told.count(("assign", 0, 1)) == 3)
    hour_problem(24, 5).solve(progress)
    assert told.count(("assign", 0, 1)) > 6


@pytest.mark.parametrize("seed", [1, 2])
def test_circles_of_thirty_people_are_within_one_in_a_hundred_of_the_bound(seed):
    result = hour_problem(30, seed).solve()
    assert result.certificate.gap < 0.01 and not result.check()
    assert hour_problem(30, seed).solve().meetings == result.meetings


@pytest.mark.parametrize(
    "limits",
    [
        {"MOST_SEATS": 0, "FEW_SEATS": 0},
        {"MOST_SEATS": 60, "FEW_SEATS": 30},
        {"MOST_SEATS": 60, "FEW_SEATS": 60},
    ],
)
def test_seats_too_many_are_chosen_among_the_most_promising(monkeypatch, limits):
    whole = hour_problem(24, 5).solve()
    monkeypatch.setattr(choosing, "TRIES", 0)
    for name, value in limits.items():
        monkeypatch.setattr(choosing, name, value)
    some = hour_problem(24, 5).solve()
    assert some.certificate.objective <= whole.certificate.objective
    assert some.certificate.bound == whole.certificate.bound
    assert not some.certificate.searched
    assert some.check() == []


@pytest.mark.parametrize(
    ("format", "place", "code"),
    [
        ("pyramid", "format", "fault.unknown"),
        ({"kind": "circle", "size": 3}, "format.size", "fault.unknown"),
        ({"kind": "circle", "least": 0}, "format.least", "fault.range"),
        ({"kind": "circle", "most": True}, "format.most", "fault.type"),
        ({"kind": "circle", "least": 9}, "format", "fault.type"),
        ({"kind": "team", "mentors": 2}, "format.mentors", "fault.unknown"),
    ],
)
def test_formats_that_mean_nothing_are_refused(format, place, code):
    with pytest.raises(SettingsError) as caught:
        Settings.from_mapping({"format": format})
    assert [(one.place, one.message.code) for one in caught.value.faults] == [(place, code)]
    with pytest.raises(ProblemError) as built:
        Problem([], [], Settings(format=format))
    assert [(one.place, one.message.code) for one in built.value.faults] == [(place, code)]


def test_a_format_of_another_type_is_refused_and_a_sound_one_written_back():
    with pytest.raises(SettingsError):
        Settings.from_mapping({"format": 3})
    settings = Settings.from_mapping({"format": {"kind": "circle", "mentors": 2}})
    assert Settings.from_mapping(settings.as_mapping()) == settings


def test_reverse_mentoring_asks_for_a_junior_mentor():
    mentees = [Person("a", seniority=5)]
    mentors = [Person("m", seniority=6), Person("n", seniority=4), Person("o", seniority=1)]
    asked = Settings(format="reverse", weights={"seniority": 1}, rules={"seniority": {}})
    result = Problem(mentees, mentors, asked).solve()
    assert [(pair.mentor_id, pair.score) for pair in result.pairs] == [("n", 1.0)]
    assert result.summary.excluded["junior"] == 1
    unknown = Problem(mentees, [Person("p")], asked).solve()
    assert len(unknown.pairs) == 1
    assert unknown.check() == []
    assert result.check() == []


@quick
@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=4),
    st.lists(st.integers(0, 5), min_size=1, max_size=3),
)
def test_reverse_mentoring_equals_trying_everything(seniors, juniors):
    mentees = [Person(f"a{i}", seniority=rank) for i, rank in enumerate(seniors)]
    mentors = [Person(f"o{j}", seniority=rank) for j, rank in enumerate(juniors)]
    problem = Problem(mentees, mentors, Settings(format="reverse", rules={"seniority": {}}))
    table = scores(problem)
    assert ((table >= 0) == (np.array(seniors)[:, None] > np.array(juniors))).all()
    best = (0, 0)
    for choice in product(range(-1, len(juniors)), repeat=len(seniors)):
        used = [j for j in choice if j >= 0]
        cells = [int(table[i, j]) for i, j in enumerate(choice) if j >= 0]
        if len(used) == len(set(used)) and all(cell >= 0 for cell in cells):
            best = max(best, (len(used), sum(cells)))
    result = problem.solve()
    assert (len(result.pairs), round(result.summary.total * MILLION)) == best
    assert result.check() == []


def test_floors_do_not_go_with_groups():
    people = [Person("a", group={"side": "a"}), Person("b", group={"side": "a"})]
    floors = ({"attribute": "side", "least": 0.5},)
    with pytest.raises(ProblemError, match="floors cannot be combined with circle"):
        Problem(people, [Person("m")], Settings(format="circle", floors=floors))
