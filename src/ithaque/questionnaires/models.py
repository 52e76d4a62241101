"""Forms in versions, the draft of the next one, and the answers given to one version."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel, StoredFile


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
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.number}"


class FormDraft(models.Model):
    """The next version while it is designed: `document` may not be ready to be asked.

    `revision` grows by one with each change, so that nobody publishes what they did not read.
    """

    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="draft")
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.form_id} draft {self.revision}"


class DraftChange(models.Model):
    """One change of a draft, with what was before it: undoing puts that back.

    `kind` is an `enums.Change`, `part` the key of the question or step, `words` its label in both languages.
    """

    draft = models.ForeignKey(FormDraft, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20)
    part = models.CharField(max_length=40)
    words = models.JSONField(default=dict)
    before = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.part}"


class AnswerSheet(PublicModel):
    """What one person answered to one version; saved while typing, complete once submitted.

    `answers` holds what is valid, by question key; `unread` what was typed and is not, to be shown again;
    `aside` answers to questions that are not asked (a condition hides them, a new version dropped them):
    kept in case they are asked again, read by nobody.
    """

    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answer_sheets"
    )
    answers = models.JSONField(default=dict, blank=True)
    unread = models.JSONField(default=dict, blank=True)
    aside = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)


class AnswerFile(models.Model):
    """A file given as an answer; its bytes go with it."""

    sheet = models.ForeignKey(AnswerSheet, on_delete=models.CASCADE, related_name="files")
    question = models.CharField(max_length=40)
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "question"], name="one_file_per_answer")
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.sheet_id}"
