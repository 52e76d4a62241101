"""What coordinators decide by hand and later runs obey, and what they note for each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel
from ithaque.matching.models.runs import MatchRun
from ithaque.programmes.models import Cohort, Enrolment

PERSON = settings.AUTH_USER_MODEL
REASON_MAX = 400
NOTE_MAX = 2000


class Decision(PublicModel):
    """A choice of the coordinator that later runs obey: a pair locked or forbidden."""

    class Kind(models.TextChoices):
        LOCK = "lock"
        FORBID = "forbid"

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="match_decisions")
    mentee = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mentee", "mentor"], name="one_decision_per_couple"),
            models.UniqueConstraint(
                fields=["mentee"], condition=Q(kind="lock"), name="mentee_locked_once"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Reservation(PublicModel):
    """Places of a mentor that runs leave free, and why."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="reservations")
    mentor = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="reservation")
    places = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="reservation_holds_a_place")
        ]

    def __str__(self) -> str:
        return str(self.places)


class Note(PublicModel):
    """What a coordinator notes about a run, or about one mentee in it; read by the coordinators only."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="notes")
    mentee = models.ForeignKey(Enrolment, null=True, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=NOTE_MAX)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.public_id)
