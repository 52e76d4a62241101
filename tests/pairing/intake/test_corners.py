"""Corners of reading: half-said hours, odd names of languages, dates, sizes, workbooks that are none."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from ithaque.pairing.intake import (
    Limits,
    TableError,
    column_words,
    read_records,
    read_table,
    recognise,
    table_bytes,
    workbook,
)
from ithaque.pairing.intake.hours import read_hours
from ithaque.pairing.intake.languages import language_code, name_of
from ithaque.pairing.intake.values import read_date


def code_of(data: bytes, name: str = "x.csv", **limits: int) -> str:
    with pytest.raises(TableError) as found:
        read_table(data, name, limits=Limits(**limits))
    return found.value.code


def test_afternoon_said_once_counts_for_the_end_only_when_it_must() -> None:
    assert read_hours("Monday 11-2 pm") == read_hours("Monday 11:00-14:00")


def test_languages_by_other_names_and_of_unknown_codes() -> None:
    assert name_of("fra", "en") == ""
    assert language_code("mandarin") == "zh"


def test_dates_written_the_american_way() -> None:
    assert read_date("March 5, 2026") == date(2026, 3, 5)


def test_days_are_days_in_a_workbook_and_zones_are_words() -> None:
    data = table_bytes(".xlsx", ["Nom", "Jour"], [["Ana", date(2026, 1, 2)]])
    assert read_table(data, "x.xlsx").rows[0].cells == ("Ana", "2026-01-02")
    assert column_words("#5", "en") == "column 5"
    assert column_words("#5", "fr") == "colonne 5"


def test_times_and_lengths_of_time_in_a_workbook_are_text() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nom", "Heure", "Instant", "Durée"])
    book.active.append(["Ana", time(18, 30), datetime(2026, 1, 2, 8, 5), timedelta(hours=2)])
    file = io.BytesIO()
    book.save(file)
    cells = read_table(file.getvalue(), "x.xlsx").rows[0].cells
    assert cells[1].startswith("18:30")
    assert cells[2] == "2026-01-02 08:05"
    assert cells[3]


def test_sizes_past_the_limits_are_refused(tmp_path: Path) -> None:
    assert code_of(b"Nom\nAna\n", bytes=3) == "too_big"
    (tmp_path / "x.csv").write_bytes(b"Nom\nAna\n")
    with pytest.raises(TableError) as found:
        read_table(tmp_path / "x.csv", limits=Limits(bytes=3))
    assert found.value.code == "too_big"
    assert code_of(b"Nom\nAna\nIda\n", rows=1) == "too_many_rows"
    assert code_of(b"Nom,Besoins\n") == "no_rows"


def test_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(TableError) as found:
        read_table(tmp_path / "x.csv")
    assert found.value.code == "unreadable"


def test_letters_lost_before_are_noted() -> None:
    table = read_table("Nom;Besoins\nAn\ufffd;Droit\n".encode())
    assert [note.code for note in table.notes] == ["note.lost_letters"]


def archive(*names: str, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", how) as file:
        for name in names:
            file.writestr(name, "x" * 50)
    return data.getvalue()


def test_archive_that_is_no_workbook_is_refused() -> None:
    assert code_of(archive("letter.txt"), "x.xlsx") == "workbook_other"
    assert code_of(archive("xl/workbook.xml", how=zipfile.ZIP_BZIP2), "x.xlsx") == "workbook_other"
    locked = bytearray(archive("xl/workbook.xml"))
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert code_of(bytes(locked), "x.xlsx") == "workbook_locked"


def test_people_excluded_by_organisation_too_many_items_and_homonyms() -> None:
    from ithaque.pairing.intake import to_sides

    many = ", ".join(f"s{k}" for k in range(300))
    table = read_table(f'Nom;Besoins;À éviter\nAna;"{many}";organisation: ACME\n'.encode())
    mapping = recognise(table, "mentee").choose("À éviter", "excluded")
    records, faults = read_records(table, mapping)
    assert "too_many_items" in {fault.code for fault in faults}
    mentees, _, _ = to_sides(records, [])
    assert mentees[0].excluded == frozenset({"organisation:ACME"})


def test_workbook_with_a_password_is_told_from_one_of_the_old_form() -> None:
    old = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    assert code_of(old, "x.xls") == "workbook_old"
    assert code_of(old + "EncryptedPackage".encode("utf-16-le"), "x.xlsx") == "workbook_locked"


def test_workbook_of_too_many_members_or_whose_content_does_not_unfold_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = archive("xl/workbook.xml", "a.xml")
    assert data[40:45] != bytes(5)
    start = len("xl/workbook.xml") + 30
    broken = data[:start] + b"\xff" * 8 + data[start + 8 :]
    assert code_of(broken, "x.xlsx") == "workbook_broken"
    monkeypatch.setattr(workbook, "MEMBERS", 1)
    assert code_of(data, "x.xlsx") == "workbook_bomb"
