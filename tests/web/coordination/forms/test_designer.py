"""The designer's pages, with and without scripts: draw, write in place, two people at once, preview, publish."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from ithaque.programmes.services import add_member
from ithaque.questionnaires import checks, selectors, services
from ithaque.questionnaires.schema import draft_schema
from ithaque.web.coordination.forms.palette import PALETTE
from tests.programmes import factories as make
from tests.questionnaires import factories
from tests.questionnaires.factories import asked, when

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def programme():
    made = make.programme(make.person("Nadia"))
    ask(
        made,
        [
            asked("needs", "skills", field="needs", label=factories.words("Vos besoins")),
            asked("pays", "choice"),
        ],
    )
    return made


def ask(programme, *sections, **more) -> None:
    services.publish_version(
        form=programme.mentee_form, schema=factories.form(*sections, **more), by=None
    )


@pytest.fixture
def nadia(as_, programme):
    return as_(programme.team.get().person)


def url(programme, name: str, *more) -> str:
    return reverse(f"coordination:form-{name}", args=[programme.public_id, "mentee", *more])


def schema(programme):
    return draft_schema(selectors.draft_of(programme.mentee_form).document)


def sent_by(page: bytes, action: str) -> dict:
    """Return what a form of a page would send, as a browser does, its buttons apart."""
    (form,) = html.fromstring(page.decode()).xpath(f"//form[@action='{action}']")
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def open_part(browser, programme, key: str) -> dict:
    page = browser.get(f"{url(programme, 'design')}?open={key}")
    return sent_by(page.content, url(programme, "write", key))


def test_both_forms_are_reached_from_the_programme(nadia, programme):
    home = nadia.get(reverse("coordination:programme", args=[programme.public_id])).content.decode()
    forms = reverse("coordination:programme-forms", args=[programme.public_id])
    assert forms in home
    assert url(programme, "design") in nadia.get(forms).content.decode()


@pytest.mark.parametrize("entry", PALETTE, ids=lambda entry: entry.key)
def test_every_kind_of_the_palette_is_added_opened_and_saved_without_script(
    nadia, programme, entry
):
    added = nadia.post(url(programme, "add"), {"kind": entry.key, "section": "s1"})
    question = schema(programme).sections[0].questions[-1]
    assert added.url.endswith(f"?open={question.key}#part-{question.key}")
    sent = open_part(nadia, programme, question.key)
    sent |= {"label_fr": "Une question", "label_en": "A question", "required": "on", "act": "done"}
    assert nadia.post(url(programme, "write", question.key), sent).status_code == 302
    kept = schema(programme).question(question.key)
    assert (str(kept.label), kept.required, kept.type) == ("Une question", True, entry.type)


def test_opening_and_saving_an_untouched_question_changes_nothing(nadia, programme):
    for key in ("needs", "pays"):
        sent = open_part(nadia, programme, key)
        nadia.post(url(programme, "write", key), sent | {"act": "done"})
    assert selectors.last_change(selectors.draft_of(programme.mentee_form)) is None


def test_choices_are_written_pasted_moved_and_removed_without_script(nadia, programme):
    sent = open_part(nadia, programme, "pays")
    sent |= {"options-3-fr": "Quatre", "options-3-en": "Four", "options-pasted": "Cinq\nSix\n"}
    nadia.post(url(programme, "write", "pays"), sent | {"act": "up:options:3"})
    kept = schema(programme).question("pays").options
    assert [one.label.fr for one in kept] == ["a", "b", "Quatre", "c", "Cinq", "Six"]
    assert [one.value for one in kept][:2] == ["a", "b"]
    sent = open_part(nadia, programme, "pays")
    nadia.post(url(programme, "write", "pays"), sent | {"act": "remove:options:0"})
    assert schema(programme).question("pays").options[0].value == "b"


def test_condition_is_written_in_two_moves_without_script(nadia, programme):
    services.add_question(
        form=programme.mentee_form,
        question=factories.draft([asked("last")]).sections[0].questions[0],
        section="s1",
        by=make.person(),
    )
    sent = open_part(nadia, programme, "last")
    nadia.post(
        url(programme, "write", "last"), sent | {"shown_if-0-question": "pays", "act": "refresh"}
    )
    sent = open_part(nadia, programme, "last")
    assert "shown_if-0-value" in sent
    nadia.post(
        url(programme, "write", "last"),
        sent | {"shown_if-0-asks": "is", "shown_if-0-value": "b", "act": "done"},
    )
    (condition,) = schema(programme).question("last").shown_if
    assert (condition.question, condition.asks, condition.value) == ("pays", "is", "b")


def test_saved_while_typing_answers_with_a_sentence_and_the_next_base(nadia, programme):
    sent = open_part(nadia, programme, "pays")
    answer = nadia.post(
        url(programme, "write", "pays"), sent | {"label_fr": "Un pays"}, headers=HTMX
    )
    page = answer.content.decode()
    assert "Enregistré à" in page
    assert "<html" not in page
    assert 'name="base"' in page
    assert schema(programme).question("pays").label.fr == "Un pays"


def test_two_coordinators_on_one_question_keep_both_or_are_told(nadia, programme, as_):
    paul = make.person("Paul")
    add_member(programme=programme, email=paul.email, role="coordinator", by=paul)
    other = as_(paul)
    hers, his = open_part(nadia, programme, "pays"), open_part(other, programme, "pays")
    nadia.post(url(programme, "write", "pays"), hers | {"label_fr": "Le pays", "act": "done"})
    other.post(url(programme, "write", "pays"), his | {"label_en": "Country", "act": "done"})
    label = schema(programme).question("pays").label
    assert (label.fr, label.en) == ("Le pays", "Country")
    hers, his = open_part(nadia, programme, "pays"), open_part(other, programme, "pays")
    nadia.post(url(programme, "write", "pays"), hers | {"label_fr": "Quel pays ?", "act": "done"})
    told = other.post(
        url(programme, "write", "pays"), his | {"label_fr": "Votre pays", "act": "done"}
    )
    assert told.status_code == 409
    assert "Quel pays ?" in told.content.decode()
    again = sent_by(told.content, url(programme, "write", "pays"))
    assert again["label_fr"] == "Votre pays", "what was typed is still there"
    other.post(url(programme, "write", "pays"), again | {"act": "done"})
    assert schema(programme).question("pays").label.fr == "Votre pays"


def test_question_deleted_meanwhile_is_put_back_with_what_was_typed(nadia, programme):
    sent = open_part(nadia, programme, "pays")
    services.delete_part(form=programme.mentee_form, key="pays", by=make.person("Paul"))
    told = nadia.post(
        url(programme, "write", "pays"), sent | {"label_fr": "Mes mots", "act": "done"}
    )
    assert told.status_code == 409
    again = sent_by(told.content, url(programme, "write", "pays"))
    assert again["label_fr"] == "Mes mots"
    nadia.post(url(programme, "write", "pays"), again | {"act": "done"})
    assert schema(programme).question("pays").label.fr == "Mes mots"


def test_moves_copies_and_undo_answer_with_the_outline(nadia, programme):
    moved = nadia.post(url(programme, "act"), {"do": "down:needs"}, headers=HTMX)
    assert moved.content.decode().strip().startswith('<div id="designer"')
    assert [one.key for one in schema(programme).questions()] == ["pays", "needs"]
    nadia.post(url(programme, "act"), {"do": "drop:needs:s1:0"})
    assert [one.key for one in schema(programme).questions()] == ["needs", "pays"]
    change = selectors.last_change(selectors.draft_of(programme.mentee_form))
    assert nadia.post(url(programme, "act"), {"do": f"undo:{change.pk}"}).status_code == 302
    assert [one.key for one in schema(programme).questions()] == ["pays", "needs"]
    assert nadia.post(url(programme, "act"), {"do": f"undo:{change.pk}"}).status_code == 409


@pytest.mark.parametrize("odd", ["", "up", "undo:x", "drop:needs:s1:x", "up:a:b", "\x00"])
def test_act_that_no_button_says_is_not_found(nadia, programme, odd):
    assert nadia.post(url(programme, "act"), {"do": odd}).status_code == 404


def test_deleting_says_what_depends_on_the_question(nadia, programme):
    ask(
        programme,
        [
            asked("needs", "skills", field="needs"),
            asked("why", label=factories.words("Pourquoi ?"), shown_if=[when("needs")]),
        ],
    )
    page = nadia.get(url(programme, "delete", "needs")).content.decode()
    assert "Besoins et savoirs" in page
    assert "Pourquoi ?" in page
    nadia.post(url(programme, "delete", "needs"))
    assert [one.key for one in schema(programme).questions()] == ["why"]
    assert (
        "a question that was deleted" not in nadia.get(url(programme, "publish")).content.decode()
    )
    revision = selectors.draft_of(programme.mentee_form).revision
    assert nadia.post(url(programme, "publish"), {"revision": revision}).status_code == 409


def test_reporting_question_says_why_it_is_no_criterion(nadia, programme):
    sent = open_part(nadia, programme, "pays")
    nadia.post(url(programme, "write", "pays"), sent | {"used_for": "reporting", "act": "done"})
    page = nadia.get(f"{url(programme, 'design')}?open=pays").content.decode()
    assert "Elle est comptée, jamais notée" in page
    assert 'name="field"' not in page


def test_publishing_lists_the_differences_and_makes_the_version(nadia, programme):
    make.draft(make.cohort_of(programme), needs=None, situation=None)
    sent = open_part(nadia, programme, "pays")
    nadia.post(url(programme, "write", "pays"), sent | {"label_fr": "Un pays", "act": "done"})
    page = nadia.get(url(programme, "publish")).content.decode()
    assert "Un pays" in page
    revision = selectors.draft_of(programme.mentee_form).revision
    published = nadia.post(url(programme, "publish"), {"revision": revision})
    assert published.url == url(programme, "versions")
    assert "Version" in nadia.get(published.url).content.decode()
    assert (
        "Un pays"
        in nadia.get(
            url(programme, "version", selectors.latest_version(programme.mentee_form).number)
        ).content.decode()
    )


@pytest.mark.parametrize("role", ["answers", "partner", "team", "observer"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_preview_shows_what_each_role_sees_in_both_languages(nadia, programme, role, language):
    query = f"?role={role}&language={language}&size=phone"
    assert url(programme, "frame") in nadia.get(url(programme, "preview") + query).content.decode()
    frame = nadia.get(url(programme, "frame") + query)
    assert f'lang="{language}"' in frame.content.decode()
    assert ("Vos besoins (en)" if language == "en" else "Vos besoins") in frame.content.decode()
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]


def test_page_is_told_when_someone_else_changed_the_form(nadia, programme):
    services.delete_part(form=programme.mentee_form, key="pays", by=make.person("Paul"))
    told = nadia.get(url(programme, "state") + "?revision=0", headers=HTMX)
    assert "Paul" in told.content.decode()
    assert nadia.get(url(programme, "state") + "?revision=1", headers=HTMX).status_code == 204


def test_label_that_looks_like_html_is_shown_as_typed(nadia, programme):
    odd = "<script>alert(1)</script><b>Bonjour"
    sent = open_part(nadia, programme, "pays")
    sent |= {"label_fr": odd, "help_fr": odd, "options-0-fr": odd, "act": "done"}
    nadia.post(url(programme, "write", "pays"), sent)
    for page in (url(programme, "design"), url(programme, "frame"), url(programme, "publish")):
        assert "<script>alert" not in nadia.get(page).content.decode()


def test_huge_label_is_refused_beside_its_field_and_kept_on_screen(nadia, programme):
    sent = open_part(nadia, programme, "pays")
    told = nadia.post(
        url(programme, "write", "pays"), sent | {"label_fr": "x" * 10_000, "act": "done"}
    )
    assert told.status_code == 422
    assert "x" * 10_000 in told.content.decode()


@pytest.mark.parametrize(
    "odd",
    [
        {"options-0-value": "<b>", "options-0-fr": "x"},
        {"base": "[1, 2]"},
        {"base": '{"key": 3}'},
        {"shown_if-0-question": "../../etc", "shown_if-0-asks": "is", "shown_if-0-value": "x"},
        {"limit": "9" * 40},
        {"used_for": "everything"},
        {"type": "file"},
        {"act": "up:options:999999999999"},
        {"act": "\x00:\x00:\x00"},
        {"field": "style"},
    ],
)
def test_abuse_of_the_editor_gets_a_page_and_never_a_fault(nadia, programme, odd):
    sent = open_part(nadia, programme, "pays")
    assert nadia.post(url(programme, "write", "pays"), sent | odd).status_code < 500
    assert nadia.get(url(programme, "design")).status_code == 200


def queries(browser, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["design", "frame", "publish"])
def test_pages_take_the_same_queries_with_two_questions_or_two_hundred(nadia, programme, name):
    services.delete_part(form=programme.mentee_form, key="pays", by=make.person())
    few = queries(nadia, url(programme, name))
    draft = selectors.draft_of(programme.mentee_form)
    many = [asked(f"q{n}", "choice") for n in range(200)]
    draft.document = factories.document(many[:100], many[100:])
    draft.save()
    assert queries(nadia, url(programme, name)) == few
    assert not [one for one in checks.of_draft(draft_schema(draft.document)) if one.blocks]
