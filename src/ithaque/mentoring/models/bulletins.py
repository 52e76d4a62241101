"""Announcements of a coordination to a segment of its programme, and whom each reached."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.kernel.models import OutboxMessage, PublicModel
from ithaque.programmes.models import Programme

PERSON = settings.AUTH_USER_MODEL


class Bulletin(PublicModel):
    """An announcement; `segment` says to whom (`bulletins.segments.Segment`).

    While it leaves, its recipients are rows: who joins the segment later is not written to.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("an announcement", "Draft")
        SCHEDULED = "scheduled", pgettext_lazy("an announcement", "Scheduled")
        LEAVING = "leaving", pgettext_lazy("an announcement", "Leaving")
        SENT = "sent", pgettext_lazy("an announcement", "Sent")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="bulletins")
    author = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    subject_fr = models.CharField(_("subject in French"), max_length=120, blank=True)
    subject_en = models.CharField(_("subject in English"), max_length=120, blank=True)
    body_fr = models.TextField(_("text in French"), max_length=5000, blank=True)
    body_en = models.TextField(_("text in English"), max_length=5000, blank=True)
    segment = models.JSONField(default=dict)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    send_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "send_at"], name="bulletin_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(send_at__isnull=False),
                name="bulletin_scheduled_has_an_hour",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class BulletinRecipient(models.Model):
    """Someone an announcement is written to, once; `message` is what the outbox holds of it."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "person"], name="bulletin_reaches_a_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bulletin_id} to {self.person_id}"
