"""Answers under conditions, files, and a form that changes under the pen of someone who answers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as DatabaseTestCase

from ithaque.kernel import files
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import StoredFile
from ithaque.questionnaires import answers as reader
from ithaque.questionnaires import selectors, services
from ithaque.questionnaires.models import AnswerSheet
from ithaque.questionnaires.schema import Question
from tests.programmes.factories import person
from tests.questionnaires import factories
from tests.questionnaires.factories import asked, when

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 60 + b"PE\x00\x00" + b"\x00" * 200


def sheet_of(*sections, **more) -> AnswerSheet:
    form = services.create_form(key="essai", schema=factories.form(*sections, **more), by=None)
    return services.start_sheet(version=selectors.latest_version(form), person=person())


def save(sheet: AnswerSheet, **answers) -> None:
    services.save_answers(sheet=sheet, answers=answers, by=sheet.person)


@pytest.fixture
def conditional(db) -> AnswerSheet:
    return sheet_of(
        [
            asked("one", "choice", required=True),
            asked("two", required=True, shown_if=[when("one", "is", "a")]),
        ]
    )


def test_hidden_question_is_not_required_and_its_answer_is_kept_apart(conditional):
    save(conditional, one="a", two="words")
    assert conditional.answers == {"one": "a", "two": "words"}
    save(conditional, one="b")
    assert (conditional.answers, conditional.aside) == ({"one": "b"}, {"two": "words"})
    assert services.missing_answers(sheet=conditional) == {}
    assert selectors.shown_answers(conditional)["two"] == "words"


def test_question_shown_again_finds_its_answer_and_is_required(conditional):
    save(conditional, one="a", two="words")
    save(conditional, one="b")
    save(conditional, one="a")
    assert conditional.answers == {"one": "a", "two": "words"}
    save(conditional, two="")
    assert set(services.missing_answers(sheet=conditional)) == {"two"}


def test_answer_typed_for_a_hidden_question_never_counts(conditional):
    save(conditional, one="b", two="forged")
    assert conditional.answers == {"one": "b"}


@pytest.mark.django_db
def test_new_version_keeps_the_answers_to_the_same_questions():
    sheet = sheet_of([asked("one"), asked("two", "choice"), asked("gone")])
    save(sheet, one="Inès", two="c", gone="old words")
    after = factories.form(
        [
            asked("one", label=factories.words("Prénom")),
            asked("two", "choice", options=factories.options("a", "b")),
            asked("new"),
        ]
    )
    services.publish_version(form=sheet.version.form, schema=after, by=None)
    carried = services.carry_over(sheet=sheet)
    sheet.refresh_from_db()
    assert sheet.version.number == 2
    assert sheet.answers == {"one": "Inès"}
    assert sheet.unread == {"two": "c"}
    assert sheet.aside == {"gone": "old words"}
    assert (carried.added, carried.asked_again, carried.gone) == (("new",), ("two",), ("gone",))
    assert not services.carry_over(sheet=sheet)


@pytest.mark.django_db
def test_sent_answers_keep_the_version_they_answered():
    sheet = sheet_of([asked("one")])
    save(sheet, one="Inès")
    services.complete_sheet(sheet=sheet, by=sheet.person)
    services.publish_version(
        form=sheet.version.form, schema=factories.form([asked("new")]), by=None
    )
    assert not services.carry_over(sheet=sheet)
    sheet.refresh_from_db()
    assert sheet.version.number == 1


@pytest.mark.django_db
def test_answers_typed_on_the_old_page_are_kept_by_the_new_version():
    sheet = sheet_of([asked("one"), asked("two")])
    services.publish_version(
        form=sheet.version.form, schema=factories.form([asked("two")], [asked("one")]), by=None
    )
    save(sheet, one="typed meanwhile")
    services.carry_over(sheet=sheet)
    assert sheet.answers == {"one": "typed meanwhile"}


@pytest.fixture
def with_file(db, settings, tmp_path) -> AnswerSheet:
    settings.PRIVATE_FILES_DIR = tmp_path
    return sheet_of([asked("cv", "file", required=True), asked("photo", "file", images=True)])


def attach(sheet: AnswerSheet, content: bytes, name: str, question: str = "cv"):
    return services.attach_file(
        sheet=sheet, question=question, content=content, name=name, by=sheet.person
    )


def test_file_answers_its_question_and_another_takes_its_place(
    with_file, django_capture_on_commit_callbacks
):
    assert set(services.missing_answers(sheet=with_file)) == {"cv"}
    with django_capture_on_commit_callbacks(execute=True):
        attach(with_file, PDF, "cv.pdf")
        attach(with_file, PDF + b"%", "cv-2.pdf")
    assert with_file.answers["cv"]["name"] == "cv-2.pdf"
    assert services.missing_answers(sheet=with_file) == {}
    stored = StoredFile.objects.get()
    assert files.read(stored) == PDF + b"%"
    assert selectors.file_of(with_file, "cv") == stored


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (PROGRAM, "cv.pdf", "file_type"),
        (b"<html><script>alert(1)</script>", "cv.pdf", "file_type"),
        (b"", "cv.pdf", "file_empty"),
        (PDF + b"x" * (5 * 2**20), "cv.pdf", "file_too_large"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "cv.png", "file_type"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused_and_the_one_before_stays(
    with_file, content, name, code
):
    attach(with_file, PDF, "good.pdf")
    with pytest.raises(Refusal) as refusal:
        attach(with_file, content, name)
    assert refusal.value.code == code
    with_file.refresh_from_db()
    assert with_file.answers["cv"]["name"] == "good.pdf"


def test_file_cannot_be_forged_by_typing_nor_given_to_another_question(with_file):
    save(with_file, cv={"id": "00000000-0000-4000-8000-000000000000", "name": "x", "size": 1})
    assert with_file.answers == {}
    with pytest.raises(Refusal):
        attach(with_file, PDF, "cv.pdf", question="gone")


def test_removed_file_leaves_nothing(with_file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        attach(with_file, PDF, "cv.pdf")
        services.remove_file(sheet=with_file, question="cv", by=with_file.person)
    assert with_file.answers == {}
    assert not StoredFile.objects.exists()


def test_forgotten_person_leaves_no_file(with_file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        attach(with_file, PDF, "cv.pdf")
        services.forget_person(with_file.person)
    assert not StoredFile.objects.exists()


TYPED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    type_=st.sampled_from(["ranked", "matrix", "languages", "place", "number", "date"]), typed=TYPED
)
def test_whatever_is_sent_is_read_refused_in_words_or_empty(type_, typed):
    question = Question.model_validate(asked("one", type_, levels=True, radius=True))
    reading = reader.read([question], {"one": typed}, complete=False)
    assert reading.errors.get("one") or "one" in reading.values
    if not reading.errors:
        reader.tell(question, reading.values["one"])


class NothingTypedBreaksASheet(DatabaseTestCase):
    """A sheet stays whole whatever was typed, in any order."""

    @settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=st.lists(st.dictionaries(st.sampled_from(["one", "two", "x"]), TYPED), max_size=4))
    def test_saving_again_changes_nothing(self, steps):
        sheet = sheet_of([asked("one", "choice"), asked("two", shown_if=[when("one", "is", "a")])])
        for step in steps:
            save(sheet, **step)
            before = (sheet.answers, sheet.aside, sheet.unread)
            save(sheet, **step)
            assert (sheet.answers, sheet.aside, sheet.unread) == before
        assert not set(sheet.answers) & set(sheet.aside)
