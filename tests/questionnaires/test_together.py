"""Two coordinators at the same instant, on two connections: no question is lost, no version is published twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connections
from django.utils import translation

from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.errors import Refusal
from ithaque.questionnaires import design, selectors, services
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.models import AnswerSheet, Form
from ithaque.questionnaires.schema import Question, draft_schema
from tests.programmes.factories import person
from tests.questionnaires import factories
from tests.questionnaires.factories import asked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases]
ROUNDS = 5


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same instant, each on its own connection; return what came of each."""
    start, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(at: int, act: Callable[[], Any]) -> None:
        with translation.override("fr"):
            start.wait()
            try:
                came[at] = act()
            except Refusal as refusal:
                came[at] = refusal.code
            finally:
                connections.close_all()

    threads = [threading.Thread(target=run, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came


@pytest.fixture
def form() -> Form:
    schema = factories.form([asked("one"), asked("two")])
    return services.create_form(key="essai", schema=schema, by=None)


def questions(form: Form) -> list[Question]:
    return list(draft_schema(selectors.draft_of(form).document).questions())


def add(form: Form, by: Any) -> None:
    question = design.blank_question(QuestionType.TEXT)
    services.add_question(form=form, question=question, section="s1", by=by)


def test_questions_added_at_the_same_instant_are_all_there(form):
    nadia, paul = person("Nadia"), person("Paul")
    for _round in range(ROUNDS):
        together(partial(add, form, nadia), partial(add, form, paul))
    assert len(questions(form)) == 2 + 2 * ROUNDS
    assert selectors.draft_of(form).revision == 2 * ROUNDS


def test_two_people_writing_two_languages_of_one_question_keep_both(form):
    nadia, paul = person("Nadia"), person("Paul")
    base = asked("one")

    def write(by: Any, **label: str) -> None:
        question = Question.model_validate({**base, "label": {**base["label"], **label}})
        services.write_question(form=form, question=question, base=base, by=by)

    came = together(partial(write, nadia, fr="Prénom"), partial(write, paul, en="First name"))
    assert came == [None, None]
    assert questions(form)[0].label == Bilingual(fr="Prénom", en="First name")


def test_two_people_writing_the_same_words_lose_nothing_in_silence(form):
    base = asked("one")

    def write(by: Any, words: str) -> str:
        question = Question.model_validate({**base, "label": factories.words(words)})
        services.write_question(form=form, question=question, base=base, by=by)
        return "kept"

    came = together(
        partial(write, person("Nadia"), "Le prénom"), partial(write, person("Paul"), "Le nom")
    )
    assert sorted(came) == ["kept", "stale_edit"]


def test_draft_published_by_two_people_makes_one_version(form):
    services.start_sheet(version=selectors.latest_version(form), person=person())
    nadia = person("Nadia")
    services.delete_part(form=form, key="two", by=nadia)
    publish = partial(
        services.publish_draft, form=form, revision=selectors.draft_of(form).revision, by=nadia
    )
    came = together(publish, publish)
    assert "nothing_to_publish" in came
    assert [one.number for one in form.versions.all()] == [1, 2]


def test_person_who_starts_while_the_form_is_published_finds_a_version_that_exists(form):
    nadia = person("Nadia")
    services.delete_part(form=form, key="two", by=nadia)
    revision = selectors.draft_of(form).revision
    lou = person("Lou")
    together(
        partial(services.publish_draft, form=form, revision=revision, by=nadia),
        lambda: services.start_sheet(version=selectors.latest_version(form), person=lou),
    )
    sheet = AnswerSheet.objects.select_related("version").get(person=lou)
    services.save_answers(sheet=sheet, answers={"one": "Lou"}, by=lou)
    services.carry_over(sheet=sheet)
    assert sheet.answers == {"one": "Lou"}
