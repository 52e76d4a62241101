"""A file of people on its way to a cohort: read, understood column by column, previewed row by row.

Nothing here writes. The engine's intake reads and recognises; this module says what the programme's form
can keep of it, who is new, and what each problem is called in the reader's language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ithaque.kernel import clock, files
from ithaque.kernel.errors import Refusal
from ithaque.matching.answered import DAYS
from ithaque.matching.models import Import
from ithaque.pairing import Skill
from ithaque.pairing.intake import (
    Column,
    ColumnMapping,
    Fault,
    Limits,
    Record,
    Table,
    TableError,
    column_words,
    error_words,
    evidence_words,
    fault_words,
    field_named,
    fields_for,
    note_words,
    read_records,
    read_table,
    recognise,
    table_bytes,
)
from ithaque.pairing.intake.header import fold
from ithaque.pairing.intake.table import Side as IntakeSide
from ithaque.pairing.words import Language
from ithaque.people import skills
from ithaque.programmes.enums import Side
from ithaque.programmes.services import Enrolled, Given, already_enrolled
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.schema import FormSchema, Question
from ithaque.questionnaires.selectors import latest_version, schema_of

MOST_ROWS = 20_000
LONGEST_LABEL = 200
IDENTITY = frozenset({"id", "name", "first_name", "last_name", "email", "minor", "capacity"})
PLACEHOLDER = "import.invalid"
"""Domain of the addresses given to people whose file has none: nobody can own it (RFC 2606)."""


def limits() -> Limits:
    """Return how much of a file the product takes in at once."""
    return Limits(rows=MOST_ROWS, bytes=settings.UPLOAD_MAX_BYTES)


def language() -> Language:
    """Return the language the engine's words are asked in."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def table_from(content: bytes, name: str) -> Table:
    """Return the table of a file; raises TableError."""
    return read_table(content, name, limits=limits())


def table_of(import_: Import) -> Table:
    """Return the table of a kept file; refuses when the file was forgotten with someone it named."""
    if import_.file is None:
        raise Refusal(
            "file_gone",
            _("The file of this import was erased with the data of a person. Send it again."),
        )
    return table_from(files.read(import_.file), import_.file.name)


def mapping_of(import_: Import, table: Table) -> ColumnMapping:
    """Return what each column means: what was recognised, then what people chose."""
    mapping = recognise(table, cast(IntakeSide, import_.side))
    return mapping.remembered(import_.mapping.get("columns", {}))


def form_of(import_: Import) -> FormSchema:
    """Return the questions that people of this side are asked."""
    programme = import_.cohort.programme
    form = programme.mentor_form if import_.side == Side.MENTOR else programme.mentee_form
    return schema_of(latest_version(form))


@dataclass(frozen=True)
class ColumnShown:
    """A column as the page of columns shows it."""

    header: str
    name: str
    field: str
    label: str
    sure: str
    why: str
    examples: tuple[str, ...]
    kept: bool
    suggestion: str


def columns_shown(mapping: ColumnMapping, schema: FormSchema) -> list[ColumnShown]:
    """Return the columns with what was understood, why, and whether the form keeps it."""
    return [_shown(column, schema) for column in mapping.columns]


def _shown(column: Column, schema: FormSchema) -> ColumnShown:
    known = field_named(column.field) if column.field else None
    guess = field_named(column.suggestion) if column.suggestion else None
    return ColumnShown(
        header=column.header,
        name=column_words(column.header, language()),
        field=column.field or "",
        label=known.label(language()) if known else "",
        sure=_sure(column),
        why=" · ".join(evidence_words(one, language()) for one in column.evidence),
        examples=column.examples,
        kept=bool(known) and is_kept(column.field or "", schema),
        suggestion=guess.label(language()) if guess else "",
    )


def _sure(column: Column) -> str:
    if not column.field:
        return "none"
    return "high" if column.confidence >= 0.85 or column.chosen else "medium"


def is_kept(code: str, schema: FormSchema) -> bool:
    """Tell whether a field has a place: the person's identity, or a question of the form."""
    if code in IDENTITY:
        return True
    code = "languages" if code.startswith("speaks_") else code
    asked = {question.field for question in schema.questions() if question.field}
    return code in asked or any((one or "").startswith(f"{code}.") for one in asked)


