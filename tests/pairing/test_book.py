"""The price book: changes applied one after the other, each priced as solving again with all of them would."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import (
    Change,
    PriceBook,
    Problem,
    ProblemScores,
    Result,
    Settings,
    book,
    book_bytes,
)
from ithaque.pairing.scoring import MILLION

from .builders import grid, people, quick
from .test_solve import with_capacities

KINDS = st.tuples(
    st.sampled_from(["impose", "forbid", "add", "remove"]), st.integers(0, 4), st.integers(0, 3)
)
SETTINGS = st.builds(
    Settings,
    dense_limit=st.sampled_from([1, 1000]),
    candidates=st.sampled_from([1, 20]),
    most_people_first=st.booleans(),
    objective=st.sampled_from(["total", "balanced"]),
    current=st.sampled_from([(), (("a0", "o0"), ("a1", "o1"))]),
    inertia=st.sampled_from([0.0, 0.1, 1.0]),
)


def total(result: Result) -> int:
    return sum(round(pair.score * MILLION) for pair in result.pairs)


def worth(result: Result) -> int:
    """Return what is optimised: the certificate's objective, which counts bent scores."""
    return result.certificate.objective


def changed(problem: Problem, change: Change) -> Problem:
    """Return the problem in which a change is decided."""
    settings, pair = problem.settings, (change.mentee_id, change.mentor_id)
    if change.kind == "impose":
        settings = replace(settings, locks=tuple({*settings.locks, pair}))
    elif change.kind == "forbid":
        settings = replace(settings, forbids=(*settings.forbids, pair))
    else:
        step = 1 if change.kind == "add" else -1
        places = problem.capacity(problem.mentors[problem.mentor_index[change.mentor_id]]) + step
        settings = replace(settings, capacities={**settings.capacities, change.mentor_id: places})
    return Problem(problem.mentees, problem.mentors, settings, list(problem.plugs.values()))


def change_of(problem: Problem, kind: str, mentee: int, mentor: int) -> Change:
    a = problem.mentees[mentee % len(problem.mentees)].id
    b = problem.mentors[mentor % len(problem.mentors)].id
    return Change(kind, b, a) if kind in ("impose", "forbid") else Change(kind, b)


@quick
@given(
    people("a", 1, 6),
    people("o", 1, 4),
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    SETTINGS,
    st.lists(KINDS, min_size=1, max_size=5),
)
def test_changes_applied_in_turn_are_those_of_solving_again_with_all(
    mentees, mentors, capacities, settings, changes
):
    problem = Problem(mentees, with_capacities(mentors, capacities), settings)
    result = problem.solve()
    book = PriceBook.from_bytes(result.book().to_bytes(), ProblemScores(problem))
    for kind, mentee, mentor in changes:
        change = change_of(problem, kind, mentee, mentor)
        before = book.pairs()
        asked = book.price(change)
        assert book.pairs() == before
        price = book.apply(change)
        assert price == asked
        if price.rules:
            assert book.pairs() == before
            continue
        problem = changed(problem, change)
        again = problem.solve()
        now = book.pairs()
        assert price.exact
        assert len(now) == len(again.pairs) or not settings.most_people_first
        scores = np.array([round(s * MILLION) for s in now.values()], dtype=np.int64)
        locked = np.array([pair in problem.settings.locks for pair in now], dtype=bool)
        rows = np.array([problem.mentee_index[a] for a, _ in now], dtype=np.int64)
        columns = np.array([problem.mentor_index[b] for _, b in now], dtype=np.int64)
        gains = again.work.gains.of_pairs(rows, columns, scores)
        assert int(gains[~locked].sum() + scores[locked].sum()) == worth(again)
        assert round(price.loss * MILLION) == sum(
            round(s * MILLION) for s in before.values()
        ) - int(scores.sum())
        book = PriceBook.from_bytes(book.to_bytes(), ProblemScores(problem))


