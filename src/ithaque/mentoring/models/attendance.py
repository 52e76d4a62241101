"""Who was there at a meeting of several."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.mentoring.models.meetings import Meeting

PERSON = settings.AUTH_USER_MODEL


class Attendance(models.Model):
    """Whether one person was there; nothing is known of who has no row."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    present = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_attendance_each")
        ]

    def __str__(self) -> str:
        return "there" if self.present else "away"
