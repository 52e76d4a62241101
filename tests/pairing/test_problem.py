"""A problem is refused with one error that tells every fault and its place; degenerate ones are solved."""

from __future__ import annotations

import math

import pytest

from ithaque.pairing import Person, Problem, ProblemError, Settings, Skill
from ithaque.pairing.criteria import CRITERIA
from ithaque.pairing.rules import KINDS

from .builders import Table, grid


def faults(*given, **settings):
    with pytest.raises(ProblemError) as caught:
        Problem(*given, Settings(**settings))
    return [(fault.place, fault.message.code) for fault in caught.value.faults]


def test_everything_wrong_is_told_at_once():
    mentees = [
        Person("a", wishes=["nobody"], manager="b", style={"pace": math.nan}, place=(math.nan, 0)),
        Person("b", manager="a", radius_km=math.inf, needs=[Skill("sql", level=7)]),
        Person("b", availability=[170]),
    ]
    mentors = [
        Person("m", wishes=["a", "z"], minimum_load=3, capacity=1, expectations={"pace": math.inf})
    ]
    found = faults(
        mentees,
        mentors,
        weights={"needs": -1, "charm": 2},
        rules={"luck": {}},
        fields=({"name": "x", "mentee": "salary", "must": "equal"},),
        objective=("total", "most_people"),
        inertia=math.nan,
        capacities={"q": 1},
        locks=(("a", "m"), ("b", "m"), ("a", "stranger")),
        forbids=(("a", "m"), ("ghost", "m")),
    )
    assert set(found) == {
        ("weights.needs", "fault.range"),
        ("weights.charm", "fault.unknown"),
        ("rules.luck", "fault.unknown"),
        ("fields[0].mentee", "fault.unknown"),
        ("fields[0].mentor", "fault.unknown"),
        ("objective[1]", "fault.aims"),
        ("inertia", "fault.type"),
        ("mentees[b]", "fault.duplicate"),
        ("mentees[a].style.pace", "fault.range"),
        ("mentees[a].place", "fault.type"),
        ("mentees[b].radius_km", "fault.range"),
        ("mentees[b].needs.sql", "fault.range"),
        ("mentees[b].availability[170]", "fault.range"),
        ("mentors[m].expectations.pace", "fault.range"),
        ("mentors[m].minimum_load", "fault.load"),
        ("people[a].manager", "fault.cycle"),
        ("mentees[a].wishes[0]", "fault.stranger"),
        ("mentors[m].wishes[1]", "fault.stranger"),
        ("locks[2]", "fault.stranger"),
        ("forbids[1]", "fault.stranger"),
        ("capacities.q", "fault.stranger"),
        ("locks[a, m]", "fault.contradiction"),
        ("locks", "fault.lock_capacity"),
    }


def test_a_lock_against_a_protective_rule_or_oneself_is_refused():
    found = faults([Person("a", minor=True)], [Person("m")], locks=(("a", "m"),))
    assert found == [("locks[a, m]", "fault.lock_rule")] * 2
    assert faults([Person("a")], [Person("a")], locks=(("a", "a"),)) == [
        ("locks[a, a]", "fault.lock_rule")
    ]


def test_locks_count_the_places_of_the_format():
    three = [Person(one) for one in "abc"]
    several = (("a", "m"), ("b", "m"), ("c", "m"))
    assert faults(three, [Person("m")], locks=several) == [("locks", "fault.lock_capacity")]
    circle = {"kind": "circle", "least": 2, "most": 3}
    assert (
        Problem(three, [Person("m")], Settings(locks=several, format=circle)).solve().check() == []
    )
    assert faults(
        three, [Person("m")], locks=several, format={"kind": "circle", "least": 2, "most": 2}
    ) == [("locks", "fault.lock_capacity")]
    two = (("a", "m"), ("a", "n"))
    mentors = [Person("m"), Person("n")]
    assert faults(three, mentors, locks=two) == [("locks", "fault.lock_twice")]
    assert Problem(three[:1], mentors, Settings(locks=two, format="team")).solve().check() == []
    assert faults(three, [], format="peers", locks=(("a", "b"), ("c", "a"))) == [
        ("locks", "fault.lock_twice")
    ]
    assert faults(three, [], format="peers", locks=(("a", "b"),), forbids=(("b", "a"),)) == [
        ("locks[a, b]", "fault.contradiction")
    ]