@quick
@given(people("a", 1, 5), people("o", 1, 4), SETTINGS)
def test_alternatives_are_the_cheapest_of_all_mentors(mentees, mentors, settings):
    problem = Problem(mentees, mentors, settings)
    result = problem.solve()
    book = result.book()
    for mentee in problem.mentees:
        found = book.alternatives(mentee.id, 3)
        alone = [book.price(Change.impose(mentee.id, one.mentor_id)) for one in found]
        assert [(one.price.loss, one.price.exact) for one in found] == [
            (price.loss, price.exact) for price in alone
        ]
        made = {pair.mentor_id for pair in result.pairs if pair.mentee_id == mentee.id}
        others = [one.id for one in problem.mentors if one.id not in made]
        possible = [o for o in others if not book.price(Change.impose(mentee.id, o)).rules]
        assert len(found) == min(3, len(possible))
        in_points = settings.objective == "total" and not settings.most_people_first
        if in_points and not (settings.current and settings.inertia):
            losses = sorted(book.price(Change.impose(mentee.id, o)).loss for o in possible)
            assert [one.price.loss for one in found] == losses[:3]
        for one in found:
            assert (
                one.score
                == result.work.scorer.score_of(
                    result.work.scorer.parts(
                        problem.mentee_index[mentee.id], problem.mentor_index[one.mentor_id]
                    )
                )
                / MILLION
            )


@quick
@given(people("a", 1, 5), people("o", 1, 4))
def test_scores_of_a_few_people_are_those_among_all(mentees, mentors):
    problem = Problem(mentees, mentors)
    whole, scores = problem.solve().work.scorer.matrix(), ProblemScores(problem)
    for row, mentee in enumerate(problem.mentees):
        alone = scores.block([mentee.id], [one.id for one in problem.mentors])
        assert alone[0].tolist() == whole[row].tolist()
        for column, mentor in enumerate(problem.mentors):
            assert bool(scores.rules(mentee.id, mentor.id)) == (whole[row, column] < 0)


TABLE = [[0.9, 0.5, 0.4], [0.8, 0.7, 0.2], [0.3, 0.6, 0.8]]


def test_a_chain_is_told_in_its_order_with_what_becomes_of_the_mentee_decided_upon():
    book = grid(TABLE).solve().book()
    price = book.price(Change.impose("a0", "o1"))
    assert (price.own.before, price.own.after) == ("o0", "o1")
    assert [(m.mentee_id, m.before, m.after) for m in price.moves] == [("a1", "o1", "o0")]
    assert price.loss == pytest.approx(0.3)
    forbidden = book.price(Change.forbid("a0", "o0"))
    assert (forbidden.own.before, forbidden.own.after) == ("o0", "o1")


def test_one_more_place_serves_who_waits_and_one_less_leaves_alone():
    book = grid([[0.9], [0.8]]).solve().book()
    more = book.price(Change.add_place("o0"))
    assert (more.loss, more.placed) == (pytest.approx(-0.8), ["a1"])
    less = book.price(Change.remove_place("o0"))
    assert (less.loss, less.left_alone) == (pytest.approx(0.9), ["a0"])
    assert book.apply(Change.remove_place("o0")).left_alone == ["a0"]
    assert book.price(Change.remove_place("o0")).rules == ["capacity"]
    assert book.apply(Change.add_place("o0")).placed == ["a0"]


def test_a_place_that_serves_nobody_changes_nothing():
    book = grid([[0.9, 0.5]]).solve().book()
    assert book.price(Change.add_place("o1")).moves == []
    assert book.price(Change.remove_place("o1")).moves == []
    assert book.apply(Change.add_place("o1")).exact


def test_decisions_hold_against_later_ones():
    book = grid(TABLE).solve().book()
    book.apply(Change.impose("a0", "o1"))
    assert book.apply(Change.impose("a0", "o1")).loss == 0
    assert book.price(Change.forbid("a0", "o1")).rules == ["locked"]
    assert book.price(Change.impose("a2", "o1")).rules == ["locked"]
    assert book.price(Change.remove_place("o1")).rules == ["locked"]
    assert book.alternatives("a0") == []
    book.apply(Change.forbid("a1", "o0"))
    assert book.price(Change.impose("a1", "o0")).rules == ["forbidden"]
    assert book.pairs()[("a0", "o1")] == 0.5


def test_forbidding_a_pair_that_is_not_made_costs_nothing_and_holds():
    book = grid(TABLE).solve().book()
    assert book.apply(Change.forbid("a0", "o2")).loss == 0
    assert book.price(Change.impose("a0", "o2")).rules == ["forbidden"]


def short(**settings) -> Result:
    """Return a result over short lists, in which most pairs are not listed."""
    table = [[0.9, 0.1, 0.2, 0.1], [0.2, 0.9, 0.1, 0.1], [0.1, 0.2, 0.9, 0.1], [0.1, 0.1, 0.2, 0.9]]
    return grid(table, dense_limit=1, candidates=1, **settings).solve()


