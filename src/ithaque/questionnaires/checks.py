"""What prevents a form from being asked, or deserves a look: each in a sentence, tied to its question.

The designer shows them while a form is drawn; publishing, and reading a template, refuse those that block.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.questionnaires.criteria import can_be_read_as, is_known
from ithaque.questionnaires.enums import (
    WITH_OPTIONS,
    WITHOUT_VALUE,
    QuestionType,
    Use,
    asked_of,
)

if TYPE_CHECKING:
    from ithaque.questionnaires.schema import Condition, FormSchema, Question, Section

MOST_SECTIONS = 40
MOST_QUESTIONS = 300
MOST_OPTIONS = 100
MOST_COLUMNS = 10
LONGEST_LABEL = 300
LONGEST_HELP = 1000
LONGEST_OPTION = 200


@dataclass(frozen=True)
class Problem:
    """Something wrong with a form: the key of the question or section, a sentence, whether it blocks."""

    key: str
    sentence: str
    blocks: bool = True


def refuse(problems: Iterable[Problem]) -> None:
    """Raise ValueError for the first problem that blocks."""
    for problem in problems:
        if problem.blocks:
            raise ValueError(f"{problem.key}: {problem.sentence}")


def of_draft(schema: FormSchema) -> list[Problem]:
    """Return everything wrong with a form being designed, those of each question included."""
    own = [problem for question in schema.questions() for problem in of_question(question)]
    return [*own, *of_form(schema)]


def of_question(question: Question) -> Iterator[Problem]:
    """Give what is wrong with a question by itself."""
    for sentence in (*_words(question), *_parts(question), *_use(question)):
        yield Problem(question.key, sentence)
    if not (question.label.fr and question.label.en) and question.label:
        yield Problem(question.key, _missing(question.label), blocks=False)


def of_form(schema: FormSchema) -> Iterator[Problem]:
    """Give what is wrong between questions: nothing to ask, too many, the same words, conditions."""
    if sum(1 for _one in schema.questions()) > MOST_QUESTIONS:
        yield Problem(
            schema.sections[-1].key,
            _("Keep %(most)d questions at most: nobody would finish.") % {"most": MOST_QUESTIONS},
        )
    for section in schema.sections:
        yield from _of_section(section)
    yield from _same_words(schema)
    yield from _conditions(schema)


def keys_used_twice(schema: FormSchema) -> Iterator[Problem]:
    """Give the keys that two parts of the form share: an answer would have two meanings."""
    keys = Counter([q.key for q in schema.questions()] + [s.key for s in schema.sections])
    for key, count in keys.items():
        if count > 1:
            yield Problem(key, _("used twice in this form."))


def _words(question: Question) -> Iterator[str]:
    if not question.label:
        yield _("Write the question.")
    if _longest(question.label) > LONGEST_LABEL or _longest(question.help) > LONGEST_HELP:
        yield _(
            "Too long to be read: %(label)d characters for a question, %(help)d for its help."
        ) % {
            "label": LONGEST_LABEL,
            "help": LONGEST_HELP,
        }
    names = [one.label for one in (*question.options, *question.rows, *question.columns)]
    if not all(names):
        yield _("A choice, a line or a column has no words yet.")
    if any(_longest(name) > LONGEST_OPTION for name in names):
        yield _("Keep each choice under %(most)d characters.") % {"most": LONGEST_OPTION}


def _parts(question: Question) -> Iterator[str]:
    if question.type in WITH_OPTIONS and not question.options:
        yield _("Give at least one choice.")
    if question.type == QuestionType.STYLE and not question.items:
        yield _("Give at least one line.")
    if question.type == QuestionType.MATRIX and not (question.rows and len(question.columns) > 1):
        yield _("Give at least one line and two columns.")
    for names in (
        [one.value for one in question.options],
        [one.value for one in question.rows],
        [one.value for one in question.columns],
        [one.key for one in question.items],
    ):
        if len(set(names)) < len(names):
            yield _("Two choices have the same name.")
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        yield _("The smallest number is above the largest.")


def _use(question: Question) -> Iterator[str]:
    if question.field and question.purpose != Use.MATCHING:
        yield _("This question does not serve matching: matching cannot read it.")
    elif question.field and not is_known(question.field):
        yield _("Matching does not know “%(field)s”.") % {"field": question.field}
    elif question.field and not can_be_read_as(question, question.field):
        yield _("Matching cannot read this type of question that way.")


def _missing(text: Bilingual) -> str:
    if not text.fr:
        return _("The French is missing: French readers see the English.")
    return _("The English is missing: English readers see the French.")


def _of_section(section: Section) -> Iterator[Problem]:
    if not section.title:
        yield Problem(section.key, _("Give this step a title."))
    if _longest(section.title) > LONGEST_OPTION or _longest(section.intro) > LONGEST_HELP:
        yield Problem(section.key, _("The title or the introduction is too long to be read."))
    if not section.questions:
        yield Problem(section.key, _("This step asks nothing: add a question or delete it."))


def _same_words(schema: FormSchema) -> Iterator[Problem]:
    labels = Counter(_folded(question.label) for question in schema.questions() if question.label)
    for question in schema.questions():
        if labels[_folded(question.label)] > 1:
            yield Problem(
                question.key,
                _("Another question has the same words: people may think it is asked twice."),
                blocks=False,
            )


def _conditions(schema: FormSchema) -> Iterator[Problem]:
    known = {question.key: question for question in schema.questions()}
    circles = _circles(schema)
    before: set[str] = set()
    for section in schema.sections:
        for condition in section.shown_if:
            yield from _condition(section.key, condition, known, before, circles)
        for question in section.questions:
            for condition in question.shown_if:
                yield from _condition(question.key, condition, known, before, circles)
            before.add(question.key)


def _condition(
    key: str,
    condition: Condition,
    known: dict[str, Question],
    before: set[str],
    circles: frozenset[str],
) -> Iterator[Problem]:
    other = known.get(condition.question)
    if other is None:
        yield Problem(key, _("A condition depends on a question that was deleted."))
    elif key in circles:
        yield Problem(key, _("These conditions go round in a circle: none would ever be asked."))
    elif condition.question not in before:
        yield Problem(
            key,
            _("A condition depends on “%(label)s”, which is asked later.") % {"label": other.label},
        )
    elif sentence := _wrong_value(other, condition):
        yield Problem(key, sentence)


def _wrong_value(other: Question, condition: Condition) -> str:
    if condition.asks not in asked_of(other.type):
        return _("A condition asks something that “%(label)s” cannot answer.") % {
            "label": other.label
        }
    if condition.asks in WITHOUT_VALUE:
        return ""
    if not condition.value:
        return _("A condition on “%(label)s” lacks its value.") % {"label": other.label}
    values = {option.value for option in other.options}
    if values and condition.value not in values:
        return _("A condition depends on a choice of “%(label)s” that was removed.") % {
            "label": other.label
        }
    return ""


def _circles(schema: FormSchema) -> frozenset[str]:
    """Return the questions that depend on themselves through others, a section's conditions included."""
    waits = {
        question.key: {one.question for one in (*question.shown_if, *section.shown_if)}
        for section in schema.sections
        for question in section.questions
    }
    found = set()
    for key in waits:
        reached: set[str] = set()
        ahead = list(waits[key])
        while ahead:
            one = ahead.pop()
            if one not in reached:
                reached.add(one)
                ahead += waits.get(one, ())
        if key in reached:
            found.add(key)
    return frozenset(found)


def _longest(text: Bilingual) -> int:
    return max(len(text.fr), len(text.en))


def _folded(label: Bilingual) -> str:
    return " ".join(f"{label.fr} / {label.en}".casefold().split())
