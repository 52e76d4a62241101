"""Imports in progress: of people, of pairs decided elsewhere."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.matching.enums import ImportOf, ImportStatus
from ithaque.matching.models.decisions import NOTE_MAX
from ithaque.matching.models.runs import MatchRun
from ithaque.mentoring.models import Pair
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Cohort

PERSON = settings.AUTH_USER_MODEL


class Import(PublicModel):
    """A file being imported: columns recognised, corrected, previewed, then taken in.

    `side` says on which side its people stand, or that it holds pairs. `mapping` keeps what people said of the
    columns and of the pairs; `run` is the draft that proposes its pairs; `tell_at` is when the people of its pairs
    are told, None once they are or when nobody is. `file` is dropped when someone who came by it is erased; the counts of `report` stay.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="imports")
    side = models.CharField(max_length=6, choices=ImportOf)
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
    tell_at = models.DateTimeField(null=True, blank=True, db_index=True)
    run = models.ForeignKey(
        MatchRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"import {self.public_id}"

    @property
    def at_work(self) -> bool:
        """Tell whether rows are being taken in, or about to be."""
        return self.status in (ImportStatus.WAITING, ImportStatus.RUNNING)

    @property
    def of_pairs(self) -> bool:
        """Tell whether the file holds pairs rather than people."""
        return self.side == ImportOf.PAIRS


class ImportedPair(models.Model):
    """A pair that an import opened, which undoing takes back; `note` is for the coordinators only."""

    import_from = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pairs")
    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(max_length=NOTE_MAX, blank=True)

    def __str__(self) -> str:
        return str(self.pair_id)
