"""A match run: who asked it, where it is, what it found, its record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.matching.enums import AT_WORK, RunStatus
from ithaque.programmes.models import Cohort

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
