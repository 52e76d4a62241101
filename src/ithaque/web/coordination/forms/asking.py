"""Conditions as a coordinator writes them: rows of “question, what is asked, value”, fitted to the answer's type."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.questionnaires.enums import WITHOUT_VALUE, Asks, QuestionType, asked_of
from ithaque.questionnaires.schema import FormSchema, Question, Section
from ithaque.web.coordination.forms.rows import Row

CONDITION_PARTS = ("question", "asks", "value")
MOST_CONDITIONS = 5
WORDS = {
    Asks.IS: gettext_lazy("is"),
    Asks.IS_NOT: gettext_lazy("is not"),
    Asks.CONTAINS: gettext_lazy("contains"),
    Asks.LACKS: gettext_lazy("does not contain"),
    Asks.AT_LEAST: gettext_lazy("is at least"),
    Asks.AT_MOST: gettext_lazy("is at most"),
    Asks.ANSWERED: gettext_lazy("is answered"),
    Asks.UNANSWERED: gettext_lazy("is not answered"),
}


def earlier_questions(schema: FormSchema, part: Question | Section) -> list[Question]:
    """Return the questions asked before a part: those its conditions may depend on."""
    found: list[Question] = []
    for section in schema.sections:
        if section.key == part.key:
            return found
        for question in section.questions:
            if question.key == part.key:
                return found
            found.append(question)
    return found


def condition_rows(
    schema: FormSchema, part: Question | Section, rows: list[Row]
) -> list[dict[str, Any]]:
    """Return the rows as drawn; an empty one lets another condition be added."""
    earlier = earlier_questions(schema, part)
    if not earlier:
        return []
    kept = [row for row in rows if row.get("question")]
    spare: list[Row] = [{}] if len(kept) < MOST_CONDITIONS else []
    return [_row(schema, earlier, row) for row in [*kept, *spare]]


def _row(schema: FormSchema, earlier: list[Question], row: Row) -> dict[str, Any]:
    chosen = schema.question(row.get("question", ""))
    asks = row.get("asks", "")
    questions = [
        {"value": one.key, "label": one.label, "selected": one == chosen} for one in earlier
    ]
    if row.get("question") and chosen not in earlier:
        label = chosen.label if chosen else _("a question that was deleted")
        questions.append({"value": row["question"], "label": label, "selected": True})
    return {
        "questions": questions,
        "asks": [
            {"value": one.value, "label": WORDS[one], "selected": one == asks}
            for one in (asked_of(chosen.type) if chosen else ())
        ],
        "needs_value": bool(chosen) and asks not in WITHOUT_VALUE,
        "kind": _kind(chosen),
        "options": [
            {"value": one.value, "label": one.label, "selected": one.value == row.get("value")}
            for one in (chosen.options if chosen else ())
        ],
        "value": row.get("value", ""),
    }


def _kind(chosen: Question | None) -> str:
    """Return the type of input that fits the answer's type."""
    if chosen is None:
        return "text"
    return {
        QuestionType.NUMBER: "number",
        QuestionType.SCALE: "number",
        QuestionType.DATE: "date",
    }.get(chosen.type, "text")


def conditions_of(schema: FormSchema, rows: list[Row]) -> list[dict[str, str]]:
    """Return the conditions that rows say; what is asked is the first thing possible when it does not fit."""
    found = []
    for row in rows[:MOST_CONDITIONS]:
        if not row["question"]:
            continue
        chosen = schema.question(row["question"])
        possible = [one.value for one in asked_of(chosen.type)] if chosen else list(Asks)
        asks = row["asks"] if row["asks"] in possible else possible[0]
        found.append(
            {
                "question": row["question"],
                "asks": asks,
                "value": "" if asks in WITHOUT_VALUE else row["value"][:200],
            }
        )
    return found
