"""Who is on which side of a cohort, and at which step."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import EnrolmentStatus, RefusalReason, Side, Stage
from ithaque.programmes.models.cohorts import Cohort
from ithaque.questionnaires.models import AnswerSheet


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments, with the one definition of who may be paired."""

    def pairable(self) -> EnrolmentQuerySet:
        """Return who is validated, active, and whose vetting holds today."""
        holds = models.Q(valid_until=None) | models.Q(valid_until__gte=clock.today())
        return self.filter(holds, status=EnrolmentStatus.AVAILABLE, person__is_active=True)


class Enrolment(PublicModel):
    """Someone on one side of a cohort; one person may be mentor here and mentee there.

    `invited` lets in someone who came by an invitation link after the window closed. `stage` says which
    vetting step an enrolment that was sent is at. `trained_on`, `check_valid_until` and `valid_until` sum up
    its vetting records for the match: training done, check seen and until when (never its content), and the
    last day on which every step the programme asks for holds; after it, the person is out of the match.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments"
    )
    side = models.CharField(max_length=6, choices=Side)
    status = models.CharField(
        max_length=10, choices=EnrolmentStatus, default=EnrolmentStatus.DRAFT, db_index=True
    )
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.APPLICATION)
    capacity = models.PositiveSmallIntegerField(default=1)
    sheet = models.OneToOneField(
        AnswerSheet, null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolment"
    )
    source_key = models.CharField(max_length=64, null=True, blank=True)
    invited = models.BooleanField(default=False)
    trained_on = models.DateField(null=True, blank=True)
    check_valid_until = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    paused_from = models.CharField(max_length=10, choices=EnrolmentStatus, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    refusal_reason = models.CharField(max_length=8, choices=RefusalReason, blank=True)
    decision_note = models.CharField(max_length=1500, blank=True)

    objects = EnrolmentQuerySet.as_manager()

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
    def is_pairable(self) -> bool:
        """Tell whether the person may be paired today: `EnrolmentQuerySet.pairable` for one."""
        holds = self.valid_until is None or self.valid_until >= clock.today()
        return holds and self.status == EnrolmentStatus.AVAILABLE and self.person.is_active

    @property
    def check_valid(self) -> bool | None:
        """Tell whether a check seen by the team still holds; None when none was ever noted."""
        return None if self.check_valid_until is None else self.check_valid_until >= clock.today()
