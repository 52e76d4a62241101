"""Forms in versions, and the answers given to one version."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel


class Form(PublicModel):
    """A set of questions with a life of its own: its versions follow each other."""

    key = models.SlugField(max_length=60)

    def __str__(self) -> str:
        return self.key


class FormVersion(PublicModel):
    """The questions as they were asked: `schema` is a `questionnaires.schema.FormSchema` in JSON.

    A version that somebody answered is never changed; a change makes the next number.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    schema = models.JSONField()

    class Meta:
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.number}"


class AnswerSheet(PublicModel):
    """What one person answered to one version; saved while typing, complete once submitted.

    `answers` holds what is valid, by question key; `unread` what was typed and is not, to be shown again.
    """

    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answer_sheets"
    )
    answers = models.JSONField(default=dict, blank=True)
    unread = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)
