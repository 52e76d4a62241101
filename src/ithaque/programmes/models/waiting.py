"""What is offered to someone who waits, and what a coordinator put off."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import FallbackKind
from ithaque.programmes.models.enrolments import Enrolment


class Fallback(PublicModel):
    """Something else than a mentor, offered while someone waits; the person says yes or no."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="fallbacks")
    kind = models.CharField(max_length=7, choices=FallbackKind)
    words = models.CharField(max_length=600, blank=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=models.Q(answered_at=None),
                name="one_fallback_awaits_an_answer",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class AlarmRest(models.Model):
    """An alarm about an enrolment that a coordinator put off until a day."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="alarm_rests")
    code = models.CharField(max_length=20)
    until = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "code"], name="alarm_rests_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} until {self.until}"
