"""What the columns of one table mean, and how a person corrects it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ithaque.pairing.intake.fields import field_named, fields_for
from ithaque.pairing.intake.header import plain_header
from ithaque.pairing.intake.table import Side, TableError
from ithaque.pairing.messages import Message


@dataclass(frozen=True)
class Column:
    """What was understood of one column: its field or None, how sure (0 to 1) and why.

    `suggestion` is the field to ask about when nothing was sure enough.
    """

    header: str
    field: str | None
    confidence: float = 0.0
    evidence: tuple[Message, ...] = ()
    suggestion: str | None = None
    examples: tuple[str, ...] = ()
    chosen: bool = False


@dataclass(frozen=True)
class ColumnMapping:
    """The meaning of all columns of one table, in the order of the file."""

    side: Side
    columns: tuple[Column, ...]
    notes: tuple[Message, ...] = ()

    def columns_of(self, field: str) -> list[str]:
        """Return the headers that tell a field, in the order of the file."""
        return [column.header for column in self.columns if column.field == field]

    @property
    def unknown(self) -> list[Column]:
        """Return the columns left out."""
        return [column for column in self.columns if column.field is None]

    @property
    def unsure(self) -> list[Column]:
        """Return the columns worth a question."""
        return [column for column in self.columns if column.suggestion and not column.chosen]

    def choose(self, header: str, field: str | None) -> ColumnMapping:
        """Return the mapping with one column decided by a person; another column of a single field gives way.

        Raises `TableError`: column_unknown, field_unknown.
        """
        headers = {column.header: column.header for column in self.columns}
        headers |= {plain_header(name): name for name in headers}
        name = headers.get(header) or headers.get(plain_header(header))
        if name is None:
            raise TableError(
                "column_unknown", column=header, columns=[column.header for column in self.columns]
            )
        known = field_named(field) if field else None
        if field and (known is None or known.side not in (None, self.side)):
            raise TableError(
                "field_unknown", field=field, fields=[known.code for known in fields_for(self.side)]
            )
        columns = []
        for column in self.columns:
            if column.header == name:
                said = (Message("evidence.chosen"),)
                column = replace(
                    column, field=field, confidence=1.0, evidence=said, suggestion=None, chosen=True
                )
            elif known and not known.many and column.field == field:
                column = replace(
                    column,
                    field=None,
                    confidence=0.0,
                    evidence=(Message("evidence.replaced", {"column": name}),),
                )
            columns.append(column)
        return replace(self, columns=tuple(columns))

    def as_dict(self) -> dict[str, str]:
        """Return header -> field of the columns used, to be remembered; `remembered` reads it back."""
        return {column.header: column.field for column in self.columns if column.field}

    def remembered(self, known: Mapping[str, str]) -> ColumnMapping:
        """Return the mapping with the choices of an earlier import applied to the headers they fit."""
        mapping = self
        for header, field in known.items():
            try:
                mapping = mapping.choose(header, field or None)
            except TableError:
                continue
        return mapping
