"""Files given as answers: checked by their bytes, kept privately, replaced, removed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import files
from ithaque.kernel.errors import Refusal
from ithaque.people.models import Person
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.models import AnswerFile, AnswerSheet
from ithaque.questionnaires.selectors import schema_of
from ithaque.questionnaires.services.sheets import keep_up, open_sheet, settle
from ithaque.questionnaires.uploads import kinds_of, most_bytes


@transaction.atomic
def attach_file(
    *, sheet: AnswerSheet, question: str, content: bytes, name: str, by: Person
) -> AnswerFile:
    """Keep a file as the answer to a question, in place of the one before; return it.

    Refuses (Refusal) a file too large or empty, whose bytes are not of an accepted kind whatever its name, and
    a sheet that was sent. Nothing changes then: the file before stays.
    """
    fresh = open_sheet(sheet)
    schema = schema_of(fresh.version)
    asked = schema.question(question)
    if asked is None or asked.type != QuestionType.FILE:
        raise Refusal(
            "no_such_question", _("This form does not ask for a file here."), conflict=False
        )
    if not content:
        raise Refusal(
            "file_empty", _("This file is empty. Nothing was kept: choose another."), conflict=False
        )
    if len(content) > most_bytes(asked):
        raise Refusal(
            "file_too_large",
            _("This file is larger than %(megabytes)s MB. Nothing was kept: send a smaller one.")
            % {"megabytes": most_bytes(asked) // 2**20},
            conflict=False,
        )
    stored = files.keep(content, name=name, accept=frozenset(kinds_of(asked).values()), by=by)
    AnswerFile.objects.filter(sheet=fresh, question=question).delete()
    kept = AnswerFile.objects.create(sheet=fresh, question=question, file=stored)
    answer = {"id": str(stored.public_id), "name": stored.name, "size": stored.size}
    settle(fresh, schema, {**fresh.aside, **fresh.answers, question: answer})
    keep_up(sheet, fresh)
    return kept


@transaction.atomic
def remove_file(*, sheet: AnswerSheet, question: str, by: Person) -> None:
    """Take the file of an answer away; taking it twice changes nothing. Refuses once the sheet was sent."""
    fresh = open_sheet(sheet)
    AnswerFile.objects.filter(sheet=fresh, question=question).delete()
    given = {**fresh.aside, **fresh.answers, question: None}
    settle(fresh, schema_of(fresh.version), given)
    keep_up(sheet, fresh)
