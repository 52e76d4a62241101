"""Leximin against trying everything, and its proof level by level."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import leximin
from ithaque.pairing.scoring import MILLION

from .builders import grid, quick, scores
from .test_objectives import assignments, tables


def best_vector(problem, places):
    """Return the most mentees placed, then the scores, lowest first, that no assignment beats."""
    table = scores(problem)
    return max(
        (
            sum(j >= 0 for j in choice),
            sorted(int(table[i, j]) for i, j in enumerate(choice) if j >= 0),
        )
        for choice in assignments(table, places)
    )


def vector(result):
    return len(result.pairs), sorted(round(pair.score * MILLION) for pair in result.pairs)


@quick
@given(tables, st.lists(st.integers(0, 2), min_size=3, max_size=3))
def test_leximin_equals_trying_everything(drawn, places):
    capacities = {f"o{j}": places[j] for j in range(len(drawn[0]))}
    problem = grid(drawn, objective="leximin", capacities=capacities)
    result = problem.solve()
    assert vector(result) == best_vector(problem, places)
    assert result.certificate.proven
    assert result.certificate.all_levels
    assert result.check() == []


@quick
@given(tables, st.lists(st.integers(0, 2), min_size=3, max_size=3))
def test_leximin_does_not_depend_on_where_it_starts(drawn, places):
    capacities = {f"o{j}": places[j] for j in range(len(drawn[0]))}
    problem = grid(drawn, objective="leximin", capacities=capacities)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leximin, "_steep", lambda scores: scores * 0)
        result = problem.solve()
    assert vector(result) == best_vector(problem, places)
    assert result.check() == []


def test_second_lowest_is_raised_where_the_lowest_alone_would_leave_it():
    table = [[0.2, None, None], [None, 0.9, 0.5], [None, 1.0, 0.3]]
    bottleneck = grid(
        [[0.2, None, None], [None, 1.0, 0.5], [None, 1.0, 0.7]], objective="worst_off"
    )
    assert vector(bottleneck.solve())[1] == [200_000, 700_000, 1_000_000]
    result = grid(table, objective="leximin").solve()
    assert vector(result)[1] == [200_000, 500_000, 1_000_000]
    assert [(step.score, step.pairs) for step in result.certificate.levels] == [
        (None, 3),
        (200_000, 1),
        (500_000, 1),
        (1_000_000, 1),
    ]


@pytest.fixture
def result():
    table = [[0.9, 0.3, 0.5], [0.8, 0.4, 0.5], [0.7, 0.6, 0.5]]
    return grid(table, objective=("most_people", "leximin", "total"), locks=(("a2", "o2"),)).solve()


def codes(result):
    return {fault.message.code for fault in result.check()}


def test_leximin_with_a_locked_pair_is_proved(result):
    assert vector(result)[1] == [400_000, 500_000, 900_000]
    assert result.check() == []


def test_tampered_levels_are_found(result):
    certificate = result.certificate
    for k, step in enumerate(certificate.levels):
        for change in (
            {"pairs": step.pairs + 1},
            {"score": 0},
            {"mentees": {"a0": 123_456_789_000}},
        ):
            if k == 0 and "score" in change:
                continue
            levels = list(certificate.levels)
            levels[k] = replace(step, **change)
            altered = replace(result, certificate=replace(certificate, levels=tuple(levels)))
            assert codes(altered), (k, change)
    less = replace(certificate, levels=certificate.levels[:-1])
    assert "check.level" in codes(replace(result, certificate=less))


def test_a_worse_pairing_under_the_same_certificate_is_found(result):
    other = {"a0": "o1", "a1": "o0", "a2": "o2"}
    plain = {
        (p.mentee_id, p.mentor_id): p
        for p in grid(
            [[0.9, 0.3, 0.5], [0.8, 0.4, 0.5], [0.7, 0.6, 0.5]], locks=tuple(other.items())
        )
        .solve()
        .pairs
    }
    pairs = [replace(plain[pair], locked=pair == ("a2", "o2")) for pair in other.items()]
    assert "check.level" in codes(replace(result, pairs=pairs))


def test_too_many_pairs_raise_the_lowest_alone_and_say_so(monkeypatch):
    monkeypatch.setattr("ithaque.pairing.objectives.MOST_PAIRS", 5)
    result = grid([[1.0, 0.5], [0.45, 0.3], [0.2, 0.1]], objective="leximin").solve()
    assert not result.certificate.all_levels
    assert result.certificate.levels == ()
    assert result.certificate.floor == 450_000
    assert result.check() == []


def test_too_many_levels_are_cut_and_said(monkeypatch):
    monkeypatch.setattr(leximin, "MOST_LEVELS", 1)
    result = grid([[1.0, 0.5], [0.4, 0.3]], objective="leximin").solve()
    assert len(result.certificate.levels) == 2
    assert not result.certificate.all_levels
    assert result.check() == []


def test_nobody_and_nothing_possible_have_no_level():
    assert grid([[None, None]], objective="leximin").solve().certificate.all_levels
    assert grid([], objective="leximin").solve().check() == []


def test_a_fault_names_its_level_with_its_score_and_pairs(result):
    certificate = result.certificate
    levels = list(certificate.levels)
    levels[1] = replace(levels[1], pairs=2)
    altered = replace(result, certificate=replace(certificate, levels=tuple(levels)))
    fault = next(one for one in altered.check() if one.message.code == "check.level")
    assert fault.place == "certificate.levels[1]"
    assert fault.message.data == {"score": 0.4, "pairs": 2}
