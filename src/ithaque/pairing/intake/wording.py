"""What the intake says, in French and English: why a file is refused, what is wrong on a line, why a column was
taken for a field.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ithaque.pairing.intake.fields import field_named
from ithaque.pairing.intake.mapping import Column
from ithaque.pairing.intake.sentences import (
    COLUMN_WORDS,
    EVIDENCE,
    KINDS,
    LINE_FAULTS,
    LINE_HEADS,
    NOTES,
    SEPARATORS,
    TABLE_ERRORS,
)
from ithaque.pairing.intake.table import Fault, Table, TableError
from ithaque.pairing.messages import Message
from ithaque.pairing.words import Language, enumeration, phrase


@dataclass(frozen=True)
class FaultWords:
    """A fault in three sentences: what is wrong, what is kept, what to do."""

    wrong: str
    kept: str
    to_do: str

    def __str__(self) -> str:
        return f"{self.wrong} {self.kept} {self.to_do}".strip()


def error_words(error: TableError, language: Language) -> str:
    """Return why a file is refused and what to do, in one or two sentences."""
    return phrase(TABLE_ERRORS[error.code][language == "en"], language, error.data)


def fault_words(fault: Fault, language: Language) -> FaultWords:
    """Return what a fault of a line says; `place_words` says where."""
    wrong, kept, to_do = LINE_FAULTS[fault.code][language == "en"]
    return FaultWords(*(phrase(part, language, fault.data) for part in (wrong, kept, to_do)))


def place_words(fault: Fault, language: Language) -> str:
    """Return « ligne 12, colonne « Anglais » » or "line 12, column “English”"."""
    template = COLUMN_WORDS[bool(fault.column)][language == "en"]
    column = column_words(fault.column, language)
    known = field_named(fault.column)
    return phrase(
        template,
        language,
        {"line": str(fault.line), "column": known.label(language) if known else column},
    )


def lines_to_correct(
    table: Table, faults: Iterable[Fault], language: Language
) -> tuple[list[str], list[list[str]]]:
    """Return headers and rows of a table to give back: each line that was left out, its number and what to do.

    The person corrects it and sends it again; the two columns added are then left aside.
    """
    wrong: dict[int, list[Fault]] = {}
    for fault in faults:
        wrong.setdefault(fault.line, []).append(fault)
    refused = {
        line for line, found in wrong.items() if any(fault.severity == "error" for fault in found)
    }
    rows = [row for row in table.rows if row.line in refused]
    width = max([len(table.headers), *(len(row.cells) for row in rows)])
    added = [f"#{at + 1}" for at in range(len(table.headers), width)]
    line_head, words_head = LINE_HEADS[language == "en"]
    return [line_head, words_head, *table.headers, *added], [
        [
            str(row.line),
            " ".join(str(fault_words(fault, language)) for fault in wrong[row.line]),
            *row.cells,
        ]
        + [""] * (width - len(row.cells))
        for row in rows
    ]


def column_words(header: str, language: Language) -> str:
    """Return a header as shown; "#5" is the fifth column, which has no name."""
    if header.startswith("#") and header[1:].isdigit():
        return f"{'colonne' if language == 'fr' else 'column'} {header[1:]}"
    return header


def note_words(note: Message, language: Language) -> str:
    """Return a remark on a whole table."""
    return phrase(NOTES[note.code][language == "en"], language, note.data)


def why_words(column: Column, language: Language) -> str:
    """Return why a column was given its meaning, or left out, in one phrase."""
    said = [evidence_words(one, language) for one in column.evidence]
    if column.evidence[-1].code == "evidence.values_deny" and len(said) > 1:
        return f"{enumeration(said[:-1], language)}, {'mais' if language == 'fr' else 'but'} {said[-1]}"
    return enumeration(said, language)


def evidence_words(evidence: Message, language: Language) -> str:
    """Return one reason for or against the meaning given to a column."""
    data = dict(evidence.data)
    if "kind" in data:
        data["kind"] = KINDS[data["kind"]][language == "en"]
    if "separator" in data:
        data["separator"] = SEPARATORS.get(data["separator"], ("« {0} »", "“{0}”"))[
            language == "en"
        ].format(data["separator"])
    if "language" in data:
        from ithaque.pairing.intake.languages import name_of

        data["language"] = name_of(data["language"], language)
    return phrase(EVIDENCE[evidence.code][language == "en"], language, data)
