"""Any table people send is read, or refused in clear words; nothing crashes, nothing fills the memory."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from ithaque.pairing.intake import (
    Limits,
    TableError,
    error_words,
    fault_words,
    note_words,
    place_words,
    read_table,
)
from tests.pairing.intake.files import FRENCH, PEOPLE, archive, ods, ods_row, xlsx


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac_roman"],
)
def test_french_text_in_any_encoding_keeps_its_accents(encoding: str) -> None:
    table = read_table(FRENCH.encode(encoding), "mentors.csv")
    assert table.headers == ("Prénom", "Nom", "Compétences")
    assert table.rows[0].cells == ("Élodie", "Lefèvre", "Économie, réseau")
    assert table.rows[1].cells == ("François", "Noël", "Œuvre – « gestion »")


def test_old_dos_text_keeps_its_accents_and_says_the_encoding_was_guessed() -> None:
    table = read_table("Prénom;Nom\nÉlodie;Lefèvre\nZoé;Noël\n".encode("cp850"), "a.csv")
    assert table.rows[0].cells == ("Élodie", "Lefèvre")
    assert [note.code for note in table.notes] == ["note.encoding"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found_though_cells_hold_the_others(delimiter: str) -> None:
    others = "".join(sign for sign in ",;|" if sign != delimiter)
    text = delimiter.join(["Nom", "Ville", "Mots"]) + "\n"
    text += "".join(delimiter.join([f"Ana {n}", "Lyon", f'"x{others}y"']) + "\n" for n in range(5))
    table = read_table(text.encode(), "a.csv")
    assert table.delimiter == delimiter
    assert table.headers == ("Nom", "Ville", "Mots")


def test_excel_separator_line_is_followed_and_not_read_as_header() -> None:
    table = read_table(b"sep=;\r\nNom;Ville\r\nA;Paris\r\n", "a.csv")
    assert (table.delimiter, table.headers, table.rows[0].line) == (";", ("Nom", "Ville"), 3)


def test_quotes_keep_delimiters_and_line_breaks_and_line_numbers_stay_those_of_the_file() -> None:
    table = read_table(b'name,bio\n"Ana","a, b\nc ""d"""\nBob,x\n', "a.csv")
    assert table.rows[0].cells == ("Ana", 'a, b\nc "d"')
    assert [row.line for row in table.rows] == [2, 4]


def test_blank_lines_are_left_out_and_title_lines_are_said() -> None:
    table = read_table(
        b"Liste des mentors;;\n;;\nNom;Ville;Langues\n\nA;Paris;fr\nB;Lyon;en\n", "a.csv"
    )
    assert table.headers == ("Nom", "Ville", "Langues")
    assert [row.line for row in table.rows] == [5, 6]
    assert "ligne 3" in note_words(table.notes[0], "fr")


def test_zero_bytes_vanish() -> None:
    table = read_table(b"nom,prenom\nA\x00na,B\x00ob\n", "a.csv")
    assert table.rows[0].cells == ("Ana", "Bob")


def test_line_with_too_many_cells_is_broken_and_one_with_too_few_is_completed() -> None:
    table = read_table(b"nom,prenom,ville\nA,B\nA,B,C,D\nA,B,C,,\n", "a.csv")
    assert [(row.cells, row.broken) for row in table.rows] == [
        (("A", "B", ""), False),
        (("A", "B", "C", "D"), True),
        (("A", "B", "C"), False),
    ]
    assert [(f.line, f.code, f.severity) for f in table.faults] == [
        (2, "too_few_cells", "warning"),
        (3, "too_many_cells", "error"),
    ]


def test_cell_of_ten_thousand_characters_is_cut_with_a_fault() -> None:
    table = read_table(b"nom,bio\nA," + b"x" * 10_000 + b"\n", "a.csv")
    assert len(table.rows[0].cells[1]) == Limits().cell
    (fault,) = table.faults
    assert (fault.code, fault.line, fault.column) == ("cell_cut", 2, "bio")
    assert fault_words(fault, "fr").wrong == "Le texte fait 10\u202f000 caractères."
    assert place_words(fault, "en") == "line 2, column “bio”"


def test_quote_never_closed_names_its_line() -> None:
    with pytest.raises(TableError) as caught:
        read_table(b'nom,bio\nB,y\n"A,b\n' + b"x,y\n" * 400_000, "a.csv")
    assert (caught.value.code, caught.value.data) == ("unclosed_quote", {"line": 3})