def field_choices(side: str) -> list[tuple[str, str]]:
    """Return what a column may be said to be, for a select."""
    fields = fields_for(cast(IntakeSide, side))
    choices = [(one.code, one.label(language())) for one in fields if not one.sensitive]
    return [("", _("Leave this column out")), *choices]


def notes(table: Table, mapping: ColumnMapping) -> list[str]:
    """Return the remarks on the whole table, in words."""
    return [note_words(note, language()) for note in (*table.notes, *mapping.notes)]


def table_error(error: TableError) -> str:
    """Return why a file cannot be used and what to do."""
    if error.code == "too_big":
        return _(
            "This file is larger than %(megabytes)s MB. Nothing was kept: send a smaller one."
        ) % {"megabytes": settings.UPLOAD_MAX_BYTES // 2**20}
    return error_words(error, language())


@dataclass(frozen=True)
class Trouble:
    """Something wrong on a line, in words: where, what, what is kept, what to do."""

    line: int
    column: str
    wrong: str
    kept: str
    to_do: str
    blocking: bool


@dataclass
class Reading:
    """A file read with the columns chosen: people to enrol, and what is wrong with the other lines."""

    table: Table
    people: list[Given] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    minors: list[int] = field(default_factory=list)

    @property
    def bad_lines(self) -> set[int]:
        """Return the lines left out because of an error."""
        return {one.line for one in self.faults if one.severity == "error"} | set(self.minors)

    @property
    def without_address(self) -> int:
        """Return how many people have no address of their own."""
        return sum(one.email.endswith(PLACEHOLDER) for one in self.people)

    def troubles(self) -> list[Trouble]:
        """Return everything wrong, in words, in the order of the lines."""
        found = [_trouble(fault) for fault in self.faults] + [_minor(line) for line in self.minors]
        return sorted(found, key=lambda one: (one.line, not one.blocking))


def read(import_: Import, table: Table | None = None) -> Reading:
    """Return the people of a file; raises TableError when no column says who they are."""
    table = table or table_of(import_)
    records, faults = read_records(table, mapping_of(import_, table), today=clock.today())
    reading = Reading(table, faults=faults)
    composer = Composer(form_of(import_))
    for record in records:
        if record.values.get("minor"):
            reading.minors.append(record.line)
            continue
        given = composer.given(record)
        reading.people.append(given)
        reading.lines[given.source_key] = record.line
    return reading


def standing(import_: Import, reading: Reading) -> Enrolled:
    """Return who would be new, who is enrolled already, who stands on the other side."""
    outcome = Enrolled()
    for start in range(0, len(reading.people), 500):
        part = already_enrolled(
            cohort=import_.cohort, side=import_.side, people=reading.people[start : start + 500]
        )
        outcome.added += part.added
        outcome.known += part.known
        outcome.elsewhere += part.elsewhere
    return outcome


def _trouble(fault: Fault) -> Trouble:
    words = fault_words(fault, language())
    column = column_words(fault.column, language()) if fault.column else ""
    return Trouble(
        fault.line, column, words.wrong, words.kept, words.to_do, fault.severity == "error"
    )


def _minor(line: int) -> Trouble:
    return Trouble(
        line,
        "",
        _("This person is under 18."),
        _("The line is left out."),
        _("Send them the public page: a parent or guardian must authorise them."),
        True,
    )


def bad_rows(reading: Reading) -> bytes:
    """Return the lines left out as a CSV, with the reason of each; no cell can act as a formula."""
    reasons: dict[int, list[str]] = {}
    for one in reading.troubles():
        if one.blocking:
            said = f"{one.column} – {one.wrong}" if one.column else one.wrong
            reasons.setdefault(one.line, []).append(f"{said} {one.to_do}")
    headers = [*reading.table.headers, _("Line"), _("Why it was left out")]
    rows: list[list[str | int | float | date | None]] = [
        [*row.cells, row.line, " ".join(reasons[row.line])]
        for row in reading.table.rows
        if row.line in reasons
    ]
    return table_bytes(".csv", headers, rows)


class Composer:
    """Turns records into answers to one form, question by question."""

    def __init__(self, schema: FormSchema) -> None:
        self.questions = [question for question in schema.questions() if question.field]
        self.known_skills: dict[str, str | None] = {}

    def given(self, record: Record) -> Given:
        """Return the person a record describes, as the programme enrols them."""
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
            answers=self.answers(record.values),
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


def remembered(known: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the columns chosen last time, the latest import first."""
    return next((dict(one) for one in known if one), {})
