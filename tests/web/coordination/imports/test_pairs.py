"""The pages of pairs decided elsewhere, from the sample file to undoing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ithaque.matching.models import Import
from ithaque.matching.services import imports
from ithaque.mentoring.models import Pair
from tests.matching import factories as make

pytestmark = pytest.mark.django_db


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


def send(desk, cohort, content, name="pairs.csv"):
    return desk.post(
        url("import-new", cohort),
        {"side": "pairs", "file": SimpleUploadedFile(name, content)},
        follow=True,
    )


def couples(cohort, count=1):
    return [(make.mentee(cohort), make.mentor(cohort)) for _n in range(count)]


def content(made):
    lines = [f"{mentee.person.email};{mentor.person.email}" for mentee, mentor in made]
    return ("Mentoré;Mentor\n" + "\n".join(lines) + "\n").encode()


def taken(desk, cohort, become, made, **more):
    send(desk, cohort, content(made))
    import_ = Import.objects.get()
    desk.post(url("import-preview", import_), {"become": become, **more})
    imports.take_in(import_.pk)
    return import_


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "json"])
def test_sample_file_comes_back_recognised_with_its_lines_to_look_at(desk, cohort, form):
    couples(cohort, 2)
    file = desk.get(url("import-sample", cohort) + f"?export={form}")
    assert form in file["Content-Disposition"]
    page = send(desk, cohort, file.content, f"a.{form}").content.decode()
    assert "Mentor\u00a0: prénom et nom" in page
    import_ = Import.objects.get()
    preview = desk.get(url("import-preview", import_)).content.decode()
    assert "2 binômes prêts" in preview
    assert (
        "qui est le mentor"
        in desk.get(url("import-preview", import_) + "?shelf=look").content.decode()
    )


def test_unknown_format_of_the_sample_is_no_page(desk, cohort):
    assert desk.get(url("import-sample", cohort) + "?export=pdf").status_code == 404


def test_pairs_told_wait_ten_minutes_and_can_be_undone(desk, cohort):
    import_ = taken(desk, cohort, "told", couples(cohort))
    page = desk.get(url("import", import_)).content.decode()
    assert "1 binôme formé" in page
    assert "10 minutes" in page
    after = desk.post(url("import-undo", import_), follow=True).content.decode()
    assert "1 binôme a été repris" in after
    assert not Pair.objects.exists()


def test_proposals_lead_to_their_draft(desk, cohort):
    import_ = taken(desk, cohort, "proposed", couples(cohort))
    import_.refresh_from_db()
    page = desk.get(url("import", import_)).content.decode()
    assert url("run", import_.run) in page
    assert desk.get(url("run", import_.run)).status_code == 200
    assert desk.get(url("run-list", cohort)).status_code == 200


def test_nothing_usable_offers_no_button_and_a_forged_one_is_refused(desk, cohort):
    made = couples(cohort)
    send(desk, cohort, b"Mentor;Mentee;Note\n" + made[0][1].person.email.encode() + b";;x\n")
    import_ = Import.objects.get()
    page = desk.get(url("import-preview", import_))
    assert "Prendre ces binômes" not in page.content.decode()
    assert desk.post(url("import-preview", import_), {"become": "quiet"}).status_code == 422


def test_choice_that_does_not_exist_is_refused(desk, cohort):
    send(desk, cohort, content(couples(cohort)))
    response = desk.post(url("import-preview", Import.objects.get()), {"become": "married"})
    assert response.status_code == 422


def test_file_without_a_side_sends_back_to_the_columns_with_what_is_missing(desk, cohort):
    send(desk, cohort, b"Couleur;Saveur\nbleu;citron\n")
    page = desk.get(url("import-preview", Import.objects.get()), follow=True).content.decode()
    assert "Aucune colonne ne dit qui est la personne mentorée" in page


def test_unknown_people_are_asked_about_and_enrolled(desk, cohort):
    mentor = make.mentor(cohort)
    line = f"Mentoré;Mentor\nZoé Blanc;{mentor.person.email}\n".encode()
    send(desk, cohort, line)
    import_ = Import.objects.get()
    assert (
        "Des personnes ne sont pas inscrites"
        in desk.get(url("import-preview", import_)).content.decode()
    )
    desk.post(url("import-preview", import_), {"become": "quiet", "enrol": "yes"})
    imports.take_in(import_.pk)
    assert Pair.objects.get().mentee.person.get_full_name() == "Zoé Blanc"


def test_note_of_the_file_is_read_by_the_coordinators(desk, cohort):
    ((mentee, mentor),) = couples(cohort)
    text = f"Mentoré;Mentor;Remarques\n{mentee.person.email};{mentor.person.email};Vus en juin\n"
    send(desk, cohort, text.encode())
    import_ = Import.objects.get()
    desk.post(url("import-preview", import_), {"become": "quiet"})
    imports.take_in(import_.pk)
    assert "Vus en juin" in desk.get(url("pair", Pair.objects.get())).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_preview_asks_a_constant_number_of_queries(desk, cohort, count, django_assert_num_queries):
    send(desk, cohort, content(couples(cohort, count)))
    page = url("import-preview", Import.objects.get())
    desk.get(page)
    with django_assert_num_queries(19):
        desk.get(page)
