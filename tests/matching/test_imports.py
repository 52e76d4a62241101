"""Importing people: real files, hostile files, the same file twice."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from ithaque.kernel import erasure
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.matching.enums import ImportStatus
from ithaque.matching.models import Import
from ithaque.matching.services import (
    bad_rows,
    begin_import,
    choose_columns,
    discard_import,
    imports,
    preview,
    start_import,
)
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Enrolment
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
PEOPLE = Path(__file__).resolve().parents[1] / "data" / "people"
CSV = "Prénom;Nom;Courriel;Besoins\nEmma;Rousseau;emma@test.example;CV, Alternance\nJules;Perrin;jules@test.example;Piano\n"


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


def sent(cohort, nadia, content, name="people.csv", side=Side.MENTEE):
    content = content if isinstance(content, bytes) else content.encode()
    return start_import(cohort=cohort, side=side, name=name, content=content, by=nadia)


def taken_in(import_, nadia, enrol_as=EnrolmentStatus.SUBMITTED):
    begin_import(import_=import_, enrol_as=enrol_as, by=nadia)
    imports.take_in(import_.pk)
    import_.refresh_from_db()
    return import_


def test_import_enrols_with_answers_by_the_field_of_each_question(cohort, nadia):
    done = taken_in(sent(cohort, nadia, CSV), nadia)
    emma = Enrolment.objects.select_related("person", "sheet").get(
        person__email="emma@test.example"
    )
    assert done.status == ImportStatus.DONE
    assert (emma.status, emma.person.first_name, emma.side) == (
        EnrolmentStatus.SUBMITTED,
        "Emma",
        Side.MENTEE,
    )
    assert [skill["label"] for skill in emma.sheet.answers["needs"]] == ["CV", "Alternance"]


def test_import_writes_to_nobody(cohort, nadia):
    taken_in(sent(cohort, nadia, CSV), nadia, EnrolmentStatus.AVAILABLE)
    assert not OutboxMessage.objects.exists()


def test_import_twice_enrols_nobody_twice_and_says_so(cohort, nadia):
    taken_in(sent(cohort, nadia, CSV), nadia)
    seen = preview(again := sent(cohort, nadia, CSV))
    assert (len(seen.new), len(seen.known)) == (0, 2)
    assert taken_in(again, nadia).report["known"] == 2
    assert (Enrolment.objects.count(), Person.objects.count()) == (2, 3)


def test_import_leaves_someone_enrolled_already_as_they_are(cohort, nadia):
    emma = make.mentee(
        cohort, who=make.person("Emma", email="emma@test.example"), needs=make.skills("Piano")
    )
    report = taken_in(sent(cohort, nadia, CSV), nadia).report
    emma.refresh_from_db()
    assert (report["added"], report["known"]) == (1, 1)
    assert emma.sheet.answers["needs"][0]["label"] == "Piano"
    assert emma.status == EnrolmentStatus.AVAILABLE


def test_import_leaves_someone_of_the_other_side_as_they_are(cohort, nadia):
    make.mentor(cohort, who=make.person("Emma", email="emma@test.example"))
    report = taken_in(sent(cohort, nadia, CSV), nadia).report
    assert (report["added"], report["elsewhere"]) == (1, 1)


def test_import_begun_twice_runs_once(cohort, nadia):
    import_ = sent(cohort, nadia, CSV)
    begin_import(import_=import_, enrol_as="submitted", by=nadia)
    begin_import(import_=import_, enrol_as="available", by=nadia)
    import_.refresh_from_db()
    assert import_.enrol_as == "submitted"


def test_import_stopped_half_way_goes_on_where_it_was(cohort, nadia, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 1)
    import_ = sent(cohort, nadia, CSV)
    begin_import(import_=import_, enrol_as="submitted", by=nadia)
    enrol_many, calls = imports.enrol_many, []

    def once(**kwargs):
        calls.append(kwargs)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return enrol_many(**kwargs)

    monkeypatch.setattr(imports, "enrol_many", once)
    with pytest.raises(KeyboardInterrupt):
        imports.take_in(import_.pk)
    imports.take_in(import_.pk)
    import_.refresh_from_db()
    assert (import_.status, import_.report["added"]) == (ImportStatus.DONE, 2)


def test_columns_corrected_once_are_remembered_for_the_next_file(cohort, nadia):
    odd = CSV.replace("Besoins", "Blabla")
    first = sent(cohort, nadia, odd)
    choose_columns(
        import_=first,
        choices={
            "Prénom": "first_name",
            "Nom": "last_name",
            "Courriel": "email",
            "Blabla": "needs",
        },
        by=nadia,
    )
    taken_in(first, nadia)
    second = sent(cohort, nadia, odd.replace("emma@", "emma2@").replace("jules@", "jules2@"))
    taken_in(second, nadia)
    assert Enrolment.objects.get(person__email="emma2@test.example").sheet.answers["needs"]


def test_minors_of_a_file_are_left_out_with_what_to_do(cohort, nadia):
    text = "Prénom;Nom;Courriel;Date de naissance\nMoussa;Diarra;moussa@test.example;01/02/2013\nEmma;R;emma@test.example;01/02/1990\n"
    import_ = sent(cohort, nadia, text)
    seen = preview(import_)
    assert len(seen.new) == 1
    (trouble,) = [one for one in seen.reading.troubles() if one.blocking]
    assert (trouble.line, "18" in trouble.wrong) == (2, True)
    assert b"moussa@test.example" in bad_rows(import_)


def test_bad_rows_come_back_with_their_reason_and_no_formula(cohort, nadia):
    text = 'Prénom;Nom;Courriel;Besoins\nEmma;R;emma@test.example;CV\n;;;"=CMD()"\nEmma;R;emma@test.example;Piano\n'
    content = bad_rows(sent(cohort, nadia, text)).decode("utf-8-sig")
    lines = content.splitlines()
    assert len(lines) == 3
    assert "'=CMD()" in content and ",=CMD()" not in content


def test_french_alumni_file_without_addresses_gets_placeholders_nobody_receives(cohort, nadia):
    content = (PEOPLE / "fr-anabvangun" / "Filleul_250.csv").read_bytes()
    report = taken_in(
        sent(cohort, nadia, content, "Filleul_250.csv"), nadia, EnrolmentStatus.AVAILABLE
    ).report
    assert report["added"] + report["bad"] == report["rows"] == 250
    assert report["without_address"] == report["added"]
    assert (
        not Person.objects.exclude(pk=nadia.pk).exclude(email__endswith="@import.invalid").exists()
    )
    assert Enrolment.objects.filter(sheet__answers__has_key="needs").count() > 240


def test_french_alumni_mentors_with_a_duplicate_keep_the_first_and_name_the_line(cohort, nadia):
    content = (PEOPLE / "fr-anabvangun" / "Mentor_Trivial.duplicates.csv").read_bytes()
    seen = preview(sent(cohort, nadia, content, side=Side.MENTOR))
    assert len(seen.new) == 5
    assert len(seen.reading.bad_lines) == 1


def test_civil_service_file_is_recognised_whole(cohort, nadia):
    content = (PEOPLE / "uk-civil-service" / "small" / "mentors.csv").read_bytes()
    report = taken_in(sent(cohort, nadia, content, side=Side.MENTOR), nadia).report
    assert (report["added"], report["without_address"]) == (50, 0)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "empty"),
        ("paper.csv", b"%PDF-1.7 nothing", "other_kind"),
        ("broken.xlsx", b"PK\x03\x04 not a workbook", None),
        ("binary.csv", bytes(range(256)) * 40, None),
        ("headers.csv", "Prénom;Nom;Courriel\n".encode(), "no_rows"),
        ("twins.csv", b"Nom;Nom\na;b\n", "duplicated_headers"),
    ],
)
def test_file_that_is_no_table_of_people_is_refused_in_words(cohort, nadia, name, content, code):
    with pytest.raises(Refusal) as refused:
        sent(cohort, nadia, content, name)
    assert code is None or refused.value.code == code
    assert len(str(refused.value)) > 20
    assert not Import.objects.exists()


def test_too_many_rows_are_refused_in_words(cohort, nadia):
    content = "Prénom;Nom\n" + "Emma;Rousseau\n" * 200_000
    with pytest.raises(Refusal) as refused:
        sent(cohort, nadia, content)
    assert refused.value.code == "too_many_rows"


def test_file_without_name_nor_address_says_which_columns_are_missing(cohort, nadia):
    import_ = sent(cohort, nadia, "Couleur;Saveur\nbleu;citron\nvert;menthe\n")
    with pytest.raises(Refusal) as refused:
        preview(import_)
    assert refused.value.code == "no_name_column"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_any_usual_encoding(cohort, nadia, encoding):
    text = "Prénom;Nom;Courriel\nZoé;Lefèvre;zoe@test.example\nHélène;Façon;helene@test.example\n"
    taken_in(sent(cohort, nadia, text.encode(encoding)), nadia)
    assert set(
        Person.objects.filter(email__in=["zoe@test.example", "helene@test.example"]).values_list(
            "first_name", flat=True
        )
    ) == {"Zoé", "Hélène"}


def test_huge_cells_and_null_characters_harm_nothing(cohort, nadia):
    text = f"Prénom;Nom;Courriel;Besoins;Présentation\nEmma\x00;R;emma@test.example;{'a' * 10_000};{'b' * 10_000}\n"
    report = taken_in(sent(cohort, nadia, text), nadia).report
    assert report["added"] + report["bad"] == 1


def test_workbook_is_read_like_a_csv(cohort, nadia):
    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(line.split(";") for line in CSV.splitlines()):
            sheet.write_row(at, 0, row)
    assert taken_in(sent(cohort, nadia, data.getvalue(), "people.xlsx"), nadia).report["added"] == 2


def test_forgotten_file_leaves_no_trace(cohort, nadia):
    import_ = sent(cohort, nadia, CSV)
    discard_import(import_=import_, by=nadia)
    assert not Import.objects.exists()


def test_erased_person_takes_the_file_they_came_from_away(cohort, nadia):
    done = taken_in(sent(cohort, nadia, CSV), nadia)
    erasure.erase(Person.objects.get(email="emma@test.example"))
    done.refresh_from_db()
    assert (done.file, done.report["added"]) == (None, 2)
    with pytest.raises(Refusal):
        bad_rows(done)


@pytest.mark.slow
def test_five_thousand_people_are_taken_in_under_half_a_minute(cohort, nadia):
    text = "Prénom;Nom;Courriel;Besoins;Langues\n" + "".join(
        f"Prénom{n};Nom{n};p{n}@test.example;Compétence {n % 60}, Compétence {n % 7};français\n"
        for n in range(5000)
    )
    started = time.perf_counter()
    report = taken_in(sent(cohort, nadia, text), nadia, EnrolmentStatus.AVAILABLE).report
    assert report["added"] == 5000
    assert time.perf_counter() - started < 30


def test_json_list_of_objects_enrols_as_a_table_does(cohort, nadia):
    people = (
        '[{"Prénom": "Emma", "Nom": "Rousseau", "Courriel": "emma@test.example",'
        ' "Besoins": ["CV", "Alternance"]}]'
    )
    done = taken_in(sent(cohort, nadia, people, "people.json"), nadia)
    emma = Enrolment.objects.select_related("sheet").get(person__email="emma@test.example")
    assert done.report["added"] == 1
    assert [skill["label"] for skill in emma.sheet.answers["needs"]] == ["CV", "Alternance"]
