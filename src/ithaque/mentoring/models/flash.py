"""Hours a mentor opens for one meeting on one subject."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from ithaque.kernel.models import PublicModel
from ithaque.mentoring.models.meetings import Meeting
from ithaque.programmes.models import Enrolment


class FlashSlot(PublicModel):
    """An hour offered by a mentor; `meeting` once someone of the cohort booked it."""

    mentor = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="flash_slots")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    meeting = models.OneToOneField(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="flash_slot"
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "starts_at"], name="one_flash_slot_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=30, minutes__lte=60), name="flash_lasts_30_to_60_minutes"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def ends_at(self) -> datetime:
        """Return when it would be over."""
        return self.starts_at + timedelta(minutes=self.minutes)
