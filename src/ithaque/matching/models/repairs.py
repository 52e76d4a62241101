"""What the house proposes to a coordinator when an announced proposal falls through."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.matching.enums import RepairStatus
from ithaque.matching.models.proposals import Proposal
from ithaque.matching.models.runs import MatchRun
from ithaque.programmes.models import Enrolment

PERSON = settings.AUTH_USER_MODEL


class Repair(PublicModel):
    """A mentee whose proposal was refused, expired or withdrawn, and the ways to find them someone."""

    lost = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="repair")
    mentee = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="repairs")
    status = models.CharField(max_length=8, choices=RepairStatus, default=RepairStatus.WAITING)
    ready_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    run = models.OneToOneField(
        MatchRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="repair"
    )

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["status"], name="repair_by_status")]

    def __str__(self) -> str:
        return str(self.public_id)


class RepairOption(PublicModel):
    """One exact way: the pairs to announce, how many announced ones it takes back, and its record.

    `pairs` are the new proposals as the engine explained them; `total` is the fit, in points, of all the people
    concerned.
    """

    repair = models.ForeignKey(Repair, on_delete=models.CASCADE, related_name="options")
    changed = models.PositiveSmallIntegerField()
    total = models.FloatField()
    pairs = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    record = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["changed", "pk"]

    def __str__(self) -> str:
        return str(self.public_id)
