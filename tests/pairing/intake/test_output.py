"""No cell that we write acts as a formula, and what we write reads back unchanged."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ithaque.pairing.intake import neutralise, read_table, table_bytes, write_table

ATTACKS = [
    "=1+1",
    "+33 6 12 34 56 78",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("http://x";"y")',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_formula_like_text_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", ["Ana", "-2", "+3,5", "-12.5", "", "Élodie - Noël", 3, -4.5, None, date(2026, 1, 1)]
)
def test_harmless_value_is_unchanged(value: str | int | float | date | None) -> None:
    assert neutralise(value) == value


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_names_that_attack_are_neutral_in_the_file_and_read_back_whole(
    suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"out{suffix}"
    write_table(path, ["Nom", "Ville"], [[attack.strip(), "Lyon"] for attack in ATTACKS])
    if suffix == ".xlsx":
        sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
    else:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))[1:]
        assert not any(row[0].startswith(("=", "+", "-", "@")) for row in rows)
    read = read_table(path)
    assert [row.cells[0] for row in read.rows if row.cells[0][0] != "'"] == [
        a.strip() for a in ATTACKS if a.strip()[0] in "=+-@"
    ]


def test_csv_opens_in_a_french_spreadsheet() -> None:
    data = table_bytes(".csv", ["Prénom"], [["Élodie"]], delimiter=";")
    assert data.startswith(b"\xef\xbb\xbf")


def test_failed_write_keeps_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(path, ["a"], [["1"]])

    def rows() -> object:
        yield ["2"]
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_table(path, ["a"], rows())  # type: ignore[arg-type]
    assert "1" in path.read_text(encoding="utf-8-sig")
    assert list(tmp_path.iterdir()) == [path]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20),
        min_size=1,
        max_size=5,
    )
)
def test_no_written_cell_starts_as_a_formula(cells: list[str]) -> None:
    data = table_bytes(".csv", ["a"] * len(cells), [cells]).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(data, newline="")))[1]
    for cell in row:
        assert not cell.lstrip().startswith(("=", "@"))


def test_lines_beyond_a_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ithaque.pairing.intake.output.SHEET_ROWS", 2)
    data = table_bytes(".xlsx", ["Nom"], [["Ana"], ["Bob"], ["Zoé"]])
    second = read_table(data, "a.xlsx", sheet="Sheet2")
    assert [row.cells for row in second.rows] == [("Zoé",)]


def test_headers_of_a_workbook_are_bold_and_wide_enough_to_be_read() -> None:
    headers = ["Nom", "Compétences recherchées", "Présentation " * 10]
    sheet = openpyxl.load_workbook(
        io.BytesIO(table_bytes(".xlsx", headers, [["Ana", "", ""]]))
    ).active
    assert [cell.font.bold for cell in sheet[1]] == [True] * 3
    assert not sheet["A2"].font.bold
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == pytest.approx([12, 25, 60], abs=1)
