"""Answers saved while typed, sheets sent once, versions that follow each other."""

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.questionnaires import services
from ithaque.questionnaires.schema import FormSchema
from ithaque.questionnaires.selectors import latest_version, shown_answers
from tests.programmes.factories import person

pytestmark = pytest.mark.django_db


def schema(label: str = "Votre nom") -> FormSchema:
    return FormSchema.model_validate(
        {
            "sections": [
                {
                    "key": "you",
                    "title": {"fr": "Vous"},
                    "questions": [
                        {
                            "key": "name",
                            "type": "text",
                            "label": {"fr": label},
                            "required": True,
                            "limit": 50,
                        },
                        {"key": "age", "type": "number", "label": {"fr": "Âge"}, "maximum": 120},
                    ],
                }
            ]
        }
    )


@pytest.fixture
def sheet():
    form = services.create_form(key="essai", schema=schema(), by=None)
    return services.start_sheet(version=latest_version(form), person=person())


def test_save_answers_keeps_each_part_and_leaves_the_rest(sheet):
    services.save_answers(sheet=sheet, answers={"name": "Inès"}, by=sheet.person)
    services.save_answers(sheet=sheet, answers={"age": "20", "forged": "x"}, by=sheet.person)
    sheet.refresh_from_db()
    assert sheet.answers == {"name": "Inès", "age": 20}


def test_save_answers_that_cannot_be_read_keeps_what_was_typed(sheet):
    errors = services.save_answers(
        sheet=sheet, answers={"name": "x" * 10_000, "age": "vingt"}, by=sheet.person
    )
    sheet.refresh_from_db()
    assert set(errors) == {"name", "age"}
    assert sheet.answers == {}
    assert shown_answers(sheet) == {"name": "x" * 10_000, "age": "vingt"}
    services.save_answers(sheet=sheet, answers={"age": "20"}, by=sheet.person)
    assert sheet.unread == {"name": "x" * 10_000}
    assert sheet.answers == {"age": 20}


def test_save_answers_emptied_forgets_the_answer(sheet):
    services.save_answers(sheet=sheet, answers={"name": "Inès"}, by=sheet.person)
    services.save_answers(sheet=sheet, answers={"name": ""}, by=sheet.person)
    assert sheet.answers == {}


def test_complete_sheet_without_required_answer_names_the_question(sheet):
    with pytest.raises(services.IncompleteAnswers) as refusal:
        services.complete_sheet(sheet=sheet, by=sheet.person)
    assert set(refusal.value.errors) == {"name"}


def test_complete_sheet_with_an_unread_answer_is_refused_even_if_optional(sheet):
    services.save_answers(sheet=sheet, answers={"name": "Inès", "age": "vingt"}, by=sheet.person)
    with pytest.raises(services.IncompleteAnswers) as refusal:
        services.complete_sheet(sheet=sheet, by=sheet.person)
    assert set(refusal.value.errors) == {"age"}


def test_sheet_sent_refuses_new_answers_until_reopened(sheet):
    services.save_answers(sheet=sheet, answers={"name": "Inès"}, by=sheet.person)
    services.complete_sheet(sheet=sheet, by=sheet.person)
    with pytest.raises(Refusal):
        services.save_answers(sheet=sheet, answers={"name": "Autre"}, by=sheet.person)
    services.reopen_sheet(sheet=sheet, by=sheet.person)
    services.save_answers(sheet=sheet, answers={"name": "Autre"}, by=sheet.person)
    assert sheet.answers == {"name": "Autre"}


def test_version_nobody_answered_is_replaced_and_an_answered_one_is_followed(sheet):
    form = sheet.version.form
    services.publish_version(form=form, schema=schema("Votre prénom"), by=None)
    assert [version.number for version in form.versions.all()] == [1, 2]
    services.publish_version(form=form, schema=schema("Votre petit nom"), by=None)
    assert [version.number for version in form.versions.all()] == [1, 2]
    assert (
        latest_version(form).schema["sections"][0]["questions"][0]["label"]["fr"]
        == "Votre petit nom"
    )


def test_forget_person_empties_their_sheets(sheet):
    services.save_answers(sheet=sheet, answers={"name": "Inès", "age": "vingt"}, by=sheet.person)
    services.forget_person(sheet.person)
    sheet.refresh_from_db()
    assert (sheet.answers, sheet.unread) == ({}, {})
