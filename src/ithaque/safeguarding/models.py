"""Concerns, and who read them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel
from ithaque.mentoring.models import Pair
from ithaque.people.models import Organisation
from ithaque.safeguarding.enums import ConcernKind, ConcernOutcome, ConcernStatus

PERSON = settings.AUTH_USER_MODEL


class Concern(PublicModel):
    """Something that worries a mentee or a mentor; read by the safeguarding lead alone.

    `submission` makes a form sent twice one concern.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="concerns"
    )
    pair = models.ForeignKey(
        Pair, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    raised_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=12, choices=ConcernKind)
    text = models.TextField(max_length=5000)
    status = models.CharField(max_length=8, choices=ConcernStatus, default=ConcernStatus.RECEIVED)
    handled_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=ConcernOutcome, blank=True)
    outcome_note = models.TextField(max_length=2000, blank=True)
    submission = models.UUIDField(default=uuid.uuid4, unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organisation", "status"], name="concern_by_status")]

    def __str__(self) -> str:
        return str(self.public_id)


class ConcernReading(models.Model):
    """Someone opened a concern: the file's own access log."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
