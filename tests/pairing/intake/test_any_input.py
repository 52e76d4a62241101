"""Whatever people type, the intake answers with people and faults, never with a crash."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ithaque.pairing.intake import (
    FIELDS,
    Fault,
    Side,
    TableError,
    error_words,
    fault_words,
    place_words,
    read_records,
    read_table,
    recognise,
    to_sides,
    why_words,
)

CELLS = st.one_of(
    st.sampled_from(
        ["oui", "non", "1", "-1", "0", "2020", "9" * 20, "1e308", "=1+1", "", "a@b.fr", "lundi 18h-20h", "25h-3h", "lundi 99h-2h",
         "2026-02-30", "29/02/2025", "Europe/Paris", "../etc", "48.85, 2.35", "français, klingon", "Grade 7", "(((", "[x]*", "{0}",
         "%s", "\\", "''", "organisation:", "Ana Roy", "None", "nan", "∞", "½", "٣", "12 000", "1.2.3", "à distance"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)  # fmt: skip
HEADERS = [name for field in FIELDS for name in field.names.split("|")[:2]] + [
    "Anglais",
    "Genre",
    "Vœu 1",
    "Vœu 2",
    "?",
]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), side=st.sampled_from(["mentee", "mentor"]))
def test_any_table_gives_people_and_faults_in_words(data: st.DataObject, side: Side) -> None:
    headers = data.draw(
        st.lists(st.sampled_from(HEADERS), min_size=1, max_size=8, unique_by=str.casefold)
    )
    rows = data.draw(st.lists(st.lists(CELLS, max_size=9), min_size=1, max_size=6))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(
        [["Nom complet", *headers], *([f"Ana {n}", *row] for n, row in enumerate(rows))]
    )
    try:
        table = read_table(text.getvalue().encode(), "a.csv")
        mapping = recognise(table, side)
        records, faults = read_records(table, mapping, today=date(2026, 11, 23))
    except TableError as error:
        assert error_words(error, "fr")  # noqa: PT017
        return
    for column in mapping.columns:
        assert why_words(column, "fr")
    sides = (records, []) if side == "mentee" else ([], records)
    _, _, strangers = to_sides(*sides, today=date(2026, 11, 23))
    for fault in (*faults, *(one for _, one in strangers)):
        _said(fault)
    assert len({record.id for record in records}) == len(records)


def _said(fault: Fault) -> None:
    for language in ("fr", "en"):
        assert str(fault_words(fault, language))
        assert str(fault.line) in place_words(fault, language)


@pytest.mark.parametrize("field", [field.code for field in FIELDS])
@settings(max_examples=10, deadline=None)
@given(cells=st.lists(CELLS, min_size=1, max_size=4))
def test_any_cell_under_any_field_is_read_or_a_fault(field: str, cells: list[str]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(
        [["Nom complet", "colonne x"], *([f"Ana {n}", cell] for n, cell in enumerate(cells))]
    )
    try:
        table = read_table(text.getvalue().encode(), "a.csv")
        mapping = recognise(table, "mentor")
        if field != "identity_wanted" and "colonne x" in table.headers:
            mapping = mapping.choose("colonne x", field)
        records, faults = read_records(table, mapping, today=date(2026, 11, 23))
    except TableError as error:
        assert error_words(error, "en")  # noqa: PT017
        return
    to_sides([], records, today=date(2026, 11, 23))
    for fault in faults:
        _said(fault)
