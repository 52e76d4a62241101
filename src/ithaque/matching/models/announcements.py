"""An announcement about to leave: it can be undone until its hour."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel
from ithaque.matching.enums import AnnouncementStatus
from ithaque.matching.models.runs import MatchRun
from ithaque.programmes.models import Enrolment

PERSON = settings.AUTH_USER_MODEL


class Announcement(PublicModel):
    """Proposals of a run to be told at an hour: those of `mentees`, or of everybody.

    Until `due_at` nobody but the coordinators sees anything. `outcome` says how many were told, and who
    was left out and why.
    """

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="announcements")
    everybody = models.BooleanField(default=False)
    mentees = models.ManyToManyField(Enrolment, related_name="+")
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField()
    scheduled = models.BooleanField(default=False)
    status = models.CharField(
        max_length=10, choices=AnnouncementStatus, default=AnnouncementStatus.PLANNED
    )
    outcome = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run"],
                condition=Q(status="planned"),
                name="run_has_one_planned_announcement",
            )
        ]
        indexes = [models.Index(fields=["status", "due_at"], name="announcement_by_hour")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def planned(self) -> bool:
        """Tell whether it has not left yet."""
        return self.status == AnnouncementStatus.PLANNED
