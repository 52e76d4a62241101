"""Make forms and their versions; keep answers while they are typed; close a complete sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.questionnaires import answers as reader
from ithaque.questionnaires.journal import VERSION_PUBLISHED
from ithaque.questionnaires.models import AnswerSheet, Form, FormVersion
from ithaque.questionnaires.schema import FormSchema
from ithaque.questionnaires.selectors import schema_of, shown_answers

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


@transaction.atomic
def create_form(*, key: str, schema: FormSchema, by: Person | None) -> Form:
    """Make a form with its first version and return it."""
    form = Form.objects.create(key=key)
    publish_version(form=form, schema=schema, by=by)
    return form


@transaction.atomic
def publish_version(*, form: Form, schema: FormSchema, by: Person | None) -> FormVersion:
    """Make `schema` what new people answer; a version nobody answered is replaced, not followed."""
    latest = form.versions.select_for_update().order_by("-number").first()
    document = schema.model_dump(mode="json", exclude_defaults=True)
    if latest is not None and not latest.sheets.exists():
        latest.schema = document
        latest.save(update_fields=["schema"])
    else:
        latest = form.versions.create(number=latest.number + 1 if latest else 1, schema=document)
    journal.record(VERSION_PUBLISHED, by=by, target=form, data={"number": latest.number})
    return latest


def start_sheet(*, version: FormVersion, person: Person) -> AnswerSheet:
    """Open an empty sheet."""
    return AnswerSheet.objects.create(version=version, person=person)


@transaction.atomic
def save_answers(
    *, sheet: AnswerSheet, answers: Mapping[str, Any], by: Person | None
) -> dict[str, list[str]]:
    """Keep some answers of a draft and return the sentences for those that could not be read, by key.

    Only the keys given change; what no question asks is left aside. An answer that is not valid is kept
    as typed in `unread`, to be shown again, up to 20,000 characters. Saving the same twice changes nothing.
    Refuses (Refusal) once the sheet was sent.
    """
    fresh = AnswerSheet.objects.select_for_update().select_related("version").get(pk=sheet.pk)
    if fresh.submitted_at is not None:
        raise Refusal("sheet_sent", _("These answers were already sent. Ask to change them first."))
    reading = reader.read(schema_of(fresh.version).questions(), answers, complete=False)
    fresh.answers |= reading.values
    fresh.answers = {
        key: value for key, value in fresh.answers.items() if not reader.is_empty(value)
    }
    for key in reading.values:
        fresh.unread.pop(key, None)
    for key in reading.errors:
        fresh.unread[key] = _bounded(answers[key])
    fresh.saved_at = clock.now()
    fresh.save(update_fields=["answers", "unread", "saved_at"])
    sheet.answers, sheet.unread, sheet.saved_at = fresh.answers, fresh.unread, fresh.saved_at
    return reading.errors


def _bounded(typed: Any) -> Any:
    typed = reader.printable(typed)
    return typed[:UNREAD_MAX] if isinstance(typed, str) else typed


def missing_answers(*, sheet: AnswerSheet) -> dict[str, list[str]]:
    """Return what prevents sending a sheet: sentences by question key, empty when it is complete."""
    questions = schema_of(sheet.version).questions()
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
    person.answer_sheets.update(answers={}, unread={})