def test_two_hundred_thousand_lines_are_refused_early_with_the_setting_to_raise() -> None:
    data = b"nom,bio\n" + b"x,y\n" * 200_000
    tracemalloc.start()
    with pytest.raises(TableError) as caught:
        read_table(data, "a.csv", limits=Limits(rows=20_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code == "too_many_rows"
    assert "20\u202f000" in error_words(caught.value, "fr")
    assert "limits: rows" in error_words(caught.value, "en")
    assert peak < 20_000_000


def test_two_hundred_thousand_lines_are_read_when_the_setting_allows() -> None:
    table = read_table(b"nom,bio\n" + b"x,y\n" * 200_000, "a.csv", limits=Limits(rows=200_000))
    assert len(table.rows) == 200_000


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b"\xef\xbb\xbf\n \n\n", "a.csv", "empty"),
        (b"nom;ville\n", "a.csv", "no_rows"),
        (b"paul@exemple.fr;Paul\nanne@exemple.fr;Anne\n", "a.csv", "no_header"),
        (b"Paul;FINANCE;oui\nAnne;DATA;non\n", "a.csv", "no_header"),
        (b"Paul;FINANCE\nAnne;FINANCE\nZoe;FINANCE\n", "a.csv", "no_header"),
        (b"12;13\n14;15\n", "a.csv", "no_header"),
        (b"nom;Nom;ville\nA;B;C\n", "a.csv", "duplicated_headers"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3 obj", "a.csv", "other_kind"),
        (b"\x89PNG\r\n\x1a\n0000", "mentors.xlsx", "other_kind"),
        (b"<!DOCTYPE html><table></table>", "a.csv", "other_kind"),
        (bytes(range(256)) * 40, "a.csv", "not_text"),
        (archive({"a.txt": b"x"}), "a.xlsx", "workbook_other"),
        (b"PK\x03\x04 half a workbook", "a.xlsx", "workbook_broken"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 3000, "a.xls", "workbook_old"),
        (xlsx(("Vide", [])), "a.xlsx", "empty"),
        (b"a;" * 600 + b"b\n" + b"1;" * 600 + b"2\n", "a.csv", "too_many_columns"),
        (b"nom;ville\n" + b"a" * 500, "a.csv", "too_big"),
    ],
)
def test_unusable_file_is_refused_in_both_languages(data: bytes, name: str, code: str) -> None:
    with pytest.raises(TableError) as caught:
        read_table(data, name, limits=Limits(bytes=300) if code == "too_big" else None)
    assert caught.value.code == code
    french, english = error_words(caught.value, "fr"), error_words(caught.value, "en")
    assert french != english
    assert french.endswith((".", "\u00a0»"))


def test_missing_file_and_folder_are_told_apart(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "absent.csv", "not_found"), (tmp_path, "is_folder")):
        with pytest.raises(TableError) as caught:
            read_table(path)
        assert caught.value.code == code


def test_workbook_reads_like_its_csv() -> None:
    rows = [
        ["Prénom", "Nom", "Places", "Formé", "Inscrit le"],
        ["Élodie", "Noël", 2, True, "2026-01-05"],
    ]
    table = read_table(xlsx(("Mentors", rows)), "mentors.xlsx")
    assert table.headers == ("Prénom", "Nom", "Places", "Formé", "Inscrit le")
    assert table.rows[0].cells == ("Élodie", "Noël", "2", "True", "2026-01-05")
    assert table.sheet == "Mentors"


def test_first_sheet_that_holds_something_is_read_and_the_others_are_named() -> None:
    data = xlsx(("Vide", []), ("Mentors", [["Nom"], ["Ana"]]), ("Notes", [["x"], ["y"]]))
    table = read_table(data, "a.xlsx")
    assert table.sheet == "Mentors"
    assert "Notes" in note_words(table.notes[0], "fr")
    assert read_table(data, "a.xlsx", sheet="Notes").headers == ("x",)
    with pytest.raises(TableError) as caught:
        read_table(data, "a.xlsx", sheet="Absente")
    assert caught.value.code == "sheet_unknown"


def test_ods_is_read_and_its_endless_blank_rows_cost_nothing() -> None:
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    table = read_table(ods(ods_row("Nom", "Ville") + ods_row("Ana", "Lyon") + blank), "a.ods")
    assert (table.headers, table.rows[0].cells) == (("Nom", "Ville"), ("Ana", "Lyon"))


def test_extension_that_lies_is_a_note_not_an_error() -> None:
    as_csv = read_table(xlsx(("A", [["Nom", "Ville"], ["Ana", "Lyon"]])), "a.csv")
    as_xlsx = read_table(b"Nom;Ville\nAna;Lyon\n", "a.xlsx")
    assert as_csv.rows[0].cells == as_xlsx.rows[0].cells
    assert [table.notes[0].code for table in (as_csv, as_xlsx)] == ["note.extension"] * 2


