"""Settings read from a document: defaults, round trip, and one error that lists every fault."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import FaultsError, Person, Problem, ProblemError, Settings, SettingsError
from ithaque.pairing.criteria import CRITERIA
from ithaque.pairing.messages import FAULTS
from ithaque.pairing.rules import KINDS
from ithaque.pairing.settings import OPTIONAL_RULES, RULES, WEIGHTS

from .builders import quick


def faults(data) -> dict[str, str]:
    with pytest.raises(SettingsError) as error:
        Settings.from_mapping(data)
    for fault in error.value.faults:
        assert fault.message.data.keys() == FAULTS[fault.message.code].data.keys()
    assert str(error.value).count("\n") == len(error.value.faults) - 1
    return {fault.place: fault.message.code for fault in error.value.faults}


def test_prior_weights_add_up_to_a_hundred_and_name_every_criterion():
    assert sum(WEIGHTS.values()) == 100
    assert WEIGHTS.keys() == CRITERIA.keys()
    assert RULES.keys() | OPTIONAL_RULES.keys() == KINDS.keys() | {"broken"}


def test_empty_document_gives_the_defaults():
    assert Settings.from_mapping({}) == Settings()
    assert Settings.from_mapping({"weights": None, "seed": None}) == Settings()


FULL = {
    "weights": {"needs": 3, "style": 1.5},
    "criteria": {
        "needs": {"ranks": [3, 1]},
        "availability": {"enough": 3},
        "style": {"complementary": ["pace"], "ranges": {"pace": 2}},
    },
    "rules": {"overlap": {"hours": 2}, "team": False, "seniority": None, "distance": {"km": 10}},
    "fields": [{"name": "town", "mentee": "place", "must": "equal"}],
    "objective": "balanced",
    "most_people_first": False,
    "seed": 7,
    "locks": [["a", "m"], {"mentee": "b", "mentor": "n"}],
    "forbids": [["a", 3]],
    "inertia": 0.05,
    "capacities": {"m": 2},
    "bands": [0.2, 0.4, 0.6],
    "prove": True,
    "candidates": 10,
}


def test_full_document_is_read_and_written_back_to_the_same():
    settings = Settings.from_mapping(FULL)
    assert settings.locks == (("a", "m"), ("b", "n"))
    assert settings.forbids == (("a", "3"),)
    assert settings.active_rules["overlap"] == {"hours": 2}
    assert settings.active_rules["seniority"] == {"steps": 1, "most": 1000}
    assert "team" not in settings.active_rules
    again = Settings.from_mapping(settings.as_mapping())
    assert again.as_mapping() == settings.as_mapping()


def test_rules_given_as_a_list_are_those_and_the_protective_ones():
    settings = Settings.from_mapping({"rules": ["language", {"overlap": {"hours": 3}}]})
    assert settings.active_rules == {
        "language": {},
        "overlap": {"hours": 3},
        "adult": {},
        "checks": {},
    }


def test_every_fault_is_listed_with_its_place():
    assert faults(
        {
            "weights": {"needs": -1, "luck": 3, "style": "much", "path": True},
            "criteria": {
                "luck": {},
                "needs": {"shine": 1, "ranks": [0]},
                "availability": {"enough": 0.5},
                "text": {"vectors": {}},
            },
            "rules": {"luck": True, "overlap": {"days": 1, "hours": -2}},
            "fields": [{"name": "", "mentee": "group", "must": "match", "why": 1}, "x"],
            "objective": "best",
            "most_people_first": "yes",
            "seed": 1.5,
            "locks": [["a"], "ab", [1, 2, 3]],
            "forbids": "a,b",
            "inertia": 2,
            "capacities": {"m": -1},
            "bands": [0.5, 0.4, 0.6],
            "colour": "blue",
        }
    ) == {
        "weights.needs": "fault.range",
        "weights.luck": "fault.unknown",
        "weights.style": "fault.type",
        "weights.path": "fault.type",
        "criteria.luck": "fault.unknown",
        "criteria.needs.shine": "fault.unknown",
        "criteria.needs.ranks[0]": "fault.range",
        "criteria.availability.enough": "fault.type",
        "criteria.text.vectors": "fault.unknown",
        "rules.luck": "fault.unknown",
        "rules.overlap.days": "fault.unknown",
        "rules.overlap.hours": "fault.range",
        "fields[0].name": "fault.type",
        "fields[0].mentee": "fault.unknown",
        "fields[0].mentor": "fault.unknown",
        "fields[0].must": "fault.unknown",
        "fields[0].why": "fault.unknown",
        "fields[1].name": "fault.type",
        "fields[1].mentee": "fault.unknown",
        "fields[1].mentor": "fault.unknown",
        "fields[1].must": "fault.unknown",
        "fields[1]": "fault.type",
        "objective": "fault.unknown",
        "most_people_first": "fault.type",
        "seed": "fault.type",
        "locks[0]": "fault.type",
        "locks[1]": "fault.type",
        "locks[2]": "fault.type",
        "forbids": "fault.type",
        "inertia": "fault.range",
        "capacities.m": "fault.range",
        "bands": "fault.type",
        "colour": "fault.unknown",
    }


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("nonsense", "settings"),
        ({"weights": [1]}, "weights"),
        ({"weights": {"needs": 0}}, "weights"),
        ({"weights": {"needs": float("nan")}}, "weights.needs"),
        ({"rules": 3}, "rules"),
        ({"rules": [3]}, "rules[0]"),
        ({"fields": 3}, "fields"),
        ({"criteria": {"style": {"ranges": {"pace": 0}}}}, "criteria.style.ranges.pace"),
        ({"criteria": {"style": {"complementary": "pace"}}}, "criteria.style.complementary"),
    ],
)
def test_malformed_document_is_refused_at_its_place(data, place):
    assert place in faults(data)


json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@quick
@given(
    st.dictionaries(st.sampled_from([*Settings.__dataclass_fields__, "other"]), json, max_size=4)
)
def test_anything_is_read_or_refused_with_faults(data):
    with suppress(SettingsError):
        settings = Settings.from_mapping(data)
        assert Settings.from_mapping(settings.as_mapping()).as_mapping() == settings.as_mapping()


def test_problem_lists_every_fault_of_people_with_its_place():
    mentees = [
        Person("a", manager="b", wishes=["nobody"], capacity=-1),
        Person("a", radius_km=-5),
        Person("b", manager="a", availability=[168]),
        Person("minor", minor=True),
    ]
    mentors = [Person("m", minimum_load=3, wishes=["ghost"]), Person("n"), Person("minor")]
    settings = Settings(
        locks=(("minor", "m"), ("b", "n"), ("b", "m"), ("a", "n"), ("minor", "minor")),
        capacities={"stranger": 2},
        forbids=(("ghost", "m"), ("b", "ghost")),
    )
    with pytest.raises(ProblemError) as error:
        Problem(mentees, mentors, settings)
    assert isinstance(error.value, FaultsError)
    found = {(fault.place, fault.message.code) for fault in error.value.faults}
    assert {
        ("mentees[a]", "fault.duplicate"),
        ("mentees[a].capacity", "fault.range"),
        ("mentees[a].radius_km", "fault.range"),
        ("mentees[b].availability[168]", "fault.range"),
        ("mentors[m].minimum_load", "fault.load"),
        ("people[a].manager", "fault.cycle"),
        ("mentees[a].wishes[0]", "fault.stranger"),
        ("mentors[m].wishes[0]", "fault.stranger"),
        ("forbids[0]", "fault.stranger"),
        ("forbids[1]", "fault.stranger"),
        ("capacities.stranger", "fault.stranger"),
        ("locks[minor, m]", "fault.lock_rule"),
        ("locks[minor, minor]", "fault.lock_rule"),
        ("locks", "fault.lock_twice"),
        ("locks", "fault.lock_capacity"),
    } <= found
    for fault in error.value.faults:
        assert fault.message.data.keys() == FAULTS[fault.message.code].data.keys(), fault
        assert str(fault)