def test_without_scores_a_price_that_pairs_not_listed_could_lower_is_said_to_be_a_bound():
    result = short()
    alone = PriceBook.from_bytes(result.book().to_bytes())
    bound, exact = (book.price(Change.remove_place("o0")) for book in (alone, result.book()))
    assert (bound.exact, exact.exact) == (False, True)
    assert bound.left_alone == exact.left_alone == ["a0"]
    assert not alone.place_worths()["o1"].exact or alone.place_worths()["o1"].gain == 0


def test_a_pair_not_listed_is_priced_with_the_score_the_caller_knows():
    result = short()
    alone = PriceBook.from_bytes(result.book().to_bytes())
    known = result.book().price(Change.impose("a0", "o3"))
    with pytest.raises(LookupError, match="a0 with o3"):
        alone.price(Change.impose("a0", "o3"))
    price = alone.price(Change.impose("a0", "o3", score=0.1))
    assert price.loss >= known.loss
    assert not price.exact
    alone.apply(Change.impose("a0", "o3", score=0.1))
    assert alone.pairs()[("a0", "o3")] == 0.1
    assert not alone.proven


def test_a_mentor_who_had_no_place_is_opened_with_scores_only():
    table = [[0.9, 0.95], [0.8, 0.1]]
    result = grid(table, capacities={"o1": 0}, dense_limit=1).solve()
    blind = PriceBook.from_bytes(result.book().to_bytes())
    price = result.book().price(Change.add_place("o1"))
    assert (price.placed, price.exact) == (["a1"], True)
    assert [(m.mentee_id, m.after) for m in price.moves] == [("a0", "o1"), ("a1", "o0")]
    assert blind.price(Change.add_place("o0")).placed == ["a1"]
    unknown = blind.price(Change.add_place("o1"))
    assert (unknown.placed, unknown.exact) == ([], False)


def test_a_pair_worth_keeping_is_still_worth_it_with_a_mentor_who_had_no_place():
    table = [[0.5], [0.9]]
    announced = (("a0", "o0"),)
    result = grid(table, capacities={"o0": 0}, current=announced, inertia=1.0).solve()
    book = PriceBook.from_bytes(result.book().to_bytes(), ProblemScores(result.problem))
    assert book.apply(Change.add_place("o0")).placed == ["a0"]


def test_strangers_are_refused():
    book = grid(TABLE).solve().book()
    for change in (Change.impose("ghost", "o0"), Change.add_place("ghost")):
        with pytest.raises(KeyError):
            book.price(change)
    with pytest.raises(KeyError):
        book.alternatives("ghost")


def test_bytes_that_are_no_book_of_this_version_are_refused(monkeypatch: pytest.MonkeyPatch):
    kept = grid(TABLE).solve().book()
    data = kept.to_bytes()
    for bad in (b"", b"nothing", data[:200], data.replace(b"mentees", b"mentors")):
        with pytest.raises(ValueError, match="not a price book"):
            PriceBook.from_bytes(bad)
    monkeypatch.setattr(book_bytes, "FORMAT", "ithaque.pairing.book/0")
    older = kept.to_bytes()
    monkeypatch.undo()
    with pytest.raises(ValueError, match=r"format ithaque\.pairing\.book/0, not"):
        PriceBook.from_bytes(older)


def test_looking_at_all_pairs_of_a_few_people_stops_at_a_bound(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(book, "MOST_COMPLETED", 1)
    monkeypatch.setattr(book, "AT_ONCE", 1)
    price = short().book().price(Change.remove_place("o0"))
    assert (price.left_alone, price.exact) == (["a0"], False)


def test_a_stable_pairing_has_no_book():
    with pytest.raises(ValueError, match="no price book"):
        grid(TABLE, objective="stable").solve().book()


def test_a_result_without_proof_gives_bounds():
    result = short()
    result.certificate = replace(result.certificate, proven=False)
    book = result.book()
    assert not book.price(Change.remove_place("o0")).exact
    assert all(not one.price.exact for one in book.alternatives("a0"))


def test_locked_pairs_are_in_the_book_with_their_scores():
    book = grid([[0.9, 0.5], [0.8, 0.7]], locks=(("a0", "o1"),)).solve().book()
    assert book.pairs() == {("a0", "o1"): 0.5, ("a1", "o0"): 0.8}
