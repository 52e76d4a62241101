"""Questions as data, and what each type of question accepts and stores."""

import pytest
from pydantic import ValidationError

from ithaque.questionnaires import answers as reader
from ithaque.questionnaires.schema import FormSchema, Question


def question(type_: str, **more) -> Question:
    return Question.model_validate(
        {"key": "one", "type": type_, "label": {"fr": "Une ?", "en": "One?"}, **more}
    )


OPTIONS = [
    {"value": "a", "label": {"fr": "A"}},
    {"value": "b", "label": {"fr": "B"}},
    {"value": "c", "label": {"fr": "C"}},
]
ITEMS = [
    {"key": "plan", "left": {"fr": "g"}, "right": {"fr": "d"}},
    {"key": "pace", "left": {"fr": "g"}, "right": {"fr": "d"}},
]


@pytest.mark.parametrize(
    ("asked", "given", "stored"),
    [
        (
            question("skills"),
            '[{"id": "s1", "label": "CV", "level": 3}]',
            [{"id": "s1", "label": "CV", "level": None}],
        ),
        (
            question("skills", levels=True),
            [{"id": None, "label": "CV", "level": 3}],
            [{"id": None, "label": "CV", "level": 3}],
        ),
        (
            question("skills"),
            "CV, entretien",
            [
                {"id": None, "label": "CV", "level": None},
                {"id": None, "label": "entretien", "level": None},
            ],
        ),
        (question("text"), "  bonjour ", "bonjour"),
        (question("choice", options=OPTIONS), "b", "b"),
        (question("several", options=OPTIONS), ["a", "c"], ["a", "c"]),
        (question("scale", left={"fr": "g"}, right={"fr": "d"}), "4", 4),
        (question("number", minimum=1, maximum=5), "3", 3),
        (question("date"), "2008-05-17", "2008-05-17"),
        (question("availability"), ["wed-14", "mon-18", "mon-18"], ["mon-18", "wed-14"]),
        (question("languages", options=OPTIONS), ["a", "breton"], ["a", "breton"]),
        (
            question("style", items=ITEMS),
            {"plan": "2", "pace": 5, "forged": 1},
            {"plan": 2, "pace": 5},
        ),
        (question("place"), "Rennes", "Rennes"),
        (question("text"), "nul\x00caractère", "nulcaractère"),
    ],
)
def test_answer_of_each_type_is_stored_in_its_shape(asked, given, stored):
    reading = reader.read([asked], {"one": given}, complete=False)
    assert reading.errors == {}
    assert reading.values == {"one": stored}


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (question("choice", options=OPTIONS), "forged"),
        (question("several", options=OPTIONS), ["a", "forged"]),
        (question("several", options=OPTIONS, limit=2), ["a", "b", "c"]),
        (question("scale", left={"fr": "g"}, right={"fr": "d"}), "6"),
        (question("number", minimum=1, maximum=5), "9"),
        (question("number"), "many"),
        (question("date"), "31/02/2008"),
        (question("availability"), ["mon-99"]),
        (question("style", items=ITEMS), {"plan": "7"}),
        (question("text", limit=500), "x" * 10_000),
        (question("skills"), "[not json"),
        (question("skills"), '["a", 3]'),
    ],
)
def test_answer_out_of_the_question_gets_a_sentence_and_no_value(asked, given):
    reading = reader.read([asked], {"one": given}, complete=False)
    assert reading.values == {}
    assert reading.errors["one"][0]


@pytest.mark.parametrize("kind", ["skills", "availability", "style", "several", "text", "date"])
def test_required_question_without_answer_is_asked_only_when_complete(kind):
    asked = question(
        kind,
        required=True,
        options=OPTIONS if kind == "several" else [],
        items=ITEMS if kind == "style" else [],
    )
    assert reader.read([asked], {}, complete=False).errors == {}
    assert "one" in reader.read([asked], {}, complete=True).errors


def test_style_with_a_line_missing_says_how_many():
    asked = question("style", required=True, items=ITEMS)
    assert "1" in reader.read([asked], {"one": {"plan": 2}}, complete=True).errors["one"][0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "choice"},
        {"type": "style"},
        {"type": "text", "field": "salary"},
        {"type": "unknown"},
        {"type": "text", "key": "Not A Key"},
        {"type": "text", "surprise": 1},
    ],
)
def test_question_that_cannot_be_asked_is_refused(wrong):
    with pytest.raises(ValidationError):
        Question.model_validate({"key": "one", "label": {"fr": "Une"}, **wrong})


def test_form_with_a_key_used_twice_is_refused():
    one = question("text").model_dump(mode="json")
    with pytest.raises(ValidationError, match="one: "):
        FormSchema.model_validate(
            {"sections": [{"key": "s", "title": {"fr": "S"}, "questions": [one, one]}]}
        )


def test_answers_are_told_in_words():
    scale = question("scale", left={"fr": "Des questions"}, right={"fr": "Des conseils"})
    assert reader.tell(scale, 1) == "Nettement\u00a0: Des questions"
    assert reader.tell(scale, 3).startswith("À mi-chemin")
    assert reader.tell(question("choice", options=OPTIONS), "b") == "B"
    assert reader.tell(question("date"), "2008-05-17") == "17 mai 2008"
    assert reader.tell(question("availability"), ["mon-18", "mon-19"]) == [
        "lundi\u00a0: 18\u00a0h, 19\u00a0h"
    ]
    assert reader.tell(question("text"), "") == ""
