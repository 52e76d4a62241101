"""Situations for the coordinator."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel
from ithaque.mentoring.enums import (
    CardLevel,
    CardStatus,
)
from ithaque.mentoring.models.pairs import Pair

PERSON = settings.AUTH_USER_MODEL


class FollowUpCard(PublicModel):
    """A situation for the coordinator: about a pair, with named reasons; closed with an outcome."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="cards")
    rule = models.CharField(max_length=40)
    level = models.CharField(max_length=6, choices=CardLevel)
    facts = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=7, choices=CardStatus, default=CardStatus.OPEN)
    opened_at = models.DateTimeField(default=clock.now)
    assigned_to = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    snoozed_until = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    outcome_note = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-level", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "rule"],
                condition=Q(status__in=["open", "snoozed"]),
                name="one_open_card_per_rule",
            )
        ]
        indexes = [models.Index(fields=["status", "level"], name="card_by_status")]

    def __str__(self) -> str:
        return f"{self.rule} {self.level}"
