"""Match runs and what they propose; imports in progress."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.matching.enums import (
    AT_WORK,
    Answer,
    DeclineReason,
    ImportStatus,
    ProposalStatus,
    RunStatus,
)
from ithaque.mentoring.models import Pair
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort, Enrolment

PERSON = settings.AUTH_USER_MODEL


class MatchRun(PublicModel):
    """One run over a cohort: settings in, proposals and proof out; `record` can be replayed."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="match_runs")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.WAITING)
    asked_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    settings = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    summary = models.JSONField(default=dict, blank=True)
    record = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="run_number_used_once"),
            models.UniqueConstraint(
                fields=["cohort"],
                condition=Q(status__in=["waiting", "running"]),
                name="cohort_has_one_run_at_work",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.number}"

    @property
    def at_work(self) -> bool:
        """Tell whether the run is still being computed, or about to be."""
        return self.status in AT_WORK

    @property
    def is_draft(self) -> bool:
        """Tell whether its proposals can still be changed."""
        return self.status == RunStatus.READY


class Proposal(PublicModel):
    """A mentor proposed to a mentee, with the reasons; then the answer of each."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="proposals")
    mentee = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="proposals_as_mentee"
    )
    mentor = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="proposals_as_mentor"
    )
    status = models.CharField(max_length=10, choices=ProposalStatus, default=ProposalStatus.DRAFT)
    score = models.FloatField()
    band = models.PositiveSmallIntegerField()
    confidence = models.FloatField()
    criteria = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    care = models.JSONField(null=True, blank=True)
    locked = models.BooleanField(default=False)
    mentee_answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    mentor_answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    decline_note = models.CharField(max_length=400, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    pair = models.OneToOneField(
        Pair, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal"
    )

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "mentee"],
                condition=~Q(status="withdrawn"),
                name="one_proposal_per_mentee_and_run",
            ),
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(status="announced"),
                name="mentee_has_one_announced_proposal",
            ),
        ]
        indexes = [
            models.Index(fields=["run", "status"], name="proposal_by_status"),
            models.Index(fields=["status", "expires_at"], name="proposal_by_expiry"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_draft(self) -> bool:
        """Tell whether nobody was told yet."""
        return self.status == ProposalStatus.DRAFT

    def side_of(self, person: Any) -> str | None:
        """Return the side on which `person` stands, None for anybody else."""
        return {self.mentee.person_id: Side.MENTEE, self.mentor.person_id: Side.MENTOR}.get(
            person.pk
        )


class Unmatched(models.Model):
    """A mentee left without a mentor by a run, and why."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="unmatched")
    mentee = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    cause = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "mentee"], name="unmatched_once_per_run")
        ]

    def __str__(self) -> str:
        return str(self.cause.get("code", ""))


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


class Import(PublicModel):
    """A file of people being imported: columns recognised, corrected, previewed, then taken in.

    `file` is dropped when someone who came by it is erased; the counts of `report` stay.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="imports")
    side = models.CharField(max_length=6, choices=Side)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=8, choices=ImportStatus, default=ImportStatus.CHOOSING)
    mapping = models.JSONField(default=dict)
    enrol_as = models.CharField(
        max_length=10, choices=EnrolmentStatus, default=EnrolmentStatus.SUBMITTED
    )
    report = models.JSONField(default=dict, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"import {self.public_id}"

    @property
    def at_work(self) -> bool:
        """Tell whether rows are being taken in, or about to be."""
        return self.status in (ImportStatus.WAITING, ImportStatus.RUNNING)
