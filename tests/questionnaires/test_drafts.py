"""A form designed by several people: small changes, merged, undone, published as a version."""

from __future__ import annotations

from typing import Any

import pytest

from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.questionnaires import checks, design, selectors, services
from ithaque.questionnaires.differences import differences
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.models import Form
from ithaque.questionnaires.schema import FormSchema, Question, draft_schema
from tests.programmes.factories import person
from tests.questionnaires import factories
from tests.questionnaires.factories import asked, when, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Person:
    return person("Nadia")


@pytest.fixture
def form() -> Form:
    schema = factories.form([asked("one"), asked("two", "choice")], [asked("three")])
    return services.create_form(key="essai", schema=schema, by=None)


def drafted(form: Form) -> FormSchema:
    draft = selectors.draft_of(form)
    assert draft is not None
    return draft_schema(draft.document)


def order(form: Form) -> list[list[str]]:
    return [[one.key for one in section.questions] for section in drafted(form).sections]


def seen(form: Form, key: str) -> tuple[Question, dict[str, Any]]:
    """Return a question as somebody has it on screen."""
    draft = selectors.draft_of(form)
    schema = drafted(form) if draft else selectors.schema_of(selectors.latest_version(form))
    question = schema.question(key)
    assert question is not None
    return question, question.model_dump(mode="json", exclude_defaults=True)


def reword(
    form: Form, key: str, by: Person, base: dict[str, Any] | None = None, **changes: Any
) -> None:
    _question, now = seen(form, key)
    wanted = Question.model_validate({**(base or now), **changes}, context={"draft": True})
    services.write_question(form=form, question=wanted, base=base or now, by=by)


def test_looking_at_a_form_opens_no_draft(form):
    assert selectors.draft_of(form) is None


def test_question_added_stands_at_the_end_of_its_step_and_waits_for_words(form, nadia):
    question = design.blank_question(QuestionType.CHOICE)
    services.add_question(form=form, question=question, section="s1", by=nadia)
    assert order(form) == [["one", "two", question.key], ["three"]]
    assert question.key in {p.key for p in checks.of_draft(drafted(form)) if p.blocks}


@pytest.mark.parametrize("type_", list(QuestionType))
def test_blank_question_of_each_type_can_be_drawn_and_stored(form, nadia, type_):
    services.add_question(form=form, question=design.blank_question(type_), section="s2", by=nadia)
    assert drafted(form).sections[1].questions[-1].type == type_


def test_moves_go_through_the_steps_and_stop_at_the_ends(form, nadia):
    services.move_part(form=form, key="two", step=1, by=nadia)
    assert order(form) == [["one"], ["two", "three"]]
    services.move_part(form=form, key="two", step=-1, by=nadia)
    services.move_part(form=form, key="two", step=-1, by=nadia)
    assert order(form) == [["two", "one"], ["three"]]
    services.move_part(form=form, key="two", step=-1, by=nadia)
    assert order(form) == [["two", "one"], ["three"]]


def test_dropped_question_stands_where_it_was_dropped(form, nadia):
    services.move_part(form=form, key="three", section="s1", place=1, by=nadia)
    assert order(form) == [["one", "three", "two"], []]


def test_copy_has_its_own_key_and_is_not_read_by_matching(nadia):
    schema = factories.form([asked("needs", "skills", field="needs")])
    form = services.create_form(key="essai", schema=schema, by=None)
    copy = services.duplicate_question(form=form, key="needs", by=nadia)
    assert order(form) == [["needs", copy.key]]
    assert copy.field is None
    assert str(copy.label) == "needs (copie)"


def test_two_people_changing_two_things_of_one_question_keep_both(form, nadia):
    _question, base = seen(form, "one")
    services.write_question(
        form=form,
        question=Question.model_validate(
            {**base, "label": {"fr": "Prénom", "en": base["label"]["en"]}}
        ),
        base=base,
        by=nadia,
    )
    services.write_question(
        form=form,
        question=Question.model_validate(
            {**base, "label": {"fr": base["label"]["fr"], "en": "First name"}, "required": True}
        ),
        base=base,
        by=person("Paul"),
    )
    kept, _document = seen(form, "one")
    assert (kept.label.fr, kept.label.en, kept.required) == ("Prénom", "First name", True)


def test_two_people_changing_the_same_words_are_told_and_nothing_is_lost(form, nadia):
    _question, base = seen(form, "one")
    reword(form, "one", nadia, base, label=words("Le prénom"))
    paul = person("Paul")
    with pytest.raises(services.StaleEdit) as refusal:
        reword(form, "one", paul, base, label=words("Comment vous appelez-vous ?"))
    assert "Nadia" in str(refusal.value)
    assert set(refusal.value.clashes) == {"label.fr", "label.en"}
    theirs = refusal.value.theirs.model_dump(mode="json", exclude_defaults=True)
    reword(form, "one", paul, theirs, label=words("Comment vous appelez-vous ?"))
    assert seen(form, "one")[0].label.fr == "Comment vous appelez-vous ?"


