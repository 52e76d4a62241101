"""Repair: announced pairs kept as far as people can still be placed, and the exact price of keeping them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Problem, Settings
from ithaque.pairing.repair import changes, repair, repaired_problem, trade_off
from ithaque.pairing.scoring import MILLION

from .builders import grid, people, quick, scores
from .test_objectives import assignments
from .test_solve import pairs


@quick
@given(people("a", 2, 5), people("o", 2, 4), st.integers(0, 4))
def test_repair_places_as_many_and_changes_as_few_as_trying_everything(mentees, mentors, which):
    problem = Problem(mentees, mentors)
    announced = sorted(pairs(problem.solve()))
    refused = announced[which : which + 1]
    result = repair(problem, announced, refused)
    again = repaired_problem(problem, announced, refused, 1.0)
    table = scores(again)
    capacity = [again.capacity(mentor) for mentor in again.mentors]
    best = max(
        (
            sum(j >= 0 for j in choice),
            sum(
                int(table[i, j])
                + MILLION
                * ((again.mentees[i].id, again.mentors[j].id) in set(announced) - set(refused))
                for i, j in enumerate(choice)
                if j >= 0
            ),
        )
        for choice in assignments(table, capacity)
    )
    kept = sum(pair in set(announced) for pair in pairs(result))
    total = sum(round(pair.score * MILLION) for pair in result.pairs)
    assert (len(result.pairs), total + kept * MILLION) == best
    assert not set(refused) & pairs(result)
    assert result.certificate.proven
    assert result.check() == []


def test_repair_after_a_refusal_moves_nobody_who_need_not_move():
    table = [[0.9, 0.8, 0.1], [0.85, 0.9, 0.2], [0.3, 0.2, 0.9]]
    problem = grid(table)
    announced = sorted(pairs(problem.solve()))
    assert announced == [("a0", "o0"), ("a1", "o1"), ("a2", "o2")]
    spare = Settings(**{**vars_of(problem.settings), "capacities": {"o2": 2}})
    free = Problem(problem.mentees, problem.mentors, spare, list(problem.plugs.values()))
    result = repair(free, announced, refused=[("a0", "o0")])
    assert changes(result, announced, [("a0", "o0")]) == ([], [("a0", "o0")])
    assert ("a0", "o2") in pairs(result)
    again = repair(free, announced, refused=[("a0", "o0")], inertia=0.0)
    assert ("a0", "o1") in pairs(again)


def vars_of(settings):
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}


def test_trade_off_changes_fall_and_totals_fall_as_inertia_grows():
    table = [[0.1 * ((3 * i + 5 * j) % 10) for j in range(6)] for i in range(6)]
    problem = grid(table)
    announced = [(f"a{i}", f"o{(i + 1) % 6}") for i in range(6)]
    points = trade_off(problem, announced, refused=[("a0", "o1")])
    assert [point.inertia for point in points] == sorted(point.inertia for point in points)
    assert [point.changed for point in points] == sorted((p.changed for p in points), reverse=True)
    assert [point.total for point in points] == sorted((p.total for p in points), reverse=True)
    assert points[0].changed > points[-1].changed
    assert all(point.lost == 1 and point.placed == 6 for point in points)
    assert all(point.result.certificate.proven for point in points)


def test_people_gone_and_pairs_now_forbidden_are_lost_not_changed():
    problem = grid([[0.9, 0.5], [None, 0.9]])
    announced = [("a0", "o0"), ("a1", "o0"), ("gone", "o1"), ("a1", "left")]
    result = repair(problem, announced, refused=[("gone", "o1")])
    assert changes(result, announced) == ([], [("a1", "left"), ("a1", "o0"), ("gone", "o1")])
    closed = replace(problem.settings, capacities={"o0": 0})
    result = repair(
        Problem(problem.mentees, problem.mentors, closed, list(problem.plugs.values())), announced
    )
    assert ("a0", "o0") in changes(result, announced)[1]
