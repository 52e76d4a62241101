"""Reading forms and what was answered."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from ithaque.kernel.models import StoredFile
from ithaque.questionnaires.models import AnswerSheet, DraftChange, Form, FormDraft, FormVersion
from ithaque.questionnaires.schema import FormSchema


def schema_of(version: FormVersion) -> FormSchema:
    """Return the questions of a version."""
    return FormSchema.model_validate(version.schema)


def latest_version(form: Form) -> FormVersion:
    """Return the version new people answer."""
    return form.versions.latest("number")


def latest_of(version: FormVersion) -> FormVersion:
    """Return the version that new people answer of the same form; the version itself when it is that one."""
    following = FormVersion.objects.filter(form_id=version.form_id, number__gt=version.number)
    return following.order_by("-number").first() or version


def shown_answers(sheet: AnswerSheet) -> dict[str, Any]:
    """Return what the form shows again to its author: answers that hold or wait, and those typed but not read."""
    return {**sheet.aside, **sheet.answers, **sheet.unread}


def draft_of(form: Form) -> FormDraft | None:
    """Return the next version being designed, None when nothing was changed since the last one."""
    return FormDraft.objects.select_related("saved_by").filter(form=form).first()


def versions_of(form: Form) -> QuerySet[FormVersion]:
    """Return the versions, newest first, with how many people answered each (`sheets_sent`, `sheets_open`)."""
    sent = Q(sheets__submitted_at__isnull=False)
    return (
        form.versions.select_related("published_by")
        .annotate(
            sheets_sent=Count("sheets", filter=sent),
            sheets_open=Count("sheets", filter=~sent & Q(sheets__isnull=False)),
        )
        .order_by("-number")
    )


def last_change(draft: FormDraft | None) -> DraftChange | None:
    """Return the change that undoing would put back."""
    if draft is None:
        return None
    return draft.changes.select_related("by").filter(undone=False).last()


def answered_by(form: Form, key: str) -> int:
    """Return how many people answered a question, in any version."""
    return AnswerSheet.objects.filter(version__form=form, answers__has_key=key).count()


def file_of(sheet: AnswerSheet, question: str) -> StoredFile | None:
    """Return the file given as an answer that is asked for, None when there is none."""
    if question not in sheet.answers:
        return None
    found = sheet.files.select_related("file").filter(question=question).first()
    return found.file if found else None