def test_groups_and_peers_sum_scores_and_nothing_else():
    for kind in ("circle", "team", "peers"):
        for objective in ("stable", "worst_off", "leximin"):
            assert faults([Person("a")], [], format=kind, objective=objective) == [
                ("format", "fault.aims")
            ]


def test_a_criterion_plugged_in_has_its_own_code_and_weight():
    class Mine(Table):
        code = "mine"

    problem = Problem(
        [Person("a0")], [Person("o0")], Settings(weights={"mine": 1}), [Mine([[0.5]])]
    )
    assert problem.solve().pairs[0].score == 0.5
    assert faults([Person("a0")], [Person("o0")], weights={"mine": 1}) == [
        ("weights.mine", "fault.unknown")
    ]


@pytest.mark.parametrize(
    ("format", "objective"),
    [
        *(("one_to_one", name) for name in ("total", "balanced", "worst_off", "leximin", "stable")),
        *((kind, "total") for kind in ("reverse", "circle", "team", "peers")),
    ],
)
def test_nobody_and_nothing_possible_are_solved(format, objective):
    asked = Settings(format=format, objective=objective)
    some = [Person("a"), Person("b")]
    for mentees, mentors in (
        ([], []),
        (some, []),
        ([], [Person("m")]),
        (some, [Person("m", capacity=0), Person("n", capacity=0)]),
        ([Person("a", capacity=0), Person("b", capacity=0)], [Person("m"), Person("n")]),
        ([Person("a", languages=["fr"])], [Person("m", languages=["en"])]),
    ):
        result = Problem(mentees, mentors, asked).solve()
        assert result.check() == [], (mentees, mentors)
        assert all(one.cause.code.startswith("unmatched.") for one in result.unmatched)


@pytest.mark.parametrize("objective", ["total", "balanced", "worst_off", "leximin", "stable"])
def test_all_equal_is_settled_the_same_whatever_the_order_and_differently_by_seed(objective):
    table = [[0.5] * 4] * 6
    problem = grid(table, objective=objective)
    backwards = Problem(
        problem.mentees[::-1], problem.mentors[::-1], problem.settings, list(problem.plugs.values())
    )
    first = [(p.mentee_id, p.mentor_id) for p in problem.solve().pairs]
    assert first == [(p.mentee_id, p.mentor_id) for p in backwards.solve().pairs]
    assert len(first) == 4
    others = [
        [(p.mentee_id, p.mentor_id) for p in grid(table, objective=objective, seed=k).solve().pairs]
        for k in range(1, 5)
    ]
    assert any(other != first for other in others)


@pytest.mark.slow
def test_one_million_exclusions_hold():
    people = [f"o{k}" for k in range(1000)]
    mentors = [Person(one) for one in people]
    mentees = [Person(f"a{k}", excluded=[*people[:k], *people[k + 1 :]]) for k in range(1000)]
    result = Problem(mentees, mentors).solve()
    assert {(p.mentee_id[1:], p.mentor_id[1:]) for p in result.pairs} == {
        (str(k),) * 2 for k in range(1000)
    }
    assert result.summary.excluded["exclusion"] == 999_000
    assert result.check() == []


def test_every_rule_and_item_the_page_promises_exists():
    rules = {
        "language",
        "modality",
        "distance",
        "overlap",
        "hierarchy",
        "family",
        "team",
        "exclusion",
    }
    assert rules | {"adult", "checks", "training", "seniority", "organisation"} == KINDS.keys()
    assert "wishes" in CRITERIA


def test_as_many_mentors_as_the_format_gives():
    twice, away = Person("a", capacity=2), Person("b", capacity=0)
    forms = {
        "one_to_one": (2, 0),
        "circle": (1, 0),
        "team": (4, 0),
    }
    for kind, most in forms.items():
        form = kind if kind == "one_to_one" else {"kind": kind, "least": 2, "most": 4}
        problem = Problem([twice, away], [Person("m")], Settings(format=form))
        assert tuple(problem.most_mentors(one) for one in (twice, away)) == most
    led = Settings(format={"kind": "circle", "least": 2, "most": 4, "mentors": 2})
    assert Problem([twice], [Person("m")], led).most_mentors(twice) == 2
