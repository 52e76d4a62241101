"""Imports of people in progress."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.matching.enums import ImportStatus
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Cohort

PERSON = settings.AUTH_USER_MODEL


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