def test_question_deleted_meanwhile_can_be_put_back_with_what_was_written(form, nadia):
    question, base = seen(form, "one")
    services.delete_part(form=form, key="one", by=nadia)
    with pytest.raises(Refusal) as refusal:
        services.write_question(form=form, question=question, base=base, by=nadia)
    assert refusal.value.code == "deleted_meanwhile"
    services.write_question(form=form, question=question, base=base, by=nadia, again="s2")
    assert order(form) == [["two"], ["three", "one"]]


def test_deleting_a_question_that_conditions_need_is_pointed_out(nadia):
    schema = factories.form([asked("one"), asked("two", shown_if=[when("one")])])
    form = services.create_form(key="essai", schema=schema, by=None)
    services.delete_part(form=form, key="one", by=nadia)
    assert [p.key for p in checks.of_draft(drafted(form))] == ["two"]
    draft = selectors.draft_of(form)
    with pytest.raises(Refusal) as refusal:
        services.publish_draft(form=form, revision=draft.revision, by=nadia)
    assert refusal.value.code == "form_not_ready"


def test_last_step_cannot_be_deleted(form, nadia):
    services.delete_part(form=form, key="s2", by=nadia)
    with pytest.raises(Refusal):
        services.delete_part(form=form, key="s1", by=nadia)


def test_undo_puts_back_what_was_before_change_after_change(form, nadia):
    services.delete_part(form=form, key="one", by=nadia)
    services.move_part(form=form, key="two", step=1, by=nadia)
    for expected in ([["two"], ["three"]], [["one", "two"], ["three"]]):
        last = selectors.last_change(selectors.draft_of(form))
        services.undo_change(form=form, change=last.pk, by=nadia)
        assert order(form) == expected
    assert selectors.last_change(selectors.draft_of(form)) is None


def test_undo_of_a_change_that_is_no_longer_the_last_is_refused(form, nadia):
    services.delete_part(form=form, key="one", by=nadia)
    first = selectors.last_change(selectors.draft_of(form))
    services.delete_part(form=form, key="two", by=person("Paul"))
    with pytest.raises(Refusal):
        services.undo_change(form=form, change=first.pk, by=nadia)
    assert order(form) == [[], ["three"]]


def test_saves_of_one_question_in_one_go_are_undone_together(form, nadia):
    for text in ("P", "Pr", "Prénom"):
        reword(form, "one", nadia, label=words(text))
    last = selectors.last_change(selectors.draft_of(form))
    services.undo_change(form=form, change=last.pk, by=nadia)
    assert seen(form, "one")[0].label.fr == "one"


def test_published_draft_is_the_version_people_answer_and_closes(form, nadia):
    sheet = services.start_sheet(version=selectors.latest_version(form), person=person())
    reword(form, "one", nadia, label=words("Prénom"))
    draft = selectors.draft_of(form)
    version = services.publish_draft(form=form, revision=draft.revision, by=nadia)
    assert (version.number, version.published_by) == (2, nadia)
    assert selectors.draft_of(form) is None
    assert sheet.version.number == 1


def test_draft_changed_since_it_was_read_is_not_published(form, nadia):
    reword(form, "one", nadia, label=words("Prénom"))
    revision = selectors.draft_of(form).revision
    services.delete_part(form=form, key="three", by=person("Paul"))
    with pytest.raises(Refusal) as refusal:
        services.publish_draft(form=form, revision=revision, by=nadia)
    assert refusal.value.code == "draft_moved_on"


def test_starting_again_from_a_version_can_be_undone(form, nadia):
    services.delete_part(form=form, key="one", by=nadia)
    services.restart_from(version=selectors.latest_version(form), by=nadia)
    assert order(form) == [["one", "two"], ["three"]]
    last = selectors.last_change(selectors.draft_of(form))
    services.undo_change(form=form, change=last.pk, by=nadia)
    assert order(form) == [["two"], ["three"]]


def test_form_takes_so_many_questions_and_no_more(nadia):
    many = [asked(f"q{n}") for n in range(checks.MOST_QUESTIONS)]
    form = services.create_form(key="essai", schema=factories.form(many), by=None)
    with pytest.raises(Refusal):
        services.duplicate_question(form=form, key="q0", by=nadia)


def test_differences_are_told_in_words():
    before = factories.form([asked("one"), asked("two", "choice"), asked("gone")])
    after = factories.form(
        [
            asked("two", "choice", options=factories.options("a", "b"), required=True),
            asked("one", label=words("Prénom"), readers=["coordinators", "partner"]),
            asked("new", shown_if=[when("one")]),
        ]
    )
    told = "\n".join(differences(before, after))
    assert "two" in told
    assert "Prénom" in told
    assert "new" in told
    assert "gone" in told
    assert len(differences(before, after)) == 5
    assert differences(before, before) == []
