"""Keep answers while they are typed, carry them over to a new version, close a complete sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.questionnaires import answers as reader
from ithaque.questionnaires.conditions import asked
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.models import AnswerFile, AnswerSheet, FormVersion
from ithaque.questionnaires.schema import FormSchema, Question
from ithaque.questionnaires.selectors import latest_of, schema_of, shown_answers

UNREAD_MAX = 20_000


class IncompleteAnswers(Refusal):
    """A sheet that cannot be sent yet; `errors` holds sentences by question key. Everything is kept."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(
            "answers_incomplete",
            _("Some answers are missing or need a correction. Everything you typed is kept."),
            conflict=False,
        )
        self.errors = errors


def start_sheet(*, version: FormVersion, person: Person) -> AnswerSheet:
    """Open an empty sheet."""
    return AnswerSheet.objects.create(version=version, person=person)


@dataclass(frozen=True)
class CarriedOver:
    """What a new version of the form changed for someone in the middle of it, as labels of questions."""

    added: tuple[str, ...] = ()
    asked_again: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.asked_again or self.gone)


@transaction.atomic
def save_answers(
    *, sheet: AnswerSheet, answers: Mapping[str, Any], by: Person | None
) -> dict[str, list[str]]:
    """Keep some answers of a draft and return the sentences for those that could not be read, by key.

    Only the keys given change; what no question asks is left aside, and files come by `attach_file`. An answer
    that is not valid is kept as typed in `unread`, to be shown again, up to 20,000 characters. Answers to
    questions that conditions hide are put aside. Saving the same twice changes nothing.
    Refuses (Refusal) once the sheet was sent.
    """
    fresh = open_sheet(sheet)
    schema = schema_of(fresh.version)
    typed = [one for one in schema.questions() if one.type != QuestionType.FILE]
    reading = reader.read(typed, answers, complete=False)
    for key in reading.values:
        fresh.unread.pop(key, None)
    for key in reading.errors:
        fresh.unread[key] = _bounded(answers[key])
    settle(fresh, schema, {**fresh.aside, **fresh.answers, **reading.values})
    keep_up(sheet, fresh)
    return reading.errors


def open_sheet(sheet: AnswerSheet) -> AnswerSheet:
    """Return the sheet as it is now, held until the end of the transaction; refuses once it was sent."""
    fresh = (
        AnswerSheet.objects.select_for_update(of=("self",))
        .select_related("version")
        .get(pk=sheet.pk)
    )
    if fresh.submitted_at is not None:
        raise Refusal("sheet_sent", _("These answers were already sent. Ask to change them first."))
    return fresh


def settle(sheet: AnswerSheet, schema: FormSchema, given: Mapping[str, Any]) -> None:
    """Save answers, those of questions asked apart from the others."""
    given = {key: value for key, value in given.items() if not reader.is_empty(value)}
    keys = asked(schema, given)
    sheet.answers = {key: value for key, value in given.items() if key in keys}
    sheet.aside = {key: value for key, value in given.items() if key not in keys}
    sheet.saved_at = clock.now()
    sheet.save(update_fields=["version", "answers", "unread", "aside", "saved_at"])


def keep_up(sheet: AnswerSheet, fresh: AnswerSheet) -> None:
    """Give the caller's sheet what was saved."""
    for name in ("answers", "unread", "aside", "saved_at"):
        setattr(sheet, name, getattr(fresh, name))


def carry_over(*, sheet: AnswerSheet) -> CarriedOver:
    """Bring a form in progress to the version people answer now, and return what changed for its author.

    The same question (same key, same type) keeps its answer; one that no longer holds is asked again, with
    what was said; the answer to a question that is gone is put aside. A sheet that was sent keeps its version.
    """
    latest = latest_of(sheet.version)
    if sheet.submitted_at is not None or sheet.version_id == latest.pk:
        return CarriedOver()
    with transaction.atomic():
        return _carry_over(sheet, latest)


def _carry_over(sheet: AnswerSheet, latest: FormVersion) -> CarriedOver:
    fresh = open_sheet(sheet)
    before, after = schema_of(fresh.version), schema_of(latest)
    known = {question.key: question for question in before.questions()}
    same = [one for one in after.questions() if _is_same(known.get(one.key), one)]
    said = {**fresh.aside, **fresh.answers}
    reading = reader.read(
        same, {key: said[key] for key in said if key not in fresh.unread}, complete=False
    )
    fresh.unread |= {key: _bounded(said[key]) for key in reading.errors}
    kept = {key: said[key] for key in said if key not in {one.key for one in after.questions()}}
    fresh.version = sheet.version = latest
    settle(fresh, after, {**kept, **reading.values})
    keep_up(sheet, fresh)
    staying = {one.key for one in same}
    return CarriedOver(
        added=tuple(str(one.label) for one in after.questions() if one.key not in staying),
        asked_again=tuple(str(known[key].label) for key in reading.errors),
        gone=tuple(str(one.label) for key, one in known.items() if key not in staying),
    )


def _is_same(before: Question | None, after: Question) -> bool:
    return before is not None and before.type == after.type


def _bounded(typed: Any) -> Any:
    typed = reader.printable(typed)
    return typed[:UNREAD_MAX] if isinstance(typed, str) else typed


def missing_answers(*, sheet: AnswerSheet) -> dict[str, list[str]]:
    """Return what prevents sending a sheet: sentences by question key, empty when it is complete."""
    schema = schema_of(sheet.version)
    keys = asked(schema, sheet.answers)
    questions = [question for question in schema.questions() if question.key in keys]
    return reader.read(questions, shown_answers(sheet), complete=True).errors


@transaction.atomic
def complete_sheet(*, sheet: AnswerSheet, by: Person | None) -> AnswerSheet:
    """Close a sheet; raises IncompleteAnswers with a sentence by question when it is not complete."""
    if errors := missing_answers(sheet=sheet):
        raise IncompleteAnswers(errors)
    sheet.submitted_at = sheet.submitted_at or clock.now()
    sheet.save(update_fields=["submitted_at"])
    return sheet


def reopen_sheet(*, sheet: AnswerSheet, by: Person | None) -> AnswerSheet:
    """Let answers be changed again."""
    sheet.submitted_at = None
    sheet.save(update_fields=["submitted_at"])
    return sheet


def forget_person(person: Person) -> None:
    """Erase every answer of a person; the sheets stay, empty, where a history needs them."""
    AnswerFile.objects.filter(sheet__person=person).delete()
    person.answer_sheets.update(answers={}, unread={}, aside={})
