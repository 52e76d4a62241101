"""What matching may read: which questions can serve as criteria, and why the others cannot.

This is the one door for whoever chooses criteria: `candidates(schema)` gives every question with its
verdict. Who answers only for reports is never matched on it: the promise made beside the question holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ithaque.questionnaires.enums import QuestionType, Reader, Use

if TYPE_CHECKING:
    from ithaque.questionnaires.schema import FormSchema, Question

Type = QuestionType
EXPECTATION = re.compile(r"expectations\.[a-z][a-z0-9_]{0,39}")
COMPARED = "expectations."
OWN_WORDS = "text"
FIELDS: dict[str, frozenset[QuestionType]] = {
    "needs": frozenset({Type.SKILLS, Type.RANKED, Type.SEVERAL, Type.TEXT}),
    "offers": frozenset({Type.SKILLS, Type.RANKED, Type.SEVERAL, Type.TEXT}),
    "path": frozenset({Type.SKILLS, Type.RANKED, Type.SEVERAL, Type.TEXT}),
    "style": frozenset({Type.STYLE, Type.MATRIX}),
    "interests": frozenset({Type.SEVERAL, Type.RANKED, Type.SKILLS, Type.TEXT}),
    "languages": frozenset({Type.LANGUAGES, Type.SEVERAL}),
    "availability": frozenset({Type.AVAILABILITY}),
    "modality": frozenset({Type.SEVERAL}),
    "capacity": frozenset({Type.NUMBER}),
    "seniority": frozenset({Type.NUMBER, Type.CHOICE, Type.SCALE}),
    "organisation": frozenset({Type.TEXT, Type.CHOICE}),
    "team": frozenset({Type.TEXT, Type.CHOICE}),
    "manager": frozenset({Type.TEXT}),
    "excluded": frozenset({Type.TEXT}),
    "place": frozenset({Type.PLACE, Type.TEXT, Type.CHOICE}),
    "text": frozenset({Type.TEXT}),
    "born_on": frozenset({Type.DATE}),
}
"""What matching reads, and from which types of question."""
ON_A_SCALE = frozenset({Type.SCALE, Type.NUMBER, Type.CHOICE, Type.DATE})
"""Types whose answers can be compared as places on a scale (`expectations.…`)."""


@dataclass(frozen=True)
class Candidate:
    """A question, and whether it may serve as a criterion; `reason` says why not, empty when it may.

    `fields` is what matching could read it as; `question.field` is what it reads it as today.
    """

    question: Question
    reason: str
    fields: tuple[str, ...]

    @property
    def may_serve(self) -> bool:
        """Tell whether it may be chosen."""
        return not self.reason


def candidates(schema: FormSchema) -> list[Candidate]:
    """Return every question of a form, in order, with its verdict."""
    return [candidate(question) for question in schema.questions()]


def candidate(question: Question) -> Candidate:
    """Return whether one question may serve as a matching criterion, and why not."""
    return Candidate(question, _why_not(question), fields_of(question.type))


def fields_of(type_: QuestionType) -> tuple[str, ...]:
    """Return what matching can read a type of question as; `expectations.` stands for any comparison."""
    known = tuple(field for field, types in FIELDS.items() if type_ in types)
    return (*known, COMPARED) if type_ in ON_A_SCALE else known


def is_known(field: str) -> bool:
    """Tell whether matching knows this name."""
    return field in FIELDS or EXPECTATION.fullmatch(field) is not None


def can_be_read_as(question: Question, field: str) -> bool:
    """Tell whether matching can read a question of this type as `field`."""
    allowed = fields_of(question.type)
    return (COMPARED if field.startswith(COMPARED) else field) in allowed


def read_as(question: Question) -> str:
    """Return what matching reads a question as; "" when it does not.

    Own words asked for matching are read as such without being told.
    """
    if question.field:
        return question.field
    asked = question.type == Type.TEXT and question.purpose == Use.MATCHING
    return OWN_WORDS if asked else ""


def is_compared_as_words(question: Question) -> bool:
    """Tell whether the themes of an answer may be compared, and told as a reason to the other person."""
    shared = Reader.PARTNER in question.readers and question.purpose == Use.MATCHING
    return shared and read_as(question) == OWN_WORDS


def _why_not(question: Question) -> str:
    if question.purpose == Use.REPORTING:
        return _(
            "Asked for reports only: people were told that nobody is chosen or refused on this answer. "
            "It is counted, never scored."
        )
    if question.purpose == Use.FOLLOW_UP:
        return _("Asked for follow-up: change what it serves in the form to match on it.")
    if question.purpose == Use.NOTHING:
        return _(
            "Asked to know each other better: change what it serves in the form to match on it."
        )
    if read_as(question) == OWN_WORDS and Reader.PARTNER not in question.readers:
        return _(
            "These words stay between the person and the coordinators: a reason told to the other would speak "
            "of them. Let the other person read them to compare them."
        )
    if not fields_of(question.type):
        return _("This type of answer cannot be compared between two people.")
    return ""
