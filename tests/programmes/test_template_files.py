"""A template as a file: what goes out comes back; what is wrong is said, and then nothing is kept."""

import json

import pytest
import yaml

from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.programmes import selectors, services, template_files
from ithaque.programmes.models import SavedTemplate
from ithaque.programmes.programme_templates import ORDER, template
from tests.programmes import factories as make


def document(**changes):
    return yaml.safe_load(template_files.written(template("reverse"))) | changes


def as_file(**changes):
    return yaml.safe_dump(document(**changes), allow_unicode=True).encode()


def refusal(content):
    with pytest.raises(Refusal) as found:
        template_files.read(content)
    assert "Rien n’a été importé" in str(found.value)
    return found.value


@pytest.mark.parametrize("key", ORDER)
def test_file_of_each_template_reads_back_the_same(key):
    model = template(key)
    read = template_files.read(template_files.written(model))
    assert read.template == model and read.left_aside == ()


def test_json_is_read_as_well():
    content = json.dumps(document()).encode()
    assert template_files.read(content).template == template("reverse")


def test_unknown_fields_are_left_aside_and_named():
    inner = document()["template"]
    inner["settings"]["weather"] = "fair"
    inner["mentee_form"]["sections"][0]["questions"][1]["colour"] = "blue"
    read = template_files.read(as_file(template=inner))
    assert read.template == template("reverse")
    assert read.left_aside == (
        "settings › weather",
        "mentee_form › sections › 1 › questions › 2 › colour",
    )


def test_file_of_a_newer_version_is_refused():
    assert refusal(as_file(version=99)).code == "template_newer"
    assert refusal(as_file(version="two")).code == "template_newer"


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"[1, 2]", b"format: something else\ntemplate: {}", b'{"format": 3}'],
    ids=["empty", "text", "list", "another format", "no template"],
)
def test_something_else_is_not_a_template(content):
    assert refusal(content).code == "not_a_template"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\x00",
        b"a: [b",
        b"\x89PNG\r\n",
        b"a: &x [1]\nb: *x",
        b"!!python/object:os.system {}",
    ],
    ids=["encoding", "cut short", "picture", "reference", "object"],
)
def test_damaged_file_is_unreadable(content):
    assert refusal(content).code == "template_unreadable"


def test_deeply_nested_file_is_unreadable():
    assert refusal(b"[" * 100_000).code == "template_unreadable"


def test_file_that_is_too_large_is_refused_unread():
    assert refusal(b"x" * (template_files.LARGEST + 1)).code == "template_too_large"


def test_faults_are_told_with_their_place():
    inner = document()["template"]
    inner["settings"]["duration_months"] = 900
    del inner["mentor_form"]
    said = str(refusal(as_file(template=inner)))
    assert "settings › duration_months" in said and "mentor_form" in said


def test_unknown_and_faulty_at_once_is_refused_whole():
    inner = document()["template"] | {"weather": 1, "title": 12}
    assert refusal(as_file(template=inner)).code == "template_faulty"


def test_addresses_and_numbers_typed_in_the_texts_are_found():
    model = template("blank")
    frame = Bilingual(fr="Écrivez à nadia@cap.example ou au 06 12 34 56 78.", en="")
    page = model.settings.page.model_copy(update={"frame": frame})
    changed = model.model_copy(
        update={"settings": model.settings.model_copy(update={"page": page})}
    )
    assert template_files.contacts_in(changed) == ["06 12 34 56 78", "nadia@cap.example"]
    assert template_files.contacts_in(model) == []


@pytest.mark.django_db
class TestSaved:
    @pytest.fixture
    def programme(self):
        return make.programme(template="youth-insertion")

    def save(self, programme, name="Notre modèle"):
        by = programme.team.get().person
        return services.save_as_template(
            programme=programme, name=Bilingual(fr=name), summary=Bilingual(fr="À nous."), by=by
        )

    def test_programme_saved_and_launched_again_is_the_same(self, programme):
        by = programme.team.get().person
        services.change_settings(programme=programme, changes={"meeting_minutes": 40}, by=by)
        saved = self.save(programme)
        model = selectors.template_in(saved)
        made = services.create_programme(organisation=saved.organisation, template=model, by=by)
        assert selectors.settings_of(made) == selectors.settings_of(programme)
        assert selectors.settings_of(made).meeting_minutes == 40
        again = selectors.template_of_programme(made)
        assert again.mentee_form == selectors.template_of_programme(programme).mentee_form

    def test_template_holds_no_one(self, programme):
        cohort = make.cohort_of(programme)
        make.submitted(cohort, make.person("Zébulon"))
        content = template_files.written(selectors.template_in(self.save(programme))).decode()
        by = programme.team.get().person
        assert "Zébulon" not in content and by.email not in content

    def test_template_is_offered_to_who_creates_programmes_of_the_organisation_only(
        self, programme
    ):
        saved = self.save(programme)
        by = programme.team.get().person
        assert list(selectors.templates_of(by)) == [saved]
        assert not selectors.templates_of(make.programme().team.get().person).exists()

    def test_imported_template_keeps_the_rest_when_something_is_unknown(self, programme):
        by = programme.team.get().person
        inner = document()["template"] | {"weather": "fair"}
        saved, left_aside = services.import_template(
            organisation=programme.organisation, content=as_file(template=inner), by=by
        )
        assert saved.name_fr == "Mentorat inversé" and left_aside == ("weather",)

    def test_refused_import_keeps_nothing(self, programme):
        by = programme.team.get().person
        with pytest.raises(Refusal):
            services.import_template(organisation=programme.organisation, content=b"hello", by=by)
        assert not SavedTemplate.objects.exists()

    def test_template_is_renamed_and_deleted_and_its_programmes_stay(self, programme):
        saved = self.save(programme)
        by = programme.team.get().person
        name = Bilingual(fr="Autre nom", en="Other name")
        services.rename_template(template=saved, name=name, summary=Bilingual(), by=by)
        assert selectors.template_in(saved).name == name
        with make.refused("no_template_name"):
            services.rename_template(template=saved, name=Bilingual(), summary=Bilingual(), by=by)
        services.delete_template(template=saved, by=by)
        assert not SavedTemplate.objects.exists()
        programme.refresh_from_db()
