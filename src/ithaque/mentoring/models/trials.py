"""The first month together: each says whether to go on, and what one would like instead."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel.models import PublicModel
from ithaque.mentoring.enums import TrialReason, Wants
from ithaque.mentoring.models.pairs import Pair

PERSON = settings.AUTH_USER_MODEL
NOTE_MAX = 600


class TrialPeriod(PublicModel):
    """The end of a pair's trial: both are asked on `asked_at`; settled when both answered, or one left."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="trial")
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.public_id)


class TrialAnswer(models.Model):
    """What one of the two answered: the other never reads it, the reason is for the coordination alone."""

    trial = models.ForeignKey(TrialPeriod, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    goes_on = models.BooleanField()
    reason = models.CharField(max_length=12, choices=TrialReason, blank=True)
    note = models.CharField(max_length=NOTE_MAX, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "person"], name="one_trial_answer_each")
        ]

    def __str__(self) -> str:
        return "on" if self.goes_on else "leaves"


class Debrief(PublicModel):
    """What someone keeps of a pair that ended, and whether they want to be proposed someone again.

    Written by themselves or, after a talk, by a coordinator (`by`). Without one that says “again”, a mentee stays out
    of match runs.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="debriefs")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    wants = models.CharField(max_length=6, choices=Wants)
    helped = models.CharField(max_length=NOTE_MAX, blank=True)
    differently = models.CharField(max_length=NOTE_MAX, blank=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="one_debrief_each_per_pair")
        ]

    def __str__(self) -> str:
        return self.wants
