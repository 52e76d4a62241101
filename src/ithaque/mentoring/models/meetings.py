"""Meetings, and what each felt after them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.models import PublicModel
from ithaque.mentoring.enums import (
    MeetingStatus,
    Modality,
)
from ithaque.mentoring.models.pairs import Pair

PERSON = settings.AUTH_USER_MODEL


class Meeting(PublicModel):
    """A meeting planned or held; `uid` and `sequence` follow RFC 5545 in everyone's calendar."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
    )
    modality = models.CharField(_("how"), max_length=8, choices=Modality, default=Modality.REMOTE)
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    topic = models.CharField(_("subject"), max_length=200, blank=True)
    agenda_key = models.CharField(_("agenda"), max_length=20, default="regular")
    agenda = models.JSONField(default=list, blank=True)
    kept_cards = models.JSONField(default=list, blank=True)
    moved = models.PositiveSmallIntegerField(default=0)
    turns = models.JSONField(default=list, blank=True)
    """Public ids in the order drawn in a circle; `turn` is how many have spoken."""
    turn = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    title = models.CharField(max_length=160, blank=True)
    summary = models.CharField(_("what was said, in a few words"), max_length=600, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who called it off, or could not come; kept for follow-up, never shown as a fault."""

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["pair", "status", "-starts_at"], name="meeting_by_pair")]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "starts_at"],
                condition=Q(status="planned"),
                name="pair_meets_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def ends_at(self) -> datetime:
        """Return when the meeting should be over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def link(self) -> str:
        """Return the address of the video room, when the place is one."""
        return self.place if self.place.startswith(("https://", "http://")) else ""


class Pulse(PublicModel):
    """Three answers from 1 to 5 after a meeting (own items, not validated)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="pulses")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    progress = models.PositiveSmallIntegerField()
    listened = models.PositiveSmallIntegerField()
    go_on = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], name="one_pulse_each_per_meeting"
            ),
            models.CheckConstraint(
                condition=Q(progress__range=(1, 5))
                & Q(listened__range=(1, 5))
                & Q(go_on__range=(1, 5)),
                name="pulse_from_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