def _with_member(workbook: bytes, name: str, content: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(workbook))
    return archive({member: source.read(member) for member in source.namelist()} | {name: content})


def test_zip_bomb_is_refused_whatever_its_header_says() -> None:
    honest = _with_member(xlsx(("A", [["Nom"], ["Ana"]])), "xl/media/big.bin", b"0" * 3_000_000)
    lying = honest.replace((3_000_000).to_bytes(4, "little"), (30).to_bytes(4, "little"))
    for data in (honest, lying):
        with pytest.raises(TableError) as caught:
            read_table(data, "a.xlsx", limits=Limits(unpacked_bytes=1_000_000))
        assert caught.value.code == "workbook_bomb"


def test_two_cells_at_opposite_corners_do_not_fill_the_memory() -> None:
    wide = b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    data = _with_member(xlsx(("A", [["Nom"], ["Ana"]])), "xl/worksheets/sheet2.xml", wide)
    for bomb in (data, ods(ods_row("Ana", rows=1_048_000, columns=16_384))):
        with pytest.raises(TableError) as caught:
            read_table(bomb, "a.xlsx")
        assert caught.value.code == "workbook_bomb"


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_workbook_of_as_many_cells_as_memory_allows_is_read_and_one_more_line_is_refused(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ithaque.pairing.intake.workbook.CELLS", 6)

    def book(lines: int) -> bytes:
        if form == "ods":
            return ods(ods_row("Nom", "Ville") + ods_row("Ana", "Lyon") * (lines - 1))
        return xlsx(("A", [["Nom", "Ville"], *[["Ana", "Lyon"]] * (lines - 1)]))

    assert len(read_table(book(3), f"a.{form}").rows) == 2
    with pytest.raises(TableError) as caught:
        read_table(book(4), f"a.{form}")
    assert caught.value.code == "workbook_bomb"


def test_workbook_that_unfolds_into_just_what_is_allowed_is_read() -> None:
    data = xlsx(("A", [["Nom"], ["Ana"]]))
    whole = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist())
    assert read_table(data, "a.xlsx", limits=Limits(unpacked_bytes=whole)).headers == ("Nom",)
    with pytest.raises(TableError) as caught:
        read_table(data, "a.xlsx", limits=Limits(unpacked_bytes=whole - 1))
    assert caught.value.code == "workbook_bomb"


def test_damaged_workbooks_are_refused_never_crash() -> None:
    whole = xlsx(("A", [["Nom", "Ville"], *[[f"Ana {n}", "Lyon"] for n in range(50)]]))
    dice, refusals = random.Random(7), list[TableError]()
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 40)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            read_table(bytes(broken[: dice.randint(len(broken) // 2, len(broken))]), "a.xlsx")
        except TableError as error:
            refusals.append(error)
    assert all(error_words(error, "fr") for error in refusals)


@pytest.mark.parametrize(
    "content",
    [
        b"<a><b></a>",
        b'<?xml version="1.0" encoding="U99"?><a/>',
        b'<!DOCTYPE a [<!ENTITY x "x">]><a>&x;</a>',
        b"<office:document-content><office:body><office:spreadsheet><table:table",
    ],
)
def test_workbook_whose_inside_is_not_whole_is_refused_and_never_waited_for(content: bytes) -> None:
    with pytest.raises(TableError) as caught:
        read_table(archive({"content.xml": content}), "a.ods")
    assert caught.value.code == "workbook_broken"


def test_random_bytes_are_a_table_or_a_clear_refusal() -> None:
    dice, refusals = random.Random(11), list[TableError]()
    signs = b'",;\n\r\t|ab\xe9\xc3\xa9\x00\xff='
    for _ in range(400):
        data = bytes(dice.choice(signs) for _ in range(dice.randint(1, 200)))
        try:
            read_table(data, "a.csv")
        except TableError as error:
            refusals.append(error)
    assert all(error_words(error, language) for error in refusals for language in ("fr", "en"))


@pytest.mark.parametrize("path", sorted(PEOPLE.rglob("*.csv")), ids=lambda path: path.name)
def test_real_file_is_read_without_a_fault(path: Path) -> None:
    table = read_table(path)
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert (len(table.rows), table.faults, table.encoding) == (lines - 1, (), "utf-8")


def test_a_workbook_of_an_empty_sheet_is_empty() -> None:
    with pytest.raises(TableError) as caught:
        read_table(xlsx(("A", [])), "a.xlsx")
    assert caught.value.code == "empty"


def test_an_archive_that_is_whole_but_holds_no_workbook_is_refused() -> None:
    with pytest.raises(TableError) as caught:
        read_table(archive({"xl/workbook.xml": b"<workbook></workbook>"}), "a.xlsx")
    assert caught.value.code == "workbook_broken"
