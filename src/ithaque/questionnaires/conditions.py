"""When a question is asked: conditions on earlier answers, decided here and mirrored in the page.

A question not asked has no answer, whatever was typed before: what depends on it sees nothing given. The
page's own module (`static/questionnaires/fill.js`) decides the same way while one types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ithaque.questionnaires.enums import Asks
from ithaque.questionnaires.schema import Condition, FormSchema, Question, Section

EMPTY: tuple[Any, ...] = (None, "", [], {})


def asked(schema: FormSchema, answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of the questions asked of someone who gave these answers.

    A condition on a later question, on itself, or on one that is gone finds no answer, so that a form
    always has an end.
    """
    given: dict[str, Any] = {}
    keys = set()
    for section in schema.sections:
        if not shown(section, given):
            continue
        for question in section.questions:
            if shown(question, given):
                keys.add(question.key)
                given[question.key] = answers.get(question.key)
    return frozenset(keys)


def shown(part: Question | Section, given: Mapping[str, Any]) -> bool:
    """Tell whether a question or a section is asked, from the answers before it."""
    if not part.shown_if:
        return True
    found = (holds(condition, given.get(condition.question)) for condition in part.shown_if)
    return any(found) if part.any_of else all(found)


def holds(condition: Condition, answer: Any) -> bool:
    """Tell whether an answer is what a condition asks; nothing given is only ever “unanswered”."""
    if answer in EMPTY:
        return condition.asks == Asks.UNANSWERED
    match condition.asks:
        case Asks.ANSWERED:
            return True
        case Asks.UNANSWERED:
            return False
        case Asks.IS:
            return _same(answer, condition.value)
        case Asks.IS_NOT:
            return not _same(answer, condition.value)
        case Asks.CONTAINS:
            return _within(answer, condition.value)
        case Asks.LACKS:
            return not _within(answer, condition.value)
        case Asks.AT_LEAST:
            return _compare(answer, condition.value) >= 0
        case Asks.AT_MOST:
            return _compare(answer, condition.value) <= 0


def _same(answer: Any, value: str) -> bool:
    if isinstance(answer, int | float):
        return _compare(answer, value) == 0
    return str(answer) == value


def _within(answer: Any, value: str) -> bool:
    if isinstance(answer, str):
        return value.casefold() in answer.casefold()
    return value in answer if isinstance(answer, list | Mapping) else False


def _compare(answer: Any, value: str) -> float:
    """Return a number above 0 when the answer is above the value; days compare as their ISO words do.

    What cannot be compared is neither above, below nor equal (NaN).
    """
    if isinstance(answer, str):
        return (answer > value) - (answer < value)
    try:
        return float(answer) - float(value)
    except (TypeError, ValueError):
        return float("nan")
