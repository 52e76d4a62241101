"""Slots that coordinators open, and the interviews booked in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ithaque.kernel.models import PublicModel
from ithaque.programmes.enums import InterviewStatus
from ithaque.programmes.models.enrolments import Enrolment
from ithaque.programmes.models.programmes import Programme

TAKEN = (InterviewStatus.BOOKED, InterviewStatus.HELD, InterviewStatus.MISSED)


class InterviewSlot(PublicModel):
    """A moment a coordinator keeps for an interview: a place, or an address to meet at a distance."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="interview_slots"
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interview_slots"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=400, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["host", "starts_at"], name="host_opens_a_moment_once"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="slot_starts_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Interview(PublicModel):
    """A slot booked for an enrolment. Moving it changes the slot and raises `sequence`: one event for calendars."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="interviews")
    slot = models.ForeignKey(InterviewSlot, on_delete=models.CASCADE, related_name="interviews")
    status = models.CharField(max_length=9, choices=InterviewStatus, default=InterviewStatus.BOOKED)
    sequence = models.PositiveSmallIntegerField(default=0)
    reminded_for = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slot__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(status__in=TAKEN), name="slot_holds_one_interview"
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(status=InterviewStatus.BOOKED),
                name="enrolment_has_one_interview_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"
