"""Match runs: who asked, where they are, what they found, their record; settings tried before they are saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.matching.enums import AT_WORK, RunStatus
from ithaque.programmes.models import Cohort

PERSON = settings.AUTH_USER_MODEL


class MatchRun(PublicModel):
    """One run over a cohort: settings in, proposals and proof out; `record` can be replayed.

    `version` counts the changes by hand: what a page showed is acted upon only while it has not moved.
    `book` prices further changes without solving again while `book_mark` fits the draft; `verdict` is what the last replay said.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="match_runs")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.WAITING)
    asked_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    settings = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    summary = models.JSONField(default=dict, blank=True)
    record = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    book = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    book_mark = models.CharField(max_length=64, blank=True)
    verdict = models.JSONField(default=dict, blank=True)
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


class Trial(PublicModel):
    """Settings tried on a cohort before they are saved: what they would change, computed in the background.

    `base` are the settings in force when it was asked; `outcome` compares both on the same people.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="match_trials")
    by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.WAITING)
    base = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    progress = models.PositiveSmallIntegerField(default=0)
    outcome = models.JSONField(default=dict, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "by"], name="one_trial_per_coordinator")
        ]

    def __str__(self) -> str:
        return f"trial {self.public_id}"

    @property
    def at_work(self) -> bool:
        """Tell whether its effect is still being computed, or about to be."""
        return self.status in AT_WORK
