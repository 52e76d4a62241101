"""Who is on which side of a cohort, and at which step."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models.cohorts import Cohort
from ithaque.questionnaires.models import AnswerSheet


class Enrolment(PublicModel):
    """Someone on one side of a cohort; one person may be mentor here and mentee there.

    `invited` lets in someone who came by an invitation link after the window closed. `trained_on` and
    `check_valid_until` are what the team noted: training done, check seen and until when (never its content).
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    side = models.CharField(max_length=6, choices=Side)
    status = models.CharField(
        max_length=10, choices=EnrolmentStatus, default=EnrolmentStatus.DRAFT, db_index=True
    )
    capacity = models.PositiveSmallIntegerField(default=1)
    sheet = models.OneToOneField(
        AnswerSheet, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolment"
    )
    source_key = models.CharField(max_length=64, null=True, blank=True)
    invited = models.BooleanField(default=False)
    trained_on = models.DateField(null=True, blank=True)
    check_valid_until = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person", "side"], name="enrolled_once_per_side"
            ),
            models.UniqueConstraint(
                fields=["cohort", "side", "source_key"], name="imported_once_per_side"
            ),
        ]
        indexes = [models.Index(fields=["cohort", "side", "status"], name="enrolment_by_step")]

    def __str__(self) -> str:
        return f"{self.side} {self.public_id}"

    @property
    def check_valid(self) -> bool | None:
        """Tell whether a check seen by the team still holds; None when none was ever noted."""
        return None if self.check_valid_until is None else self.check_valid_until >= clock.today()
