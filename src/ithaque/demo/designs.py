"""A form drawn by its coordinator: every type of question, a condition, a second version, a draft under way."""

from __future__ import annotations

from typing import Any

from ithaque.kernel.bilingual import Bilingual
from ithaque.people.models import Person
from ithaque.programmes.models import Programme
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.models import Form
from ithaque.questionnaires.schema import FormSchema, Question, Section
from ithaque.questionnaires.selectors import latest_version, schema_of
from ithaque.questionnaires.services import publish_version, write_question

PROJECT: dict[str, Any] = {
    "key": "your-project",
    "title": {"fr": "Votre projet", "en": "Your plan"},
    "intro": {
        "fr": "Quelques repères, pour que la première rencontre commence au bon endroit.",
        "en": "A few landmarks, so that the first meeting starts in the right place.",
    },
    "questions": [
        {
            "key": "looking_for",
            "type": "choice",
            "label": {"fr": "Que cherchez-vous en ce moment ?", "en": "What are you looking for?"},
            "required": True,
            "options": [
                {"value": "internship", "label": {"fr": "un stage", "en": "an internship"}},
                {
                    "value": "apprenticeship",
                    "label": {"fr": "une alternance", "en": "an apprenticeship"},
                },
                {"value": "job", "label": {"fr": "un premier emploi", "en": "a first job"}},
                {"value": "ideas", "label": {"fr": "des idées, d’abord", "en": "ideas, first"}},
            ],
            "used_for": "follow_up",
        },
        {
            "key": "start_day",
            "type": "date",
            "label": {"fr": "À partir de quel jour ?", "en": "From which day?"},
            "shown_if": [{"question": "looking_for", "asks": "is_not", "value": "ideas"}],
            "used_for": "follow_up",
        },
        {
            "key": "weeks",
            "type": "number",
            "label": {"fr": "Pour combien de temps ?", "en": "For how long?"},
            "minimum": 1,
            "maximum": 104,
            "unit": {"fr": "semaines", "en": "weeks"},
            "shown_if": [
                {"question": "looking_for", "asks": "is", "value": "internship"},
                {"question": "looking_for", "asks": "is", "value": "apprenticeship"},
            ],
            "any_of": True,
        },
        {
            "key": "readiness",
            "type": "matrix",
            "label": {"fr": "Où en êtes-vous ?", "en": "How far along are you?"},
            "used_for": "follow_up",
            "rows": [
                {"value": "cv", "label": {"fr": "Mon CV", "en": "My CV"}},
                {"value": "letter", "label": {"fr": "Ma lettre", "en": "My letter"}},
                {"value": "interview", "label": {"fr": "L’entretien", "en": "The interview"}},
            ],
            "columns": [
                {"value": "to-do", "label": {"fr": "à commencer", "en": "to begin"}},
                {"value": "going", "label": {"fr": "en chemin", "en": "on the way"}},
                {"value": "ready", "label": {"fr": "prêt", "en": "ready"}},
            ],
        },
        {
            "key": "matters",
            "type": "ranked",
            "label": {
                "fr": "Ce qui compte le plus dans un premier poste",
                "en": "What matters most in a first job",
            },
            "limit": 3,
            "options": [
                {"value": "learn", "label": {"fr": "apprendre", "en": "learning"}},
                {"value": "meaning", "label": {"fr": "être utile", "en": "being useful"}},
                {"value": "team", "label": {"fr": "l’équipe", "en": "the team"}},
                {"value": "pay", "label": {"fr": "le salaire", "en": "the pay"}},
                {"value": "near", "label": {"fr": "rester près d’ici", "en": "staying near here"}},
            ],
            "readers": ["coordinators", "partner"],
        },
        {
            "key": "cv",
            "type": "file",
            "label": {"fr": "Votre CV, si vous en avez un", "en": "Your CV, if you have one"},
            "readers": ["coordinators", "partner"],
        },
        {
            "key": "heard",
            "type": "choice",
            "label": {
                "fr": "Comment avez-vous connu ce programme ?",
                "en": "How did you hear of this programme?",
            },
            "used_for": "reporting",
            "readers": [],
            "options": [
                {"value": "teacher", "label": {"fr": "par l’université", "en": "at university"}},
                {"value": "friend", "label": {"fr": "par quelqu’un", "en": "from someone"}},
                {"value": "network", "label": {"fr": "en ligne", "en": "online"}},
            ],
        },
    ],
}


def draw(programme: Programme, *, by: Person) -> None:
    """Ask the distance of a place and the level of each language; ask mentees about their project."""
    project = Section.model_validate(PROJECT)
    for form, more in ((programme.mentee_form, (project,)), (programme.mentor_form, ())):
        before = schema_of(latest_version(form))
        sections = (*map(_precise, before.sections), *more)
        publish_version(form=form, schema=FormSchema(sections=sections), by=by)


def _precise(section: Section) -> Section:
    return section.model_copy(update={"questions": tuple(map(_precise_one, section.questions))})


def _precise_one(question: Question) -> Question:
    if question.type == QuestionType.PLACE:
        return question.model_copy(update={"radius": True})
    if question.type == QuestionType.LANGUAGES:
        return question.model_copy(update={"levels": True})
    return question


def reword(form: Form, *, by: Person) -> None:
    """Publish a second version with clearer words for one question; the first answers keep theirs."""
    schema = schema_of(latest_version(form))
    label = Bilingual(
        fr="Que cherchez-vous cette année ?", en="What are you looking for this year?"
    )

    def clearer(question: Question) -> Question:
        found = question.key == "looking_for"
        return question.model_copy(update={"label": label}) if found else question

    sections = tuple(
        one.model_copy(update={"questions": tuple(map(clearer, one.questions))})
        for one in schema.sections
    )
    publish_version(form=form, schema=FormSchema(sections=sections), by=by)


def leave_a_draft(form: Form, *, by: Person) -> None:
    """Begin a change that nobody sees yet."""
    question = schema_of(latest_version(form)).question("readiness")
    assert question is not None
    help_ = Bilingual(
        fr="Un point par ligne, même à l’œil.", en="One point per line, even roughly."
    )
    clearer = question.model_copy(update={"help": help_})
    write_question(form=form, question=clearer, base=None, by=by)
