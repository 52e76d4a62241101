"""The two files of a run: read, understood, told, asked about where in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import click

from ithaque.pairing.cli.sentences import tell
from ithaque.pairing.cli.settings_file import MatchSettings
from ithaque.pairing.intake import (
    Column,
    ColumnMapping,
    Fault,
    Record,
    Side,
    Table,
    TableError,
    column_words,
    fault_words,
    field_named,
    fields_for,
    note_words,
    place_words,
    read_records,
    read_table,
    recognise,
    why_words,
)
from ithaque.pairing.intake.header import plain_header
from ithaque.pairing.words import Language

SHOWN_PER_KIND = 5
NAMING = ("name", "first_name", "last_name", "email", "id")


@dataclass
class SideFile:
    """One side of a run: its file, what its columns mean, its people and what is wrong on its lines."""

    side: Side
    path: Path
    table: Table
    mapping: ColumnMapping
    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def fields(self) -> set[str]:
        """Return the fields this file tells, languages of yes/no columns as one."""
        used = {column.field for column in self.mapping.columns if column.field}
        return {"languages" if code.startswith("speaks_") else code for code in used}

    def counts_seniority_in(self, kind: str) -> bool:
        """Return whether seniority was read as a "year", a "grade" or a "number"."""
        wanted = f"evidence.values_{kind}"
        return any(
            c.field == "seniority" and any(e.code == wanted for e in c.evidence)
            for c in self.mapping.columns
        )


def open_side(side: Side, path: Path, settings: MatchSettings) -> SideFile:
    """Return one side read and recognised, with the columns the settings name. Raises `TableError`."""
    table = read_table(path, limits=settings.limits, sheet=settings.sheets.get(side, ""))
    mapping = recognise(table, side)
    for header, code in settings.columns.get(side, {}).items():
        mapping = mapping.choose(header, code or None)
    if side == "mentor" and settings.capacity_column:
        mapping = mapping.choose(settings.capacity_column, "capacity")
    return SideFile(side, path, table, mapping)


def apply_maps(
    files: list[SideFile], maps: Iterable[str], sides: set[Side], language: Language
) -> None:
    """Follow the `column=field` options on the files of those sides that have the column.

    Raises `click.UsageError` for an option that cannot be read or fits no file, `TableError` for an unknown field.
    """
    for text in maps:
        header, sign, code = text.rpartition("=")
        if not sign or not header.strip():
            raise click.UsageError(tell("error.map", language, text=text))
        asked = [one for one in files if one.side in sides and _has(one.table, header)]
        if not asked:
            columns = [name for one in files if one.side in sides for name in one.table.headers]
            raise click.UsageError(
                tell(
                    "error.map_column",
                    language,
                    column=header,
                    columns=list(dict.fromkeys(columns)),
                )
            )
        refusals = []
        for one in asked:
            try:
                one.mapping = one.mapping.choose(header.strip(), code.strip() or None)
            except TableError as error:
                refusals.append(error)
        # A field of one side only is fine as long as one file takes it.
        if len(refusals) == len(asked):
            raise refusals[0]


def _has(table: Table, header: str) -> bool:
    wanted = plain_header(header.strip())
    return any(header.strip() == name or wanted == plain_header(name) for name in table.headers)


def ask_about(one: SideFile, language: Language) -> None:
    """Ask on the terminal about the columns in doubt, and who the lines are about when nothing says it."""
    codes = [known.code for known in fields_for(one.side)]
    for column in one.mapping.unsure:
        if column.suggestion in one.fields and not _takes_many(column.suggestion):
            continue
        label = _label(column.suggestion, language)
        question = tell("ask.column", language, column=column_words(column.header, language), field=label,
                        examples=", ".join(column.examples))  # fmt: skip
        while True:
            answer = click.prompt(question, default=column.suggestion, err=True).strip()
            try:
                one.mapping = one.mapping.choose(column.header, None if answer == "-" else answer)
                break
            except TableError:
                click.echo(tell("ask.again", language, fields=codes), err=True)
    while not any(one.mapping.columns_of(code) for code in NAMING):
        answer = click.prompt(
            tell("ask.name", language, columns=", ".join(one.table.headers)), err=True
        )
        if _has(one.table, answer):
            one.mapping = one.mapping.choose(answer.strip(), "name")


def _takes_many(code: str | None) -> bool:
    known = field_named(code) if code else None
    return bool(known and known.many)


def read_people(one: SideFile) -> None:
    """Read the people of a side. Raises `TableError`."""
    one.records, one.faults = read_records(one.table, one.mapping)


def told(one: SideFile, language: Language) -> Iterator[str]:
    """Yield what was understood of a file and what was assumed, line by line."""
    table = one.table
    form = ""
    if table.sheet:
        form = tell("file.sheet", language, sheet=table.sheet)
    elif table.delimiter:
        sign = {"\t": "tab"}.get(table.delimiter, table.delimiter)
        form = tell("file.text", language, encoding=table.encoding, delimiter=sign)
    yield tell(f"file.{one.side}", language, name=one.path.name, rows=len(table.rows), format=form)
    for columns in _runs(one.mapping.columns):
        yield _column_line(columns, language)
    for note in (*table.notes, *one.mapping.notes):
        yield f"  {note_words(note, language)}"


def _runs(columns: tuple[Column, ...]) -> Iterator[list[Column]]:
    """Group neighbouring columns that tell one ranked list."""
    for ranked, run in groupby(
        columns,
        key=lambda column: bool(column.evidence) and column.evidence[0].code == "evidence.ranked",
    ):
        if ranked:
            yield list(run)
        else:
            yield from ([column] for column in run)


def _column_line(columns: list[Column], language: Language) -> str:
    column = columns[0]
    data = {
        "column": column_words(column.header, language),
        "evidence": why_words(column, language),
    }
    if len(columns) > 1:
        last = column_words(columns[-1].header, language)
        return tell(
            "columns.ranked", language, last=last, field=_label(column.field, language), **data
        )
    if column.field:
        return tell("column.used", language, field=_label(column.field, language), **data)
    if column.suggestion:
        label = _label(column.suggestion, language)
        return tell("column.maybe", language, field=label, code=column.suggestion, **data)
    return tell("column.left", language, **data)


def _label(code: str | None, language: Language) -> str:
    known = field_named(code) if code else None
    return known.label(language) if known else ""


def told_faults(faults: list[Fault], language: Language) -> Iterator[str]:
    """Yield what is wrong on the lines: the first of each kind, and how many more."""
    if not faults:
        return
    yield tell("faults.head", language, count=len(faults))
    kinds = sorted({(fault.severity != "error", fault.code) for fault in faults})
    for _, code in kinds:
        same = [fault for fault in faults if fault.code == code]
        for fault in same[:SHOWN_PER_KIND]:
            yield tell(
                "faults.one",
                language,
                place=place_words(fault, language),
                words=str(fault_words(fault, language)),
            )
        if len(same) > SHOWN_PER_KIND:
            yield tell("faults.more", language, count=len(same) - SHOWN_PER_KIND)
