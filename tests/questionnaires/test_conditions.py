"""When a question is asked: the tests of a condition, chains, and forms that turn in circles."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from ithaque.questionnaires import checks
from ithaque.questionnaires.conditions import asked as asked_of
from ithaque.questionnaires.conditions import holds
from ithaque.questionnaires.enums import Asks
from ithaque.questionnaires.schema import Condition, FormSchema, draft_schema
from tests.questionnaires.factories import asked, document, draft, form, when


@pytest.mark.parametrize(
    ("asks", "value", "answer", "shown"),
    [
        ("is", "a", "a", True),
        ("is", "a", "b", False),
        ("is", "3", 3, True),
        ("is_not", "a", "b", True),
        ("is_not", "a", "", False),
        ("contains", "a", ["a", "b"], True),
        ("contains", "fr", {"fr": 3}, True),
        ("contains", "STAGE", "un stage en juin", True),
        ("lacks", "a", ["b"], True),
        ("lacks", "a", [], False),
        ("at_least", "4", 4, True),
        ("at_least", "4", 3, False),
        ("at_most", "4", 3, True),
        ("at_least", "2026-09-01", "2026-10-01", True),
        ("at_most", "2026-09-01", "2026-10-01", False),
        ("at_least", "not a number", 3, False),
        ("at_most", "not a number", 3, False),
        ("answered", "", {"a": 1}, True),
        ("answered", "", None, False),
        ("unanswered", "", None, True),
        ("unanswered", "", "x", False),
    ],
)
def test_condition_says_whether_an_answer_is_what_it_asks(asks, value, answer, shown):
    assert holds(Condition(question="q", asks=asks, value=value), answer) is shown


def test_question_hidden_hides_what_depends_on_it_though_it_was_answered():
    schema = form(
        [
            asked("one", "choice"),
            asked("two", shown_if=[when("one", "is", "a")]),
            asked("three", shown_if=[when("two")]),
        ]
    )
    given_answers = {"one": "b", "two": "typed before", "three": "typed before"}
    assert asked_of(schema, given_answers) == {"one"}
    assert asked_of(schema, given_answers | {"one": "a"}) == {"one", "two", "three"}


def test_conditions_hold_together_or_one_at_least():
    conditions = [when("one", "is", "a"), when("two", "contains", "b")]
    every = form([asked("one", "choice"), asked("two", "several"), asked("q", shown_if=conditions)])
    one = form(
        [
            asked("one", "choice"),
            asked("two", "several"),
            asked("q", shown_if=conditions, any_of=True),
        ]
    )
    answers = {"one": "a", "two": ["c"]}
    assert "q" not in asked_of(every, answers)
    assert "q" in asked_of(one, answers)


def test_section_hidden_asks_none_of_its_questions():
    schema = form([asked("one", "choice")], [asked("two")], s2=[when("one", "is", "a")])
    assert asked_of(schema, {"one": "b", "two": "x"}) == {"one"}


def test_circle_of_conditions_is_named_and_cannot_be_published_but_always_ends():
    turning = document([asked("one", shown_if=[when("two")]), asked("two", shown_if=[when("one")])])
    sentences = [
        p.sentence for p in checks.of_draft(draft_schema(turning)) if p.key in ("one", "two")
    ]
    assert len(sentences) == 2
    with pytest.raises(ValidationError, match="one: "):
        FormSchema.model_validate(turning)
    assert asked_of(draft_schema(turning), {"one": "x", "two": "y"}) == frozenset()


def test_circle_through_a_section_is_found():
    turning = draft(
        [asked("one", shown_if=[when("two")])],
        [asked("two")],
        s2=[when("one")],
    )
    assert {p.key for p in checks.of_draft(turning) if p.blocks} >= {"one"}


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        (when("gone"), "deleted"),
        (when("later"), "later"),
        (when("one", "at_least", "3"), "cannot answer"),
        (when("one", "is", "z"), "removed choice"),
        (when("one", "is"), "no value"),
    ],
)
def test_condition_that_cannot_be_asked_prevents_publishing(condition, why):
    written = document([asked("one", "choice"), asked("two", shown_if=[condition]), asked("later")])
    assert [p.key for p in checks.of_draft(draft_schema(written))] == ["two"], why
    with pytest.raises(ValidationError):
        FormSchema.model_validate(written)


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine proves nothing about the conditions."""
KEYS = [f"q{n}" for n in range(6)]
ANSWERS = st.one_of(
    st.none(), st.integers(-5, 5), st.text(max_size=5), st.lists(st.sampled_from("abc"), max_size=3)
)
CONDITIONS = st.lists(
    st.builds(
        when,
        st.sampled_from(KEYS),
        st.sampled_from([one.value for one in Asks]),
        st.sampled_from(["", "a", "3", "2026-01-01"]),
    ),
    max_size=3,
)


@PATIENT
@given(
    conditions=st.lists(CONDITIONS, min_size=6, max_size=6),
    answers=st.dictionaries(st.sampled_from(KEYS), ANSWERS),
)
def test_any_conditions_and_answers_give_a_form_with_an_end(
    conditions: list[list[dict[str, Any]]], answers: dict[str, Any]
) -> None:
    schema = draft([asked(key, shown_if=one) for key, one in zip(KEYS, conditions, strict=True)])
    keys = asked_of(schema, answers)
    assert keys <= set(KEYS)
    hidden = {key: "changed" for key in KEYS if key not in keys}
    assert asked_of(schema, answers | hidden) == keys, "an answer not asked for changes nothing"


@PATIENT
@given(conditions=st.lists(CONDITIONS, min_size=6, max_size=6))
def test_any_draft_is_stored_and_read_again_as_it_was(
    conditions: list[list[dict[str, Any]]],
) -> None:
    schema = draft(*[[asked(key, shown_if=one)] for key, one in zip(KEYS, conditions, strict=True)])
    assert draft_schema(schema.document()) == schema
    assert [p.key for p in checks.of_draft(schema)] == [
        p.key for p in checks.of_draft(draft_schema(schema.document()))
    ]
