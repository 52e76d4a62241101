"""Reading forms and what was answered."""

from __future__ import annotations

from typing import Any

from ithaque.questionnaires.models import AnswerSheet, Form, FormVersion
from ithaque.questionnaires.schema import FormSchema


def schema_of(version: FormVersion) -> FormSchema:
    """Return the questions of a version."""
    return FormSchema.model_validate(version.schema)


def latest_version(form: Form) -> FormVersion:
    """Return the version new people answer."""
    return form.versions.latest("number")


def shown_answers(sheet: AnswerSheet) -> dict[str, Any]:
    """Return what the form shows again to its author: answers that hold, and those typed but not read."""
    return {**sheet.answers, **sheet.unread}
