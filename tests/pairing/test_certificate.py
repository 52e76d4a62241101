"""A certificate that fails when anything is tampered with, checked without any solver."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ithaque.pairing import Person, Problem, Settings, Unmatched
from ithaque.pairing.messages import CHECKS, Message
from ithaque.pairing.result import Result

from .builders import grid


def solved(**settings) -> Result:
    """Return a small run with a locked pair, a rule that bites, spare and scarce places, someone waiting."""
    table = [[0.9, 0.6, 0.1], [0.8, 0.7, 0.2], [0.7, 0.5, None], [0.6, None, None]]
    return grid(table, locks=(("a1", "o1"),), **settings).solve()


def codes(result: Result) -> set[str]:
    return {fault.message.code for fault in result.check()}


@pytest.fixture(params=[1, 1000])
def result(request) -> Result:
    return solved(dense_limit=request.param)


def test_sound_result_has_no_fault(result):
    assert result.check() == []
    assert result.certificate.proven
    assert result.certificate.rounds >= 1


def test_check_calls_no_solver(result, monkeypatch):
    import ithaque.pairing.flow as flow

    def refuse(*_):
        raise AssertionError("the solver was called")

    monkeypatch.setattr(flow, "best_flow", refuse)
    assert result.check() == []


def swapped(result: Result, mentee: str, mentor: str) -> Result:
    """Return the result with another mentor for one person, everything else as it was."""
    pairs = [replace(p, mentor_id=mentor) if p.mentee_id == mentee else p for p in result.pairs]
    return replace(result, pairs=pairs)


def test_another_mentor_breaks_capacity_or_score(result):
    assert {pair.mentee_id: pair.mentor_id for pair in result.pairs} == {
        "a0": "o2",
        "a1": "o1",
        "a2": "o0",
    }
    found = codes(swapped(result, "a0", "o0"))
    assert {"check.capacity", "check.score"} <= found


def test_forbidden_pair_is_named_with_its_rule(result):
    faults = swapped(result, "a2", "o2").check()
    rules = [fault.message.data for fault in faults if fault.message.code == "check.rule"]
    assert rules == [{"mentee": "a2", "mentor": "o2", "rule": "forbidden"}]


def test_better_score_written_than_deserved_is_found(result):
    first = result.pairs[0]
    raised = replace(result, pairs=[replace(first, score=first.score + 0.1), *result.pairs[1:]])
    assert {"check.score", "check.objective"} <= codes(raised)


def test_worse_assignment_claiming_proof_is_found(result):
    kept = [pair for pair in result.pairs if pair.mentee_id != "a0"]
    waiting = [
        *result.unmatched,
        Unmatched("a0", Message("unmatched.full", {"compatible": 3, "places": 3})),
    ]
    worse = replace(result, pairs=kept, unmatched=waiting)
    value = sum(round(pair.score * 1_000_000) for pair in kept)
    claimed = replace(worse, certificate=replace(result.certificate, objective=value, bound=value))
    assert "check.bound" in codes(claimed)
    assert "check.proof" in codes(claimed)


@pytest.mark.parametrize("side", ["mentees", "mentors"])
def test_altered_price_no_longer_proves_the_bound(result, side):
    prices = dict(getattr(result.certificate, side))
    person = next(name for name in sorted(prices) if name not in {"a1", "o1"})
    altered = replace(result.certificate, **{side: {**prices, person: prices[person] + 50_000}})
    assert codes(replace(result, certificate=altered)) == {"check.bound", "check.proof"}


def test_lowered_bound_is_found(result):
    lower = replace(result.certificate, bound=result.certificate.bound - 1)
    assert codes(replace(result, certificate=lower)) == {"check.bound"}


def test_lost_stranger_and_doubled_people_are_found(result):
    first = result.pairs[0]
    assert "check.stranger" in codes(replace(result, pairs=[replace(first, mentee_id="nobody")]))
    assert "check.stranger" in codes(replace(result, pairs=[replace(first, mentor_id="nobody")]))
    stranger = Unmatched("nobody", Message("unmatched.no_mentor"))
    assert codes(replace(result, unmatched=[stranger])) == {"check.stranger"}
    assert "check.twice" in codes(replace(result, pairs=[*result.pairs, first]))
    assert "check.missing" in codes(replace(result, unmatched=[]))
    both = Unmatched(first.mentee_id, Message("unmatched.no_mentor"))
    assert "check.both" in codes(replace(result, unmatched=[*result.unmatched, both]))


def told(result: Result) -> list[tuple[str, str, dict]]:
    return [(one.place, one.message.code, one.message.data) for one in result.check()]


def test_each_fault_names_its_place_and_whom_it_is_about(result):
    waiting = replace(result, unmatched=[])
    assert told(waiting) == [("pairs", "check.missing", {"mentee": "a3"})]
    both = Unmatched("a0", Message("unmatched.no_mentor"))
    assert told(replace(result, unmatched=[*result.unmatched, both])) == [
        ("unmatched", "check.both", {"mentee": "a0"})
    ]
    twice = told(replace(result, pairs=[*result.pairs, result.pairs[0]]))
    assert [one for one in twice if one[1] != "check.objective"] == [
        ("pairs", "check.twice", {"mentee": "a0", "times": 2}),
        ("pairs", "check.capacity", {"mentor": "o2", "load": 2, "capacity": 1}),
        ("pairs", "check.twice", {"mentee": "a0", "times": 2}),
    ]
    assert ("pairs", "check.rule", {"mentee": "a2", "mentor": "o2", "rule": "forbidden"}) in told(
        swapped(result, "a2", "o2")
    )
    score = {"mentee": "a0", "mentor": "o1", "right": 0.6, "written": 0.1}
    assert ("pairs", "check.score", score) in told(swapped(result, "a0", "o1"))
    unlocked = [pair for pair in result.pairs if pair.mentee_id != "a1"]
    lock = ("pairs", "check.lock", {"mentee": "a1", "mentor": "o1"})
    assert lock in told(replace(result, pairs=unlocked))


def test_missing_lock_is_found(result):
    without = [pair for pair in result.pairs if pair.mentee_id != "a1"]
    assert "check.lock" in codes(replace(result, pairs=without))


def test_a_minimum_load_nothing_proves_out_of_reach_is_found():
    table = [[0.9, 0.1], [0.8, 0.2]]
    plain = grid(table, capacities={"o0": 2}).solve()
    asked = [replace(one, minimum_load=int(one.id == "o1")) for one in plain.problem.mentors]
    problem = Problem(
        plain.problem.mentees, asked, plain.problem.settings, list(plain.problem.plugs.values())
    )
    assert problem.solve().check() == []
    found = [fault.message for fault in replace(plain, problem=problem).check()]
    assert {"mentor": "o1", "load": 0, "minimum": 1} in [one.data for one in found]


def test_every_fault_speaks(result):
    assert all(kind.english for kind in CHECKS.values())
    for fault in swapped(result, "a0", "o0").check():
        assert str(fault).startswith(fault.place)
        assert fault.message.data.keys() == CHECKS[fault.message.code].data.keys()


def test_locked_pair_may_break_a_rule_that_is_not_protective():
    mentees, mentors = [Person("a", languages=["fr"])], [Person("m", languages=["en"])]
    result = Problem(mentees, mentors, Settings(locks=(("a", "m"),))).solve()
    assert result.pairs[0].locked
    assert result.check() == []
