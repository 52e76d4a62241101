"""What coordinators decide by hand and later runs obey."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel
from ithaque.programmes.models import Cohort, Enrolment

PERSON = settings.AUTH_USER_MODEL


class Decision(PublicModel):
    """A choice of the coordinator that later runs obey: a pair locked or forbidden."""

    class Kind(models.TextChoices):
        LOCK = "lock"
        FORBID = "forbid"

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="match_decisions")
    mentee = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
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
