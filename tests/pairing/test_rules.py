"""Every rule under one suite, then what each forbids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from ithaque.pairing import Person, Problem, Settings
from ithaque.pairing.rules import KINDS, FieldRule, make_rules
from ithaque.pairing.rules import base as rules_base
from ithaque.pairing.rules.base import by_category, same_category
from ithaque.pairing.scoring import Scorer

from .builders import people, quick

FIELDS = (
    {"name": "same_town", "mentee": "place", "must": "equal"},
    {"name": "another_family", "mentee": "family", "must": "differ"},
    {"name": "shared_path", "mentee": "path", "mentor": "interests", "must": "not_share"},
    {"name": "one_interest", "mentee": "interests", "must": "share"},
    {"name": "older", "mentee": "seniority", "must": "above"},
    {"name": "not_younger", "mentee": "seniority", "must": "at_least"},
)
ALL = Settings(
    rules={
        "seniority": True,
        "distance": {"km": 200},
        "organisation": True,
        "overlap": {"hours": 2},
    },
    fields=FIELDS,
    forbids=(("a0", "o0"),),
    broken=(("a1", "o1"), ("gone", "o1")),
)


@quick
@given(mentees=people("a", 1, 5), mentors=people("o", 1, 5))
def test_rule_for_all_pairs_agrees_with_rule_for_one(mentees, mentors):
    everyone = [*mentees, *mentors]
    with_managers = [Person("a0", manager="a1"), Person("a1", manager="o0"), *mentees[2:]]
    for ours in (mentees, with_managers):
        rules = make_rules(ALL, [*ours, *everyone])
        scorer = Scorer(ours, mentors, [], rules)
        counts = np.zeros(len(rules), dtype=np.int64)
        table = scorer.matrix(counts)
        excluded = scorer.excluded(counts)
        for i, mentee in enumerate(ours):
            row = scorer.rules_row(i)
            for j, mentor in enumerate(mentors):
                against = {rule.code for rule in rules if rule.forbids(mentee, mentor)}
                assert (table[i, j] == -1) == bool(against)
                assert {code for code, hit in row.items() if hit[j]} == against
        for rule in rules:
            assert excluded[rule.code] == sum(rule.forbids(a, b) for a in ours for b in mentors)


def forbids(code, mentee, mentor, **options):
    return KINDS[code](**options).forbids(Person("x", **mentee), Person("y", **mentor))


@pytest.mark.parametrize(
    ("code", "mentee", "mentor", "forbidden"),
    [
        ("language", {"languages": ["fr"]}, {"languages": ["en"]}, True),
        ("language", {"languages": ["fr"]}, {"languages": ["FR", "en"]}, False),
        ("language", {}, {"languages": ["en"]}, False),
        ("overlap", {"availability": [1]}, {"availability": [2]}, True),
        ("overlap", {"availability": [1]}, {}, False),
        ("modality", {"modality": ["remote"]}, {"modality": ["in_person"]}, True),
        ("modality", {"modality": ["remote"]}, {"modality": ["hybrid"]}, False),
        ("modality", {"modality": ["unheard of"]}, {"modality": ["remote"]}, False),
        (
            "modality",
            {"modality": ["in_person"], "place": (48.85, 2.35), "radius_km": 30},
            {"modality": ["in_person"], "place": (45.76, 4.83)},
            True,
        ),
        (
            "modality",
            {"modality": ["in_person"], "place": (48.85, 2.35)},
            {"modality": ["in_person"], "place": (45.76, 4.83)},
            False,
        ),
        (
            "modality",
            {"modality": ["in_person"], "place": "Lyon"},
            {"modality": ["in_person"], "place": "Brest"},
            True,
        ),
        ("family", {"family": "Doe"}, {"family": "doe"}, True),
        ("team", {"team": "red"}, {"team": "Red"}, True),
        ("team", {"team": "red", "organisation": "A"}, {"team": "red", "organisation": "B"}, False),
        ("exclusion", {"excluded": ["y"]}, {}, True),
        ("exclusion", {}, {"excluded": ["x"]}, True),
        ("exclusion", {"excluded": ["organisation:ACME"]}, {"organisation": "acme"}, True),
        ("exclusion", {"excluded": ["organisation:ACME"]}, {}, False),
        ("adult", {"minor": True}, {}, True),
        ("adult", {"minor": True}, {"adult": True}, False),
        ("checks", {"minor": True}, {}, True),
        ("checks", {"minor": True}, {"check_valid": True}, False),
        ("checks", {}, {"check_valid": False}, True),
        ("checks", {}, {}, False),
        ("training", {}, {"trained": False}, True),
        ("training", {"trained": False}, {"trained": True}, True),
        ("training", {}, {}, False),
        ("seniority", {"seniority": 3}, {"seniority": 3}, True),
        ("seniority", {"seniority": 3}, {"seniority": 4}, False),
        ("distance", {"place": (48.85, 2.35)}, {"place": (45.76, 4.83)}, True),
        ("distance", {"place": (48.85, 2.35)}, {"place": "Paris"}, False),
        ("organisation", {"organisation": "A"}, {"organisation": "a"}, True),
    ],
)
def test_rule_forbids(code, mentee, mentor, forbidden):
    assert forbids(code, mentee, mentor) is forbidden


def test_hierarchy_forbids_any_manager_above_and_anyone_below():
    mentees = [Person("junior", manager="lead"), Person("head")]
    mentors = [Person("lead", manager="boss"), Person("boss", manager="head"), Person("other")]
    rules = make_rules(Settings(), [*mentees, *mentors])
    hierarchy = next(rule for rule in rules if rule.code == "hierarchy")
    found = [[hierarchy.forbids(a, b) for b in mentors] for a in mentees]
    assert found == [[True, True, False], [True, True, False]]


def test_oneself_is_never_ones_own_mentor():
    result = Problem([Person("x")], [Person("x")]).solve()
    assert result.pairs == []
    assert result.unmatched[0].cause.data["rule"] == "oneself"


def test_field_rule_bites_only_with_both_answers():
    rule = FieldRule.from_mapping({"name": "r", "mentee": "seniority", "must": "above"})
    assert rule.forbids(Person("x", seniority=2), Person("y", seniority=2))
    assert not rule.forbids(Person("x"), Person("y", seniority=2))


@pytest.mark.parametrize("few", [0, 3, 256])
@pytest.mark.parametrize("sizes", [(6, 3), (3, 6), (6, 6)])
def test_categories_give_the_same_pairs_in_every_form(monkeypatch, few, sizes):
    monkeypatch.setattr(rules_base, "FEW", few)
    left = [None, *range(sizes[0])]
    right = [*range(sizes[1]), None, 0]
    for found, verdict in (
        (by_category(left, right, lambda a, b: (a + b) % 3 == 0), lambda a, b: (a + b) % 3 == 0),
        (same_category(left, right), lambda a, b: a == b),
        (by_category(left, right, lambda a, b: False), lambda a, b: False),
    ):
        made = {(i, j) for i, j in zip(*(cells.tolist() for cells in found.pairs), strict=True)}
        for table_left, table_right in found.tables:
            made |= {
                (int(i), int(j))
                for i, j in zip(*np.nonzero(table_left @ table_right.T), strict=True)
            }
        wanted = {
            (i, j)
            for i, a in enumerate(left)
            for j, b in enumerate(right)
            if a is not None and b is not None and verdict(a, b)
        }
        assert made == wanted
