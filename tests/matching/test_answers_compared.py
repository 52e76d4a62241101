"""How matching reads each type of answer: places on a scale, words of choices, languages really spoken."""

from __future__ import annotations

from typing import Any

import pytest

from ithaque.matching.answered import READERS, _field, comparable, radius
from ithaque.questionnaires.schema import Question
from tests.questionnaires.factories import asked


def read(type_: str, field: str, value: Any, **more: Any) -> Any:
    question = Question.model_validate(asked("one", type_, field=field, **more))
    return comparable(_field(question), value)


@pytest.mark.parametrize(
    ("type_", "field", "value", "more", "compared"),
    [
        ("choice", "expectations.pace", "b", {}, 1),
        ("number", "expectations.weight", 5, {"minimum": 0, "maximum": 10}, 3.0),
        ("number", "expectations.months", 6, {"minimum": 1, "maximum": 24}, 6),
        ("number", "expectations.weight", 5, {}, 5),
        ("scale", "expectations.directive", 4, {}, 4),
        ("matrix", "style", {"r1": "low", "r2": "high"}, {}, {"r1": 1.0, "r2": 5.0}),
        ("matrix", "style", {"r1": "gone"}, {}, {}),
        ("languages", "languages", {"fr": 4, "en": 1}, {"levels": True}, ["fr"]),
        ("languages", "languages", ["fr", "en"], {}, ["fr", "en"]),
        ("ranked", "needs", ["b", "a"], {}, ["b", "a"]),
        ("several", "interests", ["b", "a"], {}, ["b", "a"]),
    ],
)
def test_answer_is_compared_as_its_type_asks(type_, field, value, more, compared):
    assert read(type_, field, value, **more) == compared


def test_days_are_compared_in_months():
    early = read("date", "expectations.start", "2026-09-01")
    late = read("date", "expectations.start", "2026-11-01")
    assert round(late - early) == 2


def test_place_gives_its_position_and_its_radius_or_its_name():
    where = READERS["place"]
    assert where({"town": "Rennes", "radius": 15, "at": [48.11, -1.68]}) == (48.11, -1.68)
    assert where({"town": "Rennes", "radius": 15}) == "Rennes"
    assert where("Rennes") == "Rennes"
    assert radius({"town": "Rennes", "radius": 15}) == 15.0
    assert radius("Rennes") is None


def test_choices_ranked_as_needs_meet_those_offered_by_their_words():
    needs = READERS["needs"](read("ranked", "needs", ["b"]))
    offers = READERS["offers"](read("several", "offers", ["b", "c"]))
    assert needs[0].key in {skill.key for skill in offers}
