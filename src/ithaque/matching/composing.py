"""Records of a file turned into people to enrol: their answers, in the shape each question stores."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from ithaque.matching.answered import DAYS
from ithaque.pairing import Skill
from ithaque.pairing.intake import Record
from ithaque.pairing.intake.header import fold
from ithaque.people import skills
from ithaque.programmes.services import Given
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.schema import FormSchema, Question

LONGEST_LABEL = 200
PLACEHOLDER = "import.invalid"
"""Domain of the addresses given to people whose file has none: nobody can own it (RFC 2606)."""


class Composer:
    """Turns records into answers to one form, question by question."""

    def __init__(self, schema: FormSchema) -> None:
        self.questions = [question for question in schema.questions() if question.field]
        self.known_skills: dict[str, str | None] = {}

    def given(self, record: Record, more: Mapping[str, Any] | None = None) -> Given:
        """Return the person a record describes, as the programme enrols them; `more` answers by question win."""
        key = hashlib.sha256(record.id.casefold().encode()).hexdigest()
        first, last = record.first_name, record.last_name
        if not (first or last):
            first, _space, last = record.name.partition(" ")
        capacity = record.values.get("capacity")
        return Given(
            email=record.email or f"{key[:32]}@{PLACEHOLDER}",
            first_name=first,
            last_name=last,
            source_key=key,
            answers={**self.answers(record.values), **(more or {})},
            capacity=int(capacity) if capacity is not None else None,
        )

    def answers(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers that the form can hold; what has no question is left out."""
        found = {}
        for question in self.questions:
            name, _dot, item = (question.field or "").partition(".")
            value = values.get(name)
            if item and isinstance(value, Mapping):
                value = value.get(item)
            if value not in (None, "", [], {}, frozenset()):
                answer = self.answer(question, value)
                if answer not in (None, "", [], {}):
                    found[question.key] = answer
        return found

    def answer(self, question: Question, value: Any) -> Any:
        """Return a value in the shape the question stores, None when it cannot hold it."""
        match question.type:
            case QuestionType.SKILLS:
                return [self._skill(one) for one in _several(value)][: question.limit or 12]
            case QuestionType.CHOICE:
                return next(iter(_options(question, value)), None)
            case QuestionType.SEVERAL | QuestionType.LANGUAGES | QuestionType.RANKED:
                return _options(question, value)
            case QuestionType.SCALE:
                return int(value) if isinstance(value, int | float) and 1 <= value <= 5 else None
            case QuestionType.NUMBER:
                return _bounded(question, value)
            case QuestionType.DATE:
                return value.isoformat() if isinstance(value, date) else None
            case QuestionType.AVAILABILITY:
                return [f"{DAYS[hour // 24]}-{hour % 24}" for hour in sorted(value)]
            case QuestionType.STYLE:
                return {
                    item.key: int(value[item.key]) for item in question.items if item.key in value
                }
            case QuestionType.FILE | QuestionType.MATRIX:
                return None
            case _:
                text = ", ".join(_label(one) for one in _several(value))
                return text[: question.limit or 1000]

    def _skill(self, one: Any) -> dict[str, Any]:
        label = _label(one)[:LONGEST_LABEL]
        if label not in self.known_skills:
            found = skills.resolve(label, locale=get_language() or "fr")
            self.known_skills[label] = found.id if found else None
        return {
            "id": self.known_skills[label],
            "label": label,
            "level": one.level if isinstance(one, Skill) else None,
        }


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | frozenset | set) else [value]


def _label(one: Any) -> str:
    return one.name if isinstance(one, Skill) else str(one)


def _options(question: Question, value: Any) -> list[str]:
    """Return the options meant by words: their value, or their label in either language."""
    meant: dict[str, str] = {}
    for option in question.options:
        for word in (option.value, option.label.fr, option.label.en):
            meant.setdefault(fold(word), option.value)
    found = (meant.get(fold(_label(one))) for one in _several(value))
    return list(dict.fromkeys(one for one in found if one))


def _bounded(question: Question, value: Any) -> int | None:
    if not isinstance(value, int | float):
        return None
    low = 0 if question.minimum is None else question.minimum
    high = 10_000 if question.maximum is None else question.maximum
    return int(min(max(value, low), high))
