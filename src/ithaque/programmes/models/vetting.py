"""What the team noted at each step: dated, signed, with an outcome and an expiry."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import CheckFrame, Stage, StepOutcome
from ithaque.programmes.models.enrolments import Enrolment


class VettingRecord(PublicModel):
    """The outcome of a step for one enrolment; the latest of a step counts, earlier ones are its history.

    A check keeps its frame, its day, who saw it and until when it holds: never a word of what it says,
    never a copy (RGPD art. 10; a constraint of the database forbids a note there).
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="vetting")
    step = models.CharField(max_length=12, choices=Stage)
    outcome = models.CharField(max_length=6, choices=StepOutcome)
    on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    frame = models.CharField(max_length=13, choices=CheckFrame, blank=True)
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(step=Stage.CHECK) | Q(note=""), name="check_keeps_no_words"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("on")),
                name="step_ends_after_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.outcome}"
