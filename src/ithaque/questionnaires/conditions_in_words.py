"""Conditions told to people, and given to the page that follows them while one types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ithaque.questionnaires.conditions import holds
from ithaque.questionnaires.enums import Asks, QuestionType
from ithaque.questionnaires.schema import Condition, FormSchema, Question, Section
from ithaque.ui import dates


def told(schema: FormSchema, part: Question | Section) -> str:
    """Return when a question or a step is asked, in words; empty when it always is."""
    parts = [_one(schema, condition) for condition in part.shown_if]
    if not parts:
        return ""
    words = (_(" or ") if part.any_of else _(" and ")).join(parts)
    return _("Asked if %(conditions)s.") % {"conditions": words}


def depending_on(schema: FormSchema, keys: Collection[str]) -> list[str]:
    """Return the words of the parts, outside `keys`, that are asked under a condition on one of them."""
    parts: list[tuple[str, Question | Section, object]] = []
    for section in schema.sections:
        parts.append((section.key, section, section.title))
        parts += [(one.key, one, one.label) for one in section.questions]
    return [
        str(words)
        for key, part, words in parts
        if key not in keys and any(one.question in keys for one in part.shown_if)
    ]


def _one(schema: FormSchema, condition: Condition) -> str:
    other = schema.question(condition.question)
    if other is None:
        return _("a deleted question is answered")
    words = {"label": other.label, "value": _value(other, condition.value)}
    return _SENTENCES[condition.asks]() % words


_SENTENCES = {
    Asks.IS: lambda: _("“%(label)s” is “%(value)s”"),
    Asks.IS_NOT: lambda: _("“%(label)s” is not “%(value)s”"),
    Asks.CONTAINS: lambda: _("“%(label)s” contains “%(value)s”"),
    Asks.LACKS: lambda: _("“%(label)s” does not contain “%(value)s”"),
    Asks.AT_LEAST: lambda: _("“%(label)s” is at least %(value)s"),
    Asks.AT_MOST: lambda: _("“%(label)s” is at most %(value)s"),
    Asks.ANSWERED: lambda: _("“%(label)s” is answered"),
    Asks.UNANSWERED: lambda: _("“%(label)s” is not answered"),
}


def _value(other: Question, value: str) -> str:
    if other.type == QuestionType.DATE:
        try:
            return dates.day(dt.date.fromisoformat(value), weekday=False, year=True)
        except ValueError:
            return value
    return other.option_label(value)


def for_the_page(
    schema: FormSchema, question: Question, *, here: Collection[str], answers: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Return the conditions of a question for the page's module; None when it is always asked.

    What depends on a question of the page is left to the page; the rest is decided now, from the answers that
    count.
    """
    if not question.shown_if:
        return None
    return {
        "any": question.any_of,
        "tests": [_test(schema, one, here, answers) for one in question.shown_if],
    }


def _test(
    schema: FormSchema, condition: Condition, here: Collection[str], answers: Mapping[str, Any]
) -> dict[str, Any]:
    other = schema.question(condition.question)
    if other is None or condition.question not in here:
        return {"known": holds(condition, answers.get(condition.question))}
    return {
        "question": condition.question,
        "asks": condition.asks.value,
        "value": condition.value,
    }
