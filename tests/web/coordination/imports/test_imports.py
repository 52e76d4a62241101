"""The pages of an import, from the file to the report."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ithaque.matching.models import Import
from ithaque.matching.services import imports
from ithaque.programmes.models import Enrolment
from tests.matching import factories as make

pytestmark = pytest.mark.django_db
CSV = "Prénom;Nom;Courriel;Trucs\nEmma;Rousseau;emma@test.example;CV\nJules;;pas une adresse;Piano\n;;;\n"


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def cohort(nadia):
    return make.cohort(nadia)


@pytest.fixture
def desk(as_, nadia):
    return as_(nadia)


def url(name, one):
    return reverse(f"coordination:{name}", args=[one.public_id])


def send(desk, cohort, content=CSV, name="people.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return desk.post(
        url("import-new", cohort),
        {"side": "mentee", "file": SimpleUploadedFile(name, content)},
        follow=True,
    )


def test_from_file_to_report(desk, cohort):
    page = send(desk, cohort).content.decode()
    assert "Que contient chaque colonne" in page and "Prénom" in page
    import_ = Import.objects.get()
    fields = {
        "column-0": "first_name",
        "column-1": "last_name",
        "column-2": "email",
        "column-3": "needs",
    }
    preview = desk.post(url("import-columns", import_), fields, follow=True).content.decode()
    assert "Emma" in preview and "2 personnes mentorées à inscrire" in preview
    desk.post(url("import-preview", import_), {"enrol_as": "submitted"})
    assert "en cours" in desk.get(url("import", import_)).content.decode()
    imports.take_in(import_.pk)
    report = desk.get(url("import", import_)).content.decode()
    assert "2 personnes inscrites" in report
    assert (
        Enrolment.objects.get(person__email="emma@test.example").sheet.answers["needs"][0]["label"]
        == "CV"
    )


def test_preview_says_line_column_what_is_wrong_and_what_to_do(desk, cohort):
    send(desk, cohort)
    page = desk.get(url("import-preview", Import.objects.get()) + "?shelf=wrong").content.decode()
    assert "pas une adresse" in page and "Courriel" in page


def test_bad_rows_download_is_private(desk, cohort):
    send(desk, cohort)
    response = desk.get(url("import-bad-rows", Import.objects.get()))
    assert response["Content-Type"].startswith("text/csv")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"%PDF-1.4"),
        ("a.xlsx", b"PK\x03\x04xx"),
        ("a.csv", b"\x00\x01\x02" * 100),
        ("a.txt", b"<html>"),
    ],
)
def test_file_that_is_no_table_is_refused_next_to_its_field(desk, cohort, name, content):
    response = send(desk, cohort, content, name)
    assert response.status_code == 422
    assert (
        "is-invalid" in response.content.decode() or "invalid-feedback" in response.content.decode()
    )


def test_no_file_or_no_side_is_asked_for(desk, cohort):
    assert desk.post(url("import-new", cohort), {}).status_code == 422


def test_columns_that_do_not_exist_are_refused_and_kept(desk, cohort):
    send(desk, cohort)
    response = desk.post(url("import-columns", Import.objects.get()), {"column-0": "password"})
    assert response.status_code == 422


def test_file_without_a_name_sends_back_to_the_columns(desk, cohort):
    send(desk, cohort, "Couleur;Saveur\nbleu;citron\n")
    response = desk.get(url("import-preview", Import.objects.get()), follow=True)
    assert "Que contient chaque colonne" in response.content.decode()


def test_finished_import_does_not_go_back(desk, cohort):
    send(desk, cohort)
    import_ = Import.objects.get()
    desk.post(url("import-preview", import_), {"enrol_as": "available"})
    imports.take_in(import_.pk)
    assert desk.get(url("import-columns", import_)).status_code == 302
    assert desk.post(url("import-discard", import_)).status_code == 302
    assert Import.objects.exists()
    done = desk.get(url("import-progress", import_), headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"


def test_forget_a_file(desk, cohort):
    send(desk, cohort)
    desk.post(url("import-discard", Import.objects.get()))
    assert not Import.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_a_constant_number_of_queries(desk, cohort, count, django_assert_num_queries):
    send(
        desk,
        cohort,
        "Prénom;Nom;Courriel\n" + "".join(f"A{n};B;a{n}@test.example\n" for n in range(count)),
    )
    page = url("import-preview", Import.objects.get())
    desk.get(page)
    with django_assert_num_queries(7):
        desk.get(page)
