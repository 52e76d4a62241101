"""What a run proposes, and whom it leaves without a mentor."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel
from ithaque.matching.enums import Answer, DeclineReason, ProposalStatus
from ithaque.matching.models.runs import MatchRun
from ithaque.mentoring.models import Pair
from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment


class Proposal(PublicModel):
    """A mentor proposed to a mentee, with the reasons; then the answer of each.

    `slots` are hours proposed for a first meeting (ISO, UTC), then those each of the two finds possible.
    """

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
    slots = models.JSONField(default=list, blank=True)
    mentee_slots = models.JSONField(default=list, blank=True)
    mentor_slots = models.JSONField(default=list, blank=True)
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
