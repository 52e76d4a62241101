"""The optimum against trying everything and against an independent solver; degenerate problems; order and time."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from ithaque.pairing import Cancelled, Person, Problem, ProblemError, Settings, Skill
from ithaque.pairing.scoring import MILLION

from .builders import best_by_trying, grid, people, quick, scores

DATA = Path(__file__).parent.parent / "data" / "people"
weights = st.dictionaries(
    st.sampled_from(
        ["needs", "path", "style", "interests", "availability", "seniority", "organisation"]
    ),
    st.integers(1, 40),
    min_size=1,
)


def total(result) -> int:
    return sum(round(pair.score * MILLION) for pair in result.pairs)


def pairs(result) -> set[tuple[str, str]]:
    return {(pair.mentee_id, pair.mentor_id) for pair in result.pairs}


def with_capacities(mentors, drawn):
    return [
        replace(mentor, capacity=places) for mentor, places in zip(mentors, drawn, strict=False)
    ]


@quick
@given(
    people("a"),
    people("o", 0, 4),
    weights,
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.integers(1, 40),
)
def test_solve_equals_trying_everything(mentees, mentors, drawn, capacities, limit):
    problem = Problem(
        mentees, with_capacities(mentors, capacities), Settings(weights=drawn, dense_limit=limit)
    )
    result = problem.solve()
    assert (len(result.pairs), total(result)) == best_by_trying(problem)
    assert result.certificate.proven
    assert result.check() == []
    assert len(result.pairs) + len(result.unmatched) == len(mentees)


@quick
@given(people("a", 2, 5), people("o", 1, 4), st.data())
def test_locked_pairs_are_kept_and_the_rest_is_optimal(mentees, mentors, data):
    lock = (data.draw(st.sampled_from(mentees)).id, data.draw(st.sampled_from(mentors)).id)
    settings = Settings(locks=(lock,), rules={"adult": False, "checks": False})
    problem = Problem(mentees, mentors, settings)
    result = problem.solve()
    assert lock in pairs(result)
    assert (len(result.pairs), total(result)) == best_by_trying(problem)
    assert result.check() == []


@quick
@given(people("a"), people("o"), st.randoms(use_true_random=False), st.sampled_from([1, 1000]))
def test_order_of_rows_changes_nothing(mentees, mentors, random, limit):
    settings = Settings(dense_limit=limit)
    result = Problem(mentees, mentors, settings).solve()
    shuffled = [random.sample(side, len(side)) for side in (mentees, mentors)]
    assert Problem(*shuffled, settings).solve().record() == result.record()


@quick
@given(people("a", 1), people("o", 1), people("n", 1, 1))
def test_one_more_mentor_never_lowers_and_one_more_rule_never_raises(mentees, mentors, newcomer):
    def reached(theirs, settings=None):
        result = Problem(mentees, theirs, settings).solve()
        return (len(result.pairs), total(result))

    before = reached(mentors)
    assert reached([*mentors, *newcomer]) >= before
    assert reached(mentors, Settings(rules={"organisation": True, "seniority": True})) <= before


@pytest.mark.parametrize("dense_limit", [1, 5000])
def test_solve_equals_scipy_with_capacities_spread_over_columns(dense_limit):
    random = Random(7)
    skills = [f"skill {k}" for k in range(12)]
    mentees = [
        Person(
            f"a{k}",
            needs=[Skill(s) for s in random.sample(skills, 3)],
            style={"pace": random.randint(1, 5)},
        )
        for k in range(120)
    ]
    mentors = [
        Person(
            f"o{k}",
            offers=[Skill(s, level=random.randint(1, 3)) for s in random.sample(skills, 3)],
            style={"pace": random.randint(1, 5)},
            capacity=random.randint(0, 3),
            languages=["fr"],
        )
        for k in range(70)
    ]
    problem = Problem(mentees, mentors, Settings(dense_limit=dense_limit, candidates=2))
    table = scores(problem).astype(np.int64)
    spread = np.repeat(table, [problem.capacity(mentor) for mentor in problem.mentors], axis=1)
    rows, columns = linear_sum_assignment(spread, maximize=True)
    result = problem.solve()
    assert total(result) == spread[rows, columns].sum()
    assert result.certificate.proven
    assert result.check() == []


def french(name, prefix):
    with (DATA / "fr-anabvangun" / name).open(encoding="utf-8-sig", newline="") as file:
        for k, row in enumerate(csv.DictReader(file)):
            yield Person(
                f"{prefix}{k:03}",
                path=row["Activités et métiers"].split(";"),
                interests=row["Motivation"].split(";"),
                languages=["fr", "en"] if row["Anglais"] == "True" else ["fr"],
            )


GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]


def civil_servants(size, name):
    with (DATA / "uk-civil-service" / size / f"{name}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            yield Person(
                row["email address"],
                path=[row["profession"]],
                organisation=row["organisation"],
                seniority=GRADES.index(row["grade"]),
            )


@pytest.mark.parametrize("dense_limit", [100, 1000])
def test_french_alumni_total_is_that_of_scipy(dense_limit):
    mentees, mentors = list(french("Filleul_250.csv", "f")), list(french("Mentor_250.csv", "m"))
    problem = Problem(mentees, mentors, Settings(dense_limit=dense_limit))
    table = scores(problem).astype(np.int64)
    rows, columns = linear_sum_assignment(table, maximize=True)
    result = problem.solve()
    assert total(result) == table[rows, columns].sum()
    assert len(result.pairs) == 250
    assert result.certificate.proven


@pytest.mark.parametrize("size", ["small", "large"])
def test_civil_service_total_is_that_of_scipy_over_most_people(size):
    settings = Settings(
        weights={"path": 4, "seniority": 3, "organisation": 3},
        rules={"seniority": {"steps": 1}, "organisation": True},
    )
    problem = Problem(
        list(civil_servants(size, "mentees")), list(civil_servants(size, "mentors")), settings
    )
    table = scores(problem).astype(np.int64)
    worth = np.where(table >= 0, table + 1000 * MILLION, 0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    result = problem.solve()
    assert len(result.pairs) == (table[rows, columns] >= 0).sum()
    assert total(result) == table[rows, columns][table[rows, columns] >= 0].sum()
    assert result.check() == []


def test_mentee_who_wants_two_mentors_gets_two_once_everybody_has_one():
    mentees = [Person("a", capacity=2), Person("b")]
    result = Problem(mentees, [Person("x"), Person("y")]).solve()
    assert len(result.pairs) == 2
    assert result.unmatched == []
    result = Problem(mentees, [Person("x"), Person("y"), Person("z")]).solve()
    assert sum(pair.mentee_id == "a" for pair in result.pairs) == 2
    assert len({pair.mentor_id for pair in result.pairs}) == 3
    assert result.check() == []


def test_minimum_load_comes_before_fit():
    offers = [Skill("law")]
    mentees = [Person("a", needs=offers), Person("b", needs=offers)]
    mentors = [
        Person("x", offers=offers, capacity=2),
        Person("y", offers=[Skill("sales")], minimum_load=1),
    ]
    assert {pair[1] for pair in pairs(Problem(mentees, mentors).solve())} == {"x", "y"}


def test_without_people_first_a_pair_of_no_fit_is_no_gain():
    problem = grid([[0.9, 0.8], [0.85, None]], most_people_first=False)
    result = problem.solve()
    assert pairs(result) == {("a0", "o1"), ("a1", "o0")}
    assert pairs(grid([[0.9, 0.1], [0.2, None]], most_people_first=False).solve()) == {("a0", "o0")}
    assert pairs(grid([[0.9, 0.1], [0.2, None]]).solve()) == {("a0", "o1"), ("a1", "o0")}


def test_balanced_objective_prefers_raising_the_weakest():
    table = [[1.0, 0.75], [0.7, 0.4]]
    assert pairs(grid(table).solve()) == {("a0", "o1"), ("a1", "o0")}
    apart = [[1.0, 0.6], [0.65, 0.3]]
    assert pairs(grid(apart).solve()) == {("a0", "o0"), ("a1", "o1")}
    balanced = grid(apart, objective="balanced").solve()
    assert pairs(balanced) == {("a0", "o1"), ("a1", "o0")}
    assert balanced.certificate.proven
    assert balanced.check() == []


def test_inertia_keeps_a_pair_unless_moving_it_brings_more():
    table = [[0.5, 0.53], [0.5, 0.5]]
    assert ("a0", "o1") in pairs(grid(table).solve())
    kept = grid(table, current=(("a0", "o0"), ("gone", "o0")), inertia=0.05).solve()
    assert ("a0", "o0") in pairs(kept)
    assert kept.check() == []
    assert ("a0", "o1") in pairs(grid(table, current=(("a0", "o0"),), inertia=0.01).solve())


def test_equal_optima_the_longest_waiting_come_first():
    mentees = [
        Person("late", waiting_since=date(2026, 5, 1)),
        Person("early", waiting_since=date(2026, 1, 1)),
        Person("unsaid"),
    ]
    assert pairs(Problem(mentees, [Person("m")]).solve()) == {("early", "m")}


def test_equal_optima_loads_are_spread():
    mentees = [Person(f"a{k}") for k in range(6)]
    mentors = [Person(f"m{k}", capacity=6) for k in range(3)]
    result = Problem(mentees, mentors).solve()
    load = [sum(pair.mentor_id == mentor.id for pair in result.pairs) for mentor in mentors]
    assert load == [2, 2, 2]


def test_seed_chooses_among_equal_optima_and_nothing_else():
    mentees, mentors = [Person(f"a{k}") for k in range(6)], [Person(f"m{k}") for k in range(6)]
    found = {
        tuple(sorted(pairs(Problem(mentees, mentors, Settings(seed=seed)).solve())))
        for seed in range(6)
    }
    assert len(found) > 1
    for limit in (1, 10):
        problem = grid([[0.9, 0.1], [0.2, 0.8]], seed=limit, dense_limit=limit)
        assert pairs(problem.solve()) == {("a0", "o0"), ("a1", "o1")}


@pytest.mark.parametrize("dense_limit", [1, 1000])
@pytest.mark.parametrize(
    ("mentees", "mentors", "code"),
    [
        ([], [], None),
        ([], [Person("m")], None),
        ([Person("a")], [], "unmatched.no_mentor"),
        ([Person("a")], [Person("m", capacity=0)], "unmatched.no_place"),
        ([Person("a", languages=["fr"])], [Person("m", languages=["en"])], "unmatched.rule"),
        ([Person("a"), Person("b")], [Person("m")], "unmatched.full"),
        ([Person("a", capacity=0)], [Person("m")], None),
    ],
)
def test_degenerate_problem_gives_a_cause_and_a_proof(mentees, mentors, code, dense_limit):
    result = Problem(mentees, mentors, Settings(dense_limit=dense_limit)).solve()
    assert [one.cause.code for one in result.unmatched] == ([code] if code else [])
    assert result.certificate.proven
    assert result.check() == []


def test_not_a_number_is_a_fault_not_a_score():
    assume_nan = Person("a", style={"pace": float("nan")})
    with pytest.raises(ProblemError) as error:
        Problem([assume_nan], [Person("m", place=(95.0, 2.0))])
    assert [fault.place for fault in error.value.faults] == [
        "mentees[a].style.pace",
        "mentors[m].place",
    ]


def test_cancelled_run_leaves_nothing():
    seen: list[str] = []
    problem = Problem([Person("a")], [Person("m")])
    with pytest.raises(Cancelled):
        problem.solve(
            progress=lambda step, done, total: seen.append(step), cancel=lambda: len(seen) > 0
        )
    assert seen == ["score"]
    problem.solve(progress=lambda step, done, total: seen.append(step))
    assert seen[-1] == "done"


@quick
@given(people("a", 1), people("o", 1), st.sampled_from([1, 1000]))
def test_not_asking_for_the_proof_still_gives_an_honest_bound(mentees, mentors, limit):
    result = Problem(
        mentees, mentors, Settings(prove=False, dense_limit=limit, candidates=1)
    ).solve()
    assert result.certificate.bound >= result.certificate.objective
    assert result.certificate.gap <= 1e-3 or result.certificate.proven
    assert result.check() == []
