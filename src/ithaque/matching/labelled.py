"""Columns named after the questions of a form: recognised by their label, read cell by cell.

What the engine recognises by its own names comes first where both mean the same; a heading that is the label of a
question, in French or in English, is that question. A likeness is offered, never taken in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from ithaque.matching.cells import CellReader, can_be_read
from ithaque.pairing import Message
from ithaque.pairing.intake import Column, ColumnMapping, Row, Table
from ithaque.pairing.intake.header import fold, plain_header
from ithaque.questionnaires.schema import FormSchema, Question

PREFIX = "question:"
IDENTITY = frozenset({"id", "name", "first_name", "last_name", "email", "minor", "capacity"})
SURE, LIKE = 0.95, 0.84


def question_named(code: str, schema: FormSchema) -> Question | None:
    """Return the question a column is said to answer, None for anything else."""
    if not code.startswith(PREFIX):
        return None
    question = schema.question(code.removeprefix(PREFIX))
    return question if question and can_be_read(question) else None


def choices_of(schema: FormSchema) -> list[tuple[str, str]]:
    """Return the questions a column may answer, by what is stored."""
    return [
        (f"{PREFIX}{one.key}", str(one.label)) for one in schema.questions() if can_be_read(one)
    ]


def with_questions(
    mapping: ColumnMapping, schema: FormSchema, chosen: Mapping[str, str]
) -> ColumnMapping:
    """Return the mapping with the columns that answer a question, by their label or because someone said so."""
    labels = _Labels(schema)
    said = {header: one for header in chosen if (one := question_named(chosen[header], schema))}
    taken = {one.key for one in said.values()}
    columns = []
    for column in mapping.columns:
        if column.header in said:
            evidence = (Message("evidence.chosen"),)
            column = _answers(column, said[column.header], 1.0, evidence, chosen=True)
        elif column.header not in chosen:
            column = _recognised(column, labels, taken)
        columns.append(column)
    return replace(mapping, columns=tuple(columns))


def _recognised(column: Column, labels: _Labels, taken: set[str]) -> Column:
    sensitive = any(one.code == "evidence.sensitive" for one in column.evidence)
    if sensitive or column.field in IDENTITY:
        return column
    question = labels.exact(column.header)
    if question is not None and question.key not in taken:
        taken.add(question.key)
        if question.field and column.field == question.field:
            return column
        evidence = (Message("evidence.header", {"header": column.header}),)
        return _answers(column, question, SURE, evidence)
    near = None if column.field else labels.near(column.header)
    if near is not None and near.key not in taken:
        evidence = (Message("evidence.header_near", {"word": str(near.label)}),)
        return replace(column, suggestion=f"{PREFIX}{near.key}", evidence=evidence)
    return column


def _answers(
    column: Column,
    question: Question,
    confidence: float,
    evidence: tuple[Message, ...],
    *,
    chosen: bool = False,
) -> Column:
    return replace(
        column,
        field=f"{PREFIX}{question.key}",
        confidence=confidence,
        evidence=evidence,
        suggestion=None,
        chosen=chosen,
    )


class _Labels:
    """The questions of a form by their folded labels, in both languages."""

    def __init__(self, schema: FormSchema) -> None:
        self.by_label: dict[str, Question] = {}
        self.by_words: dict[str, Question] = {}
        for question in schema.questions():
            for label in (question.label.fr, question.label.en):
                if label and can_be_read(question):
                    self.by_label.setdefault(fold(label), question)
                    self.by_words.setdefault(plain_header(label), question)

    def exact(self, header: str) -> Question | None:
        """Return the question of this very label."""
        return self.by_label.get(fold(header))

    def near(self, header: str) -> Question | None:
        """Return the question whose label looks like a heading: little words and plurals aside, or all but."""
        plain = plain_header(header)
        if plain in self.by_words:
            return self.by_words[plain]
        found = get_close_matches(plain, self.by_words, 1, LIKE)
        return self.by_words[found[0]] if found else None


@dataclass(frozen=True)
class Aside:
    """Part of a cell that was not understood: where, what was written, what to do."""

    line: int
    column: str
    written: str
    to_do: str


@dataclass
class AnswersOfLines:
    """Reads, line by line, the columns that answer a question of the form."""

    table: Table
    mapping: ColumnMapping
    schema: FormSchema
    aside: list[Aside] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows: dict[int, Row] = {row.line: row for row in self.table.rows}
        self.readers = [
            (self.table.headers.index(column.header), column.header, CellReader(question))
            for column in self.mapping.columns
            if column.field and (question := question_named(column.field, self.schema))
        ]

    def of(self, line: int) -> dict[str, Any]:
        """Return the answers of a line by the key of their question; what cannot be read is kept aside."""
        answers: dict[str, Any] = {}
        if not self.readers:
            return answers
        cells = self.rows[line].cells
        for at, header, reader in self.readers:
            cell = reader.read(cells[at].replace("\x00", ""))
            self._keep_aside(line, header, cell.aside)
            if cell.value not in (None, "", [], {}):
                answers[reader.question.key] = cell.value
        return answers

    def _keep_aside(self, line: int, header: str, aside: Iterable[tuple[str, str]]) -> None:
        self.aside += [Aside(line, header, written[:60], to_do) for written, to_do in aside]
