"""What an earlier result brings: nothing but time. Results are the same, and proved, with it and without."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Problem, Settings
from ithaque.pairing.earlier import earlier_of
from ithaque.pairing.pricing import Known
from ithaque.pairing.repair import changes, repair, trade_off
from ithaque.pairing.work import Work

from .builders import grid, people, quick
from .test_scale import some


def again(problem: Problem, people=None, **settings) -> Problem:
    mentees, mentors = people or (problem.mentees, problem.mentors)
    plugs = list(problem.plugs.values())
    return Problem(mentees, mentors, replace(problem.settings, **settings), plugs)


@quick
@given(
    people("a", 2, 6),
    people("o", 2, 4),
    st.sampled_from([1, 1000]),
    st.sampled_from([0.0, 0.05, 1.0]),
    st.sampled_from(["total", "balanced", "worst_off"]),
    st.integers(0, 5),
)
def test_a_repair_is_the_same_with_the_earlier_result(
    mentees, mentors, limit, inertia, objective, which
):
    problem = Problem(
        mentees, mentors, Settings(dense_limit=limit, candidates=1, objective=objective)
    )
    first = problem.solve()
    announced = [(pair.mentee_id, pair.mentor_id) for pair in first.pairs]
    refused = announced[which : which + 1]
    alone = repair(problem, announced, refused, inertia)
    helped = repair(problem, announced, refused, inertia, first)
    assert helped.certificate.objective == alone.certificate.objective
    assert helped.certificate.proven
    assert helped.summary.paired == alone.summary.paired
    assert helped.summary.excluded == alone.summary.excluded
    assert helped.check() == []


def test_a_large_repair_looks_again_only_where_something_changed():
    problem = Problem(some(600, "e"), some(400, "m", 4), Settings(dense_limit=10, candidates=5))
    first = problem.solve()
    announced = [(pair.mentee_id, pair.mentor_id) for pair in first.pairs]
    refused = announced[::40]
    steps = []
    after = again(problem, current=tuple(announced), inertia=1.0, forbids=tuple(refused))
    helped = after.solve(lambda *step: steps.append(step), before=first)
    assert "score" not in {step for step, _, _ in steps}
    assert min(done for step, done, _ in steps if step == "prove") > 0
    assert helped.summary.total == repair(problem, announced, refused).summary.total
    assert helped.check() == []
    kept = {(p.mentee_id, p.mentor_id): p for p in first.pairs}
    assert all(kept.get((pair.mentee_id, pair.mentor_id), pair) == pair for pair in helped.pairs)
    points = trade_off(problem, announced, refused, (0.0, 0.05, 1.0), first)
    assert [len(changes(p.result, announced, refused)[0]) for p in points] == [
        p.changed for p in points
    ]
    assert all(point.result.check() == [] for point in points)


TABLE = [[0.9, 0.8, 0.1], [0.85, 0.9, 0.2], [0.3, 0.2, 0.9]]


def test_other_people_criteria_or_rules_take_nothing_from_an_earlier_result():
    problem = grid(TABLE, dense_limit=1)
    first = problem.solve()
    fewer = again(problem, (problem.mentees[:2], problem.mentors))
    other = again(problem, bands=(0.1, 0.2, 0.3))
    for one in (fewer, other):
        assert earlier_of(first, one, Work.start(one).places[1]) is None
        assert one.solve(before=first).record() == one.solve().record()


def test_what_was_shown_of_all_pairs_does_not_serve_when_a_pair_became_possible():
    problem = again(grid(TABLE, dense_limit=1), forbids=(("a0", "o0"),), capacities={"o2": 0})
    first = problem.solve()
    assert Work.start(problem, result=first).known == first.solution.known != Known()
    for settings in ({"forbids": ()}, {"capacities": {}}, {"forbids": (("a1", "o0"),)}):
        after = again(problem, **settings)
        assert Work.start(after, result=first).known == Known()
        helped = after.solve(before=first)
        assert helped.summary.total == after.solve().summary.total
        assert helped.check() == []


def test_lists_serve_again_when_all_pairs_were_not_assigned_at_once():
    whole = grid(TABLE).solve()
    bent = grid(TABLE, dense_limit=1, objective="balanced").solve()
    for first in (whole, bent):
        found = earlier_of(first, first.problem, first.work.places[1])
        assert found.listed is None
        assert first.problem.solve(before=first).record() == first.record()
