"""A file of people on its way to a cohort: read, understood column by column, previewed row by row.

Nothing here writes. The engine's intake reads and recognises; this module says what the programme's form
can keep of it, who is new, and what each problem is called in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ithaque.kernel import clock, files
from ithaque.kernel.errors import Refusal
from ithaque.matching import couples, labelled
from ithaque.matching.composing import PLACEHOLDER, Composer
from ithaque.matching.models import Import
from ithaque.pairing.intake import (
    Column,
    ColumnMapping,
    Fault,
    Limits,
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
from ithaque.pairing.intake.table import Side as IntakeSide
from ithaque.pairing.words import Language
from ithaque.programmes.enums import Side
from ithaque.programmes.services import Enrolled, Given, already_enrolled
from ithaque.questionnaires.schema import FormSchema
from ithaque.questionnaires.selectors import latest_version, schema_of

MOST_ROWS = 20_000


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


def mapping_of(import_: Import, table: Table, schema: FormSchema | None = None) -> ColumnMapping:
    """Return what each column means: what was recognised, questions of the form among it, then what people chose."""
    chosen = import_.mapping.get("columns", {})
    mapping = recognise(table, cast(IntakeSide, import_.side)).remembered(chosen)
    return labelled.with_questions(mapping, schema or form_of(import_), chosen)


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


def columns_shown(import_: Import, table: Table) -> list[ColumnShown]:
    """Return the columns with what was understood, why, and whether it has a place."""
    if import_.of_pairs:
        columns = couples.columns_of(table, import_.mapping.get("columns", {}))
        return [_shown(one, couples.FIELDS, kept=True) for one in columns]
    schema = form_of(import_)
    return [
        _shown(column, _Labels(schema), kept=is_kept(column.field or "", schema))
        for column in mapping_of(import_, table, schema).columns
    ]


@dataclass(frozen=True)
class _Labels:
    """The words of the engine's fields and of the questions of a form."""

    schema: FormSchema

    def get(self, code: str, default: Any = "") -> Any:
        """Return the label of a field or a question."""
        if question := labelled.question_named(code, self.schema):
            return _quoted(str(question.label))
        known = field_named(code)
        return known.label(language()) if known else default


def _quoted(label: str) -> str:
    return _("Question “%(label)s”") % {"label": label}


def _shown(column: Column, labels: Any, *, kept: bool) -> ColumnShown:
    label = str(labels.get(column.field or "", ""))
    return ColumnShown(
        header=column.header,
        name=column_words(column.header, language()),
        field=column.field or "",
        label=label,
        sure=_sure(column),
        why=" · ".join(evidence_words(one, language()) for one in column.evidence),
        examples=column.examples,
        kept=bool(label) and kept,
        suggestion=str(labels.get(column.suggestion or "", "")),
    )


def _sure(column: Column) -> str:
    if not column.field:
        return "none"
    return "high" if column.confidence >= 0.85 or column.chosen else "medium"


def is_kept(code: str, schema: FormSchema) -> bool:
    """Tell whether a field has a place: the person's identity, or a question of the form."""
    if code in labelled.IDENTITY or labelled.question_named(code, schema):
        return True
    code = "languages" if code.startswith("speaks_") else code
    asked = {question.field for question in schema.questions() if question.field}
    return code in asked or any((one or "").startswith(f"{code}.") for one in asked)


def field_choices(import_: Import) -> list[tuple[str, str]]:
    """Return what a column may be said to be, for a select."""
    choices = [(code, str(label)) for code, label in couples.FIELDS.items()]
    if not import_.of_pairs:
        fields = fields_for(cast(IntakeSide, import_.side))
        choices = [(one.code, one.label(language())) for one in fields if not one.sensitive]
        asked = labelled.choices_of(form_of(import_))
        choices += [(code, _quoted(label)) for code, label in asked]
    return [("", _("Leave this column out")), *choices]


def notes(import_: Import, table: Table) -> list[str]:
    """Return the remarks on the whole table, in words."""
    more = () if import_.of_pairs else mapping_of(import_, table).notes
    return [note_words(note, language()) for note in (*table.notes, *more)]


def table_error(error: TableError) -> str:
    """Return why a file cannot be used and what to do."""
    if error.code == "too_big":
        return _(
            "This file is larger than %(megabytes)s MB. Nothing was kept: send a smaller one."
        ) % {"megabytes": settings.UPLOAD_MAX_BYTES // 2**20}
    if error.code == "no_name_column":
        return _(
            "No column says who each line is about. Say in the lists which one holds a name or an address."
        )
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
    aside: list[labelled.Aside] = field(default_factory=list)

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
        found = faults_in_words(self.faults) + [_minor(line) for line in self.minors]
        found += [_kept_aside(one) for one in self.aside]
        return sorted(found, key=lambda one: (one.line, not one.blocking))


def read(import_: Import, table: Table | None = None) -> Reading:
    """Return the people of a file; raises TableError when no column says who they are."""
    table = table or table_of(import_)
    schema = form_of(import_)
    mapping = mapping_of(import_, table, schema)
    records, faults = read_records(table, mapping, today=clock.today())
    answered = labelled.AnswersOfLines(table, mapping, schema)
    reading = Reading(table, faults=faults, aside=answered.aside)
    composer = Composer(schema)
    for record in records:
        if record.values.get("minor"):
            reading.minors.append(record.line)
            continue
        given = composer.given(record, answered.of(record.line))
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


def faults_in_words(faults: Iterable[Fault]) -> list[Trouble]:
    """Return what the engine's intake found wrong, in words."""
    return [_trouble(one) for one in faults]


def _trouble(fault: Fault) -> Trouble:
    words = fault_words(fault, language())
    column = column_words(fault.column, language()) if fault.column else ""
    return Trouble(
        fault.line, column, words.wrong, words.kept, words.to_do, fault.severity == "error"
    )


def _kept_aside(one: labelled.Aside) -> Trouble:
    return Trouble(
        one.line,
        one.column,
        _("“%(written)s” cannot be read as an answer to this question.") % {"written": one.written},
        _("This part is kept aside; the rest of the line is used."),
        one.to_do,
        False,
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


def bad_rows(table: Table, troubles: Iterable[Trouble], *, aside: bool = False) -> bytes:
    """Return the lines left out as a CSV, with the reason of each; no cell can act as a formula.

    With `aside`, the lines of which a cell was kept aside.
    """
    reasons: dict[int, list[str]] = {}
    for one in troubles:
        if one.blocking != aside:
            said = f"{one.column} – {one.wrong}" if one.column else one.wrong
            reasons.setdefault(one.line, []).append(f"{said} {one.to_do}")
    why = _("What was kept aside") if aside else _("Why it was left out")
    headers = [*table.headers, _("Line"), why]
    rows: list[list[str | int | float | date | None]] = [
        [*row.cells, row.line, " ".join(reasons[row.line])]
        for row in table.rows
        if row.line in reasons
    ]
    return table_bytes(".csv", headers, rows)


def remembered(known: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the columns chosen last time, the latest import first."""
    return next((dict(one) for one in known if one), {})
