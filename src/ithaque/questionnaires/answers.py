"""Reading answers: what each question accepts, what it says when it cannot, how an answer is told."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ithaque.questionnaires.conditions import EMPTY
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.fields import field_for, skill_levels
from ithaque.questionnaires.schema import Option, Question
from ithaque.ui import dates
from ithaque.ui.forms.answers import LANGUAGE_LEVELS
from ithaque.ui.forms.widgets import DAYS
from ithaque.ui.templatetags.typo import file_size


@dataclass
class Reading:
    """What was understood of some answers: `values` by key, and `errors` (sentences) by key."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)


def read(questions: Iterable[Question], given: Mapping[str, Any], *, complete: bool) -> Reading:
    """Return the answers that hold and the sentence for each that does not.

    Keys that no question asks are left aside. `complete` also asks for the required ones.
    """
    reading = Reading()
    for question in questions:
        if question.key not in given and not complete:
            continue
        try:
            asked = field_for(question, required=None if complete else False)
            value = asked.clean(printable(given.get(question.key)))
        except ValidationError as error:
            reading.errors[question.key] = list(error.messages)
        else:
            reading.values[question.key] = printable(value)
    return reading


def printable(value: Any) -> Any:
    """Return an answer without what no database keeps in JSON: null characters, numbers without end."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [printable(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): printable(one) for key, one in value.items()}
    return value


def is_empty(value: Any) -> bool:
    """Tell whether an answer says nothing."""
    return value in EMPTY


def tell(question: Question, value: Any) -> str | list[str]:
    """Return an answer in words: a sentence, or a list of them (skills in order, choices, scales)."""
    if is_empty(value):
        return ""
    teller = _TELLERS.get(question.type)
    return teller(question, value) if teller else str(value)


def _tell_skills(question: Question, value: Any) -> list[str]:
    levels = dict(skill_levels(question))
    return [
        f"{skill['label']} ({levels[skill['level']]})"
        if skill.get("level") in levels
        else str(skill["label"])
        for skill in value
    ]


def _tell_options(question: Question, value: Any) -> list[str]:
    return [question.option_label(one) for one in value]


def _tell_languages(question: Question, value: Any) -> list[str]:
    if not isinstance(value, Mapping):
        return _tell_options(question, value)
    levels = dict(LANGUAGE_LEVELS)
    return [f"{question.option_label(one)} ({levels[level]})" for one, level in value.items()]


def _tell_matrix(question: Question, value: Any) -> list[str]:
    return [
        _("%(line)s: %(answer)s")
        % {"line": row.label, "answer": _named(question.columns, value[row.value])}
        for row in question.rows
        if row.value in value
    ]


def _named(options: tuple[Option, ...], value: str) -> str:
    return next((str(one.label) for one in options if one.value == value), value)


def _tell_number(question: Question, value: Any) -> str:
    return f"{value}\u00a0{question.unit}" if question.unit else str(value)


def _tell_town(question: Question, value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    if "radius" not in value:
        return str(value["town"])
    return _("%(town)s, within %(radius)d km") % {"town": value["town"], "radius": value["radius"]}


def _tell_file(question: Question, value: Any) -> str:
    return f"{value['name']} ({file_size(value['size'])})"


def _tell_style(question: Question, value: Any) -> list[str]:
    return [
        _tell_place(str(item.left), str(item.right), value[item.key])
        for item in question.items
        if item.key in value
    ]


def _tell_place(left: str, right: str, point: int) -> str:
    if point == 3:
        return _("Halfway: %(left)s / %(right)s") % {"left": left, "right": right}
    strength = _("rather: %(words)s") if point in (2, 4) else _("clearly: %(words)s")
    words = strength % {"words": left if point < 3 else right}
    return words[:1].upper() + words[1:]


def _tell_availability(question: Question, value: Any) -> list[str]:
    lines = []
    for number, day in enumerate(DAYS):
        hours = [int(slot.partition("-")[2]) for slot in value if slot.startswith(day)]
        if hours:
            words = ", ".join(dates.clock_hour(hour) for hour in hours)
            lines.append(_("%(day)s: %(hours)s") % {"day": dates.weekday(number), "hours": words})
    return lines


_TELLERS: dict[QuestionType, Any] = {
    QuestionType.SKILLS: _tell_skills,
    QuestionType.CHOICE: lambda question, value: question.option_label(value),
    QuestionType.SEVERAL: _tell_options,
    QuestionType.RANKED: _tell_options,
    QuestionType.LANGUAGES: _tell_languages,
    QuestionType.MATRIX: _tell_matrix,
    QuestionType.NUMBER: _tell_number,
    QuestionType.PLACE: _tell_town,
    QuestionType.FILE: _tell_file,
    QuestionType.STYLE: _tell_style,
    QuestionType.SCALE: lambda question, value: _tell_place(
        str(question.left), str(question.right), value
    ),
    QuestionType.DATE: lambda question, value: dates.day(
        dt.date.fromisoformat(value), weekday=False, year=True
    ),
    QuestionType.AVAILABILITY: _tell_availability,
}
