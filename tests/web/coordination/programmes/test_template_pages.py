"""Templates kept by an organisation: saved, listed, started from, carried by file."""

from __future__ import annotations

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ithaque.programmes import template_files
from ithaque.programmes.models import Programme, SavedTemplate
from ithaque.programmes.programme_templates import template
from tests.programmes import factories as make
from tests.support.client import read_page

pytestmark = pytest.mark.django_db
CHOOSE = "coordination:programme-choose"
IMPORT = "coordination:programme-template-import"


@pytest.fixture
def programme(nadia):
    return make.programme(nadia, template="peers")


def sent(browser, programme, content, name="modele.ithaque.yaml"):
    data = {
        "organisation": programme.organisation.pk,
        "file": SimpleUploadedFile(name, content, "application/yaml"),
    }
    return browser.post(reverse(IMPORT), data)


def test_programme_saved_as_a_template_is_listed_and_started_from(as_, nadia, programme):
    browser = as_(nadia)
    save = reverse("coordination:programme-save", args=[programme.public_id])
    assert browser.get(save).status_code == 200
    data = {"name_fr": "Nos pairs", "summary_fr": "Pour les équipes de nuit."}
    page = browser.post(save, data, follow=True).content.decode()
    assert "Nos pairs" in page and "équipes de nuit" in page
    start = reverse(
        "coordination:programme-create-own", args=[SavedTemplate.objects.get().public_id]
    )
    form = read_page(browser.get(start)).xpath("//main//form")[0]
    values = dict(form.form_values()) | {"title_fr": "Nuits 2027"}
    assert browser.post(start, values).status_code == 302
    assert Programme.objects.get(title_fr="Nuits 2027").settings["duration_months"] == 4


def test_template_without_a_name_is_refused_beside_the_field(as_, nadia, programme):
    save = reverse("coordination:programme-save", args=[programme.public_id])
    answer = as_(nadia).post(save, {"summary_fr": "Sans nom"})
    assert answer.status_code == 422 and "Sans nom" in answer.content.decode()
    assert not SavedTemplate.objects.exists()


def test_exported_file_comes_back_by_import_with_what_was_left_aside(as_, nadia, programme):
    browser = as_(nadia)
    answer = browser.get(reverse("coordination:programme-save-file", args=[programme.public_id]))
    assert "attachment" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    document = yaml.safe_load(answer.content)
    document["template"]["weather"] = "fair"
    page = sent(browser, programme, yaml.safe_dump(document).encode())
    assert page.status_code == 200
    assert "laissée de côté" in page.content.decode() and "weather" in page.content.decode()
    assert SavedTemplate.objects.get().organisation == programme.organisation


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"bonjour", "pas un modèle de programme"),
        (b"\xff\xfe", "illisible"),
        (b"x" * (template_files.LARGEST + 1), "au plus 512"),
        (b"", "vide"),
    ],
    ids=["text", "damaged", "large", "empty"],
)
def test_wrong_file_is_told_and_nothing_is_kept(as_, nadia, programme, content, said):
    answer = sent(as_(nadia), programme, content)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not SavedTemplate.objects.exists()


def test_import_into_an_organisation_of_others_is_refused(as_, nadia, programme):
    elsewhere = make.programme()
    content = template_files.written(template("blank"))
    assert sent(as_(nadia), elsewhere, content).status_code == 422
    assert not SavedTemplate.objects.exists()


def test_template_is_renamed_then_deleted(as_, nadia, programme):
    browser = as_(nadia)
    sent(browser, programme, template_files.written(template("blank")))
    saved = SavedTemplate.objects.get()
    page = reverse("coordination:programme-template", args=[saved.public_id])
    assert "Ouverture" in browser.post(page, {"name_fr": "Ouverture"}, follow=True).content.decode()
    browser.post(reverse("coordination:programme-template-delete", args=[saved.public_id]))
    assert not SavedTemplate.objects.exists()


def test_texts_that_name_someone_are_pointed_at_before_the_template_leaves(as_, nadia, programme):
    programme.audience_fr = "Écrire à nadia@cap.example"
    programme.save()
    save = reverse("coordination:programme-save", args=[programme.public_id])
    assert "nadia@cap.example" in as_(nadia).get(save).content.decode()


def test_file_of_another_version_is_refused_on_the_page_and_nothing_is_kept(as_, nadia, programme):
    text = template_files.written(template("peers")).decode()
    newer = yaml.safe_load(text) | {"version": 99}
    answer = sent(as_(nadia), programme, yaml.safe_dump(newer, allow_unicode=True).encode())
    assert answer.status_code == 422
    assert "plus récent" in answer.content.decode()
    assert not SavedTemplate.objects.exists()


def test_same_file_sent_twice_is_one_template(as_, nadia, programme):
    content = template_files.written(template("peers"))
    for _turn in range(2):
        assert sent(as_(nadia), programme, content).status_code == 200
    assert SavedTemplate.objects.count() == 1
