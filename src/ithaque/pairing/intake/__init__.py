"""Files of people, as they come, to the engine's persons.

    table = read_table(path)                       # CSV, XLSX, ODS; raises TableError
    mapping = recognise(table, "mentee")           # what each column means, how sure, why
    mapping = mapping.choose("Métier", "path")     # what a person corrects
    records, faults = read_records(table, mapping) # people, and what is wrong where
    mentees, mentors, names = to_sides(records, other_records)

`wording` says every code in French and English; `write_table` and `neutralise` serve every file given back.
"""

from ithaque.pairing.intake.fields import FIELDS, Field, field_named, fields_for
from ithaque.pairing.intake.mapping import Column, ColumnMapping
from ithaque.pairing.intake.output import neutralise, table_bytes, write_table, write_to
from ithaque.pairing.intake.persons import to_people, to_person, to_sides
from ithaque.pairing.intake.reading import read_table
from ithaque.pairing.intake.recognise import recognise
from ithaque.pairing.intake.records import Record, read_records
from ithaque.pairing.intake.table import Fault, Limits, Row, Severity, Side, Table, TableError
from ithaque.pairing.intake.wording import (
    column_words,
    error_words,
    evidence_words,
    fault_words,
    lines_to_correct,
    note_words,
    place_words,
    why_words,
)

__all__ = [
    "FIELDS",
    "Column",
    "ColumnMapping",
    "Fault",
    "Field",
    "Limits",
    "Record",
    "Row",
    "Severity",
    "Side",
    "Table",
    "TableError",
    "column_words",
    "error_words",
    "evidence_words",
    "fault_words",
    "field_named",
    "fields_for",
    "lines_to_correct",
    "neutralise",
    "note_words",
    "place_words",
    "read_records",
    "read_table",
    "recognise",
    "table_bytes",
    "to_people",
    "to_person",
    "to_sides",
    "why_words",
    "write_table",
    "write_to",
]
