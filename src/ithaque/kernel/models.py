"""Rows every room may write: journal, outgoing messages, private files, cron marks, workers alive."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.kernel import clock


class PublicModel(models.Model):
    """A row that may be named in a URL: by `public_id`, never by its sequence number."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True


class JournalEntry(models.Model):
    """Something that happened: who did what to which object; its type can speak and forget."""

    at = models.DateTimeField(default=clock.now, db_index=True)
    type = models.CharField(max_length=80, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    target_type = models.CharField(max_length=40, blank=True)
    target_id = models.UUIDField(null=True, blank=True)
    scope_id = models.UUIDField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="journal_by_target"),
            models.Index(fields=["scope_id", "-at"], name="journal_by_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.at:%Y-%m-%d %H:%M}"


class OutboxMessage(models.Model):
    """A message that must leave: written with the change that causes it, sent after commit."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", pgettext_lazy("a message", "Sent")
        FAILED = "failed", _("Failed")
        DIGEST = "digest", _("In the next summary")
        KEPT = "kept", _("Kept in the product")
        BOUNCED = "bounced", _("Came back")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=80, db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to = models.EmailField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    attachments = models.JSONField(default=list, blank=True)
    path = models.CharField(max_length=500, blank=True)
    """Where its one action leads, for the list in the product and for summaries."""
    about = models.UUIDField(null=True, blank=True)
    """Public id of what a reply by mail speaks of; None when a reply is not read."""
    channels = models.JSONField(default=dict, blank=True)
    """How else it is told, by channel: waiting, sending, sent, failed or refused."""
    short = models.CharField(max_length=160, blank=True)
    """What a text message says of it, without its link."""
    dedupe_key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["status", "send_after"], name="outbox_by_status")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"


class StoredFile(PublicModel):
    """A private file: its bytes are reached only through a door that knows its owner object."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, unique=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return str(self.public_id)


class PeriodicRun(models.Model):
    """One tick of a periodic task; the constraint lets several schedulers fire it only once."""

    name = models.CharField(max_length=120)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "due_at"], name="periodic_task_fires_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"


class TaskWorker(models.Model):
    """A process that runs background tasks; `seen_at` is its latest sign of life."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
