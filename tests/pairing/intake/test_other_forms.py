"""JSON read, OpenDocument written: the same people whatever the form of the file."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from xml.etree.ElementTree import fromstring

import pytest

from ithaque.pairing.intake import (
    TableError,
    error_words,
    read_records,
    read_table,
    recognise,
    table_bytes,
)

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
PEOPLE = [
    {"Nom": "Ana Roy", "Besoins": ["Droit", "Paie"], "Mineure": False, "Lieu": None},
    {
        "Nom": "Ida Ney",
        "Besoins": "Paie",
        "Style": {"rythme": 3, "cadre": {"a": 1}},
        "Langues": [["fr"], {"x": 1}],
        "Mineure": True,
    },
]


def test_people_in_json_are_read_as_lines_under_headers() -> None:
    table = read_table(json.dumps(PEOPLE).encode(), "people.json")
    assert table.headers == (
        "Nom",
        "Besoins",
        "Mineure",
        "Lieu",
        "Style rythme",
        "Style cadre a",
        "Langues",
    )
    assert [row.cells for row in table.rows] == [
        ("Ana Roy", "Droit; Paie", "no", "", "", "", ""),
        ("Ida Ney", "Paie", "yes", "", "3", "1", 'fr; {"x": 1}'),
    ]
    records, _ = read_records(table, recognise(table, "mentee"))
    assert [skill.key for skill in records[0].values["needs"]] == ["droit", "paie"]
    assert [row.line for row in table.rows] == [1, 2]


@pytest.mark.parametrize(
    "document",
    [PEOPLE, {"people": PEOPLE, "version": 1}, [PEOPLE[0]], PEOPLE[0]],
    ids=["list", "inside", "one", "object"],
)
def test_json_may_be_a_list_an_object_that_holds_one_or_one_person(document: object) -> None:
    table = read_table(json.dumps(document, indent=1).encode("utf-8-sig"), "people.csv")
    assert table.headers[0] == "Nom"
    assert table.rows[0].cells[0] == "Ana Roy"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'[{"a": 1', "not_json"),
        (b'{"a": "\xff"}', "not_json"),
        (b"[" * 60_000, "not_json"),
        (b"[1, 2]", "no_objects"),
        (b'"text"', "no_objects"),
        (b"[]", "empty"),
        (b"[{}]", "empty"),
    ],
)
def test_json_that_holds_no_people_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(TableError) as found:
        read_table(data, "people.json")
    assert found.value.code == code
    for language in ("fr", "en"):
        assert error_words(found.value, language)


def test_table_written_as_opendocument_is_read_back() -> None:
    rows = [
        ["Ana", 3, 2.5, date(2026, 1, 2), None],
        ["=1+1\nsuite\x0b", "", -1, None, "é <b>&"],
        ["Bob", "\x0b", None, None, None],
    ]
    data = table_bytes(".ods", ["Nom", "Places", "Score", "Jour", "Note"], rows)
    table = read_table(data, "pairs.ods")
    assert table.headers == ("Nom", "Places", "Score", "Jour", "Note")
    assert [row.cells for row in table.rows] == [
        ("Ana", "3", "2.5", "2026-01-02", ""),
        ("=1+1\nsuite", "", "-1", "", "é <b>&"),
        ("Bob", "", "", "", ""),
    ]
    content = zipfile.ZipFile(BytesIO(data)).read("content.xml").decode()
    assert "formula" not in content
    assert "'=1+1" in content
    assert fromstring(content).tag == f"{{{OFFICE}}}document-content"
    assert data == table_bytes(".ods", ["Nom", "Places", "Score", "Jour", "Note"], rows)
    assert zipfile.ZipFile(BytesIO(data)).namelist()[0] == "mimetype"
