"""Situations for the coordinator, hands asked for, and check-ins."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel
from ithaque.mentoring.enums import CardLevel, CardStatus, CheckInMood, HelpKind
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


class HelpRequest(PublicModel):
    """A hand asked for by one of the two, in private: the coordination reads it, the other never does."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="help_requests")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=HelpKind)
    words = models.TextField(max_length=2000, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person"],
                condition=Q(settled_at=None),
                name="one_open_help_request_each",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class CheckIn(PublicModel):
    """A question asked at a moment of the programme (“how is it going?”), answered with one tap."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()
    mood = models.CharField(max_length=5, choices=CheckInMood, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-due_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person", "due_on"], name="asked_once_for_each_moment"
            )
        ]
        indexes = [models.Index(fields=["pair", "-due_on"], name="check_in_by_pair")]

    def __str__(self) -> str:
        return str(self.public_id)
