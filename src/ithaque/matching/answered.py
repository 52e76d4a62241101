"""What someone answered, as matching reads it: by the `field` of the questions, in values that compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ithaque.kernel import clock
from ithaque.pairing import Skill
from ithaque.pairing.intake.hours import to_utc
from ithaque.pairing.people import folded
from ithaque.programmes.models import Enrolment
from ithaque.questionnaires.criteria import OWN_WORDS, is_compared_as_words, read_as
from ithaque.questionnaires.enums import QuestionType, Use
from ithaque.questionnaires.models import FormVersion
from ithaque.questionnaires.schema import Question
from ithaque.questionnaires.selectors import schema_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEPARATORS = re.compile(r"[;,\n]+")
ROME = "rome:"
EXPECTED = {"months": "duration_months", "meetings": "meetings_per_month"}
"""Expectations the engine knows by another name, with the range it compares them on."""
WORDS_KEPT = 4_000
EPOCH, DAYS_OF_A_MONTH = date(2000, 1, 1), 30.44
CONVERSATION = 2
"""Level of a language from which two people can talk (`ui.forms.answers.LANGUAGE_LEVELS`)."""


@dataclass(frozen=True)
class Field:
    """What matching needs of a question: how its answer is read, the order of its options (or columns), their
    words in French, whether its words may be compared, the bounds of a number.
    """

    key: str
    name: str
    type: QuestionType
    options: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    as_words: bool = False
    bounds: tuple[int, int] | None = None


Forms = Mapping[int, tuple[Field, ...]]


def answers_by_field(enrolment: Enrolment, forms: Forms) -> dict[str, Any]:
    """Return what someone answered, by the field matching reads it as; unanswered fields are absent."""
    if enrolment.sheet is None:
        return {}
    given = enrolment.sheet.answers
    found: dict[str, Any] = {}
    for asked in forms.get(enrolment.sheet.version_id, ()):
        value = given.get(asked.key)
        if value in (None, "", [], {}):
            continue
        if asked.name == OWN_WORDS and not asked.as_words:
            continue
        value = comparable(asked, value)
        earlier = found.get(asked.name)
        if isinstance(earlier, list) and isinstance(value, list):
            value = earlier + value
        elif asked.name == OWN_WORDS and earlier:
            value = f"{earlier}\n{value}"
        found[asked.name] = value
    return found


def forms_of(enrolments: Iterable[Enrolment]) -> Forms:
    """Return, by version of form, the questions that matching reads."""
    versions = {one.sheet.version_id for one in enrolments if one.sheet}
    return {
        version.pk: fields_of(version) for version in FormVersion.objects.filter(pk__in=versions)
    }


def fields_of(version: FormVersion) -> tuple[Field, ...]:
    """Return the questions of a version that matching reads; never one asked for reports only."""
    asked = schema_of(version).questions()
    return tuple(_field(one) for one in asked if read_as(one) and one.purpose == Use.MATCHING)


def _field(question: Question) -> Field:
    options = question.columns or question.options
    low, high = question.minimum, question.maximum
    return Field(
        question.key,
        read_as(question),
        question.type,
        tuple(one.value for one in options),
        tuple(one.label.fr or one.label.en for one in options),
        is_compared_as_words(question),
        (low, high) if low is not None and high is not None and low < high else None,
    )


def comparable(asked: Field, value: Any) -> Any:
    """Return an answer as matching compares it: places on a scale, words of choices, languages spoken.

    A point of a table and a bounded number become places from 1 to 5, as a scale gives; a day becomes months; a
    language counts when one can hold a conversation in it.
    """
    ordered = asked.name == "seniority" or asked.name.startswith("expectations.")
    match asked.type:
        case QuestionType.CHOICE if ordered:
            return asked.options.index(value) if value in asked.options else None
        case QuestionType.DATE if ordered:
            return (date.fromisoformat(value) - EPOCH).days / DAYS_OF_A_MONTH
        case QuestionType.NUMBER if ordered and asked.bounds and not _has_its_range(asked.name):
            return _place(value - asked.bounds[0], asked.bounds[1] - asked.bounds[0])
        case QuestionType.MATRIX:
            last = len(asked.options) - 1
            return {
                row: _place(asked.options.index(column), last)
                for row, column in value.items()
                if column in asked.options
            }
        case QuestionType.LANGUAGES if isinstance(value, Mapping):
            return [language for language, level in value.items() if level >= CONVERSATION]
        case QuestionType.RANKED | QuestionType.SEVERAL if asked.name in (
            "needs",
            "offers",
            "path",
        ):
            words = dict(zip(asked.options, asked.labels, strict=True))
            return [words.get(one, one) for one in value]
        case _:
            return value


def _place(point: float, last: float) -> float:
    return 1 + 4 * point / last if last else 1.0


def _has_its_range(name: str) -> bool:
    return name.partition(".")[2] in EXPECTED


def _skills(value: Any) -> tuple[Skill, ...]:
    if isinstance(value, str):
        value = [{"label": word} for word in SEPARATORS.split(value)]
    return tuple(_skill(one) for one in value if _label(one))


def _skill(one: Any) -> Skill:
    entry: Mapping[str, Any] = one if isinstance(one, Mapping) else {"label": str(one)}
    label = _label(entry)
    return Skill(str(entry.get("id") or folded(label)), label, entry.get("level"))


def _label(one: Any) -> str:
    return str(one.get("label") or "" if isinstance(one, Mapping) else one).strip()


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = SEPARATORS.split(value)
    return tuple(word for word in (_label(one) for one in value) if word)


def _path(value: Any) -> tuple[str, ...]:
    """Return occupations by their code (ROME as “J1511”, which the engine compares by domain), else their words."""
    if isinstance(value, str):
        return _words(value)
    return tuple(word for one in value if (word := _occupation(one)))


def _occupation(one: Any) -> str:
    identifier = str(one.get("id") or "") if isinstance(one, Mapping) else ""
    return identifier.removeprefix(ROME) or _label(one)


def text(value: Any) -> str:
    """Return an answer as one text, cut to what is kept."""
    return (value if isinstance(value, str) else ", ".join(_words(value)))[:WORDS_KEPT]


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _where(value: Any) -> tuple[float, float] | str:
    """Return a position when someone gave theirs, the name of the town otherwise."""
    if not isinstance(value, Mapping):
        return text(value)
    at = value.get("at")
    return (at[0], at[1]) if at else text(value.get("town", ""))


READERS: dict[str, Any] = {
    "needs": _skills,
    "offers": _skills,
    "path": _path,
    "interests": _words,
    "languages": lambda value: frozenset(_words(value)),
    "modality": lambda value: frozenset(_words(value)),
    "style": lambda value: {item: float(point) for item, point in value.items()},
    "seniority": _number,
    "organisation": text,
    "team": text,
    "place": _where,
    "text": text,
}


def radius(place: Any) -> float | None:
    """Return how many kilometres someone would travel, None when they did not say."""
    radius = place.get("radius") if isinstance(place, Mapping) else None
    return None if radius is None else float(radius)


def expectations(answers: Mapping[str, Any]) -> dict[str, float]:
    """Return what someone expects, by the names the engine compares."""
    found = {}
    for name, value in answers.items():
        prefix, _, item = name.partition(".")
        if prefix == "expectations" and isinstance(value, int | float):
            found[EXPECTED.get(item, item)] = float(value)
    return found


def in_utc(slots: Any, zone: str) -> frozenset[int]:
    """Return the hours of the week (UTC, 0 = Monday 00:00) of slots such as "mon-18" in a zone, this week."""
    hours = frozenset(hour for slot in slots or () if (hour := hour_of(slot)) is not None)
    today = clock.today("UTC")
    monday = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(
        days=today.weekday()
    )
    return to_utc(hours, zone, monday)


def hour_of(slot: str) -> int | None:
    """Return the hour of the week of "mon-18", None for what is no slot."""
    day, _, hour = slot.partition("-")
    if day not in DAYS or not hour.isdigit() or int(hour) > 23:
        return None
    return DAYS.index(day) * 24 + int(hour)
