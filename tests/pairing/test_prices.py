"""The price of imposing a pair, against solving again with the pair locked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import Problem, ProblemError, Settings
from ithaque.pairing.scoring import MILLION

from .builders import grid, people, quick
from .test_solve import with_capacities


def total(result) -> int:
    return sum(round(pair.score * MILLION) for pair in result.pairs)


@quick
@given(
    people("a", 1),
    people("o", 1, 4),
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
    st.sampled_from([1, 1000]),
    st.booleans(),
)
def test_price_is_that_of_solving_again_with_the_pair_locked(
    mentees, mentors, capacities, limit, people_first
):
    mentors = with_capacities(mentors, capacities)
    options = {"dense_limit": limit, "most_people_first": people_first}
    result = Problem(mentees, mentors, Settings(**options)).solve()
    held = {pair.mentee_id: pair.mentor_id for pair in result.pairs}
    for mentee in mentees:
        for mentor in mentors:
            price = result.price(mentee.id, mentor.id)
            if price.rules:
                assert price.rules == result.work.scorer.rules_against(
                    result.problem.mentee_index[mentee.id], result.problem.mentor_index[mentor.id]
                )
                continue
            if not price.exact:
                continue
            again = Problem(
                mentees, mentors, Settings(locks=((mentee.id, mentor.id),), **options)
            ).solve()
            assert round(price.loss * MILLION) == total(result) - total(again)
            alone = len(price.left_alone) - len(price.placed)
            if people_first:
                assert alone == len(result.pairs) - len(again.pairs) + (mentee.id not in held)
            moved = {move.mentee_id: move for move in price.moves}
            assert mentee.id not in moved
            assert {name for name, move in moved.items() if move.after is None} == set(
                price.left_alone
            )
            for name, move in moved.items():
                assert move.before == held.get(name)


def test_price_of_a_pair_already_made_is_nothing():
    price = grid([[0.9]]).solve().price("a0", "o0")
    assert (price.loss, price.moves, price.left_alone) == (0, [], [])


def test_price_says_who_moves_and_who_is_left_alone():
    result = grid([[0.9, 0.5], [0.8, None]]).solve()
    price = result.price("a0", "o0")
    assert (price.loss, price.left_alone) == (pytest.approx(0.4), ["a1"])
    assert [(move.mentee_id, move.before, move.after) for move in price.moves] == [
        ("a1", "o0", None)
    ]


def test_price_of_a_forbidden_pair_names_the_rules():
    assert grid([[0.9, None]]).solve().price("a0", "o1").rules == ["forbidden"]


def test_price_against_a_lock_says_so():
    result = grid([[0.9, 0.5], [0.8, 0.7]], locks=(("a0", "o0"),)).solve()
    assert result.price("a0", "o1").rules == ["locked"]
    assert result.price("a1", "o0").rules == ["locked"]


def test_price_of_a_mentor_without_place_says_so():
    result = grid([[0.9, 0.5]], capacities={"o1": 0}).solve()
    assert result.price("a0", "o1").rules == ["capacity"]


def test_price_for_a_stranger_is_refused():
    with pytest.raises(KeyError):
        grid([[0.9]]).solve().price("a0", "nobody")


def test_price_moves_as_few_people_as_possible():
    table = [[0.9, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]
    result = grid(table).solve()
    holder = next(pair.mentor_id for pair in result.pairs if pair.mentee_id == "a1")
    other = next(m for m in ("o1", "o2") if m != holder)
    assert len(result.price("a1", other).moves) == 1


def test_locks_that_contradict_are_listed_at_once():
    with pytest.raises(ProblemError) as error:
        grid([[0.9, None]], locks=(("a0", "o1"), ("a0", "o0"), ("ghost", "o0"), ("a0", "ghost")))
    assert {fault.message.code for fault in error.value.faults} == {
        "fault.contradiction",
        "fault.lock_twice",
        "fault.stranger",
    }


@quick
@given(people("a", 1), people("o", 1, 4), st.sampled_from([1, 1000]))
def test_price_of_forbidding_is_that_of_solving_again_without_the_pair(mentees, mentors, limit):
    result = Problem(mentees, mentors, Settings(dense_limit=limit)).solve()
    for pair in result.pairs:
        price = result.price_without(pair.mentee_id, pair.mentor_id)
        forbids = ((pair.mentee_id, pair.mentor_id),)
        again = Problem(mentees, mentors, Settings(dense_limit=limit, forbids=forbids)).solve()
        if price.exact:
            assert round(price.loss * MILLION) == total(result) - total(again)
            assert len(price.left_alone) - len(price.placed) == len(result.pairs) - len(again.pairs)


@quick
@given(people("a", 1), people("o", 1, 4))
def test_worth_of_one_more_place_is_that_of_solving_again_with_it(mentees, mentors):
    result = Problem(mentees, mentors).solve()
    for mentor in mentors:
        worth = result.place_worths()[mentor.id]
        again = Problem(
            mentees, mentors, Settings(capacities={mentor.id: mentor.capacity + 1})
        ).solve()
        assert worth.served == len(again.pairs) - len(result.pairs)
        assert round(worth.gain * MILLION) == total(again) - total(result)
        assert worth.exact is True


def test_price_of_forbidding_a_pair_not_made_or_locked():
    result = grid([[0.9, 0.5]], locks=(("a0", "o1"),)).solve()
    assert result.price_without("a0", "o0").loss == 0
    assert result.price_without("a0", "o1").rules == ["locked"]


def test_price_on_short_lists_is_exact_when_no_unlisted_pair_could_help():
    table = [[0.9, 0.5, 0.4], [0.8, 0.7, 0.2], [0.3, 0.6, 0.8]]
    short, whole = (grid(table, dense_limit=limit, candidates=1).solve() for limit in (1, 1000))
    for i in range(3):
        for j in range(3):
            price = short.price(f"a{i}", f"o{j}")
            if price.exact:
                assert price.loss == pytest.approx(whole.price(f"a{i}", f"o{j}").loss)
    assert not grid(table, dense_limit=1, prove=False).solve().certificate.gap


def test_price_without_a_proof_is_never_said_exact(monkeypatch):
    from dataclasses import replace

    result = grid([[0.9, 0.5], [0.8, 0.7]], dense_limit=1).solve()
    doubtful = replace(result, certificate=replace(result.certificate, proven=False))
    assert not doubtful.price("a0", "o1").exact


def test_in_a_stable_pairing_decisions_meet_the_same_refusals():
    result = grid([[0.9, 0.5], [0.8, 0.4]], objective="stable", locks=(("a0", "o0"),)).solve()
    assert result.price("a0", "o1").rules == ["locked"]
    assert result.price_without("a0", "o0").rules == ["locked"]
    full = grid([[0.9, 0.5]], objective="stable", capacities={"o1": 0}).solve()
    assert full.price("a0", "o1").rules == ["capacity"]
