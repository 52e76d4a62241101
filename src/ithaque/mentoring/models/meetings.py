"""Meetings, and what each felt after them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel
from ithaque.mentoring.enums import (
    MeetingStatus,
    Mishap,
    Modality,
    Reply,
)
from ithaque.mentoring.models.pairs import Pair, names_of
from ithaque.people.models import Person

PERSON = settings.AUTH_USER_MODEL


class MeetingSeries(PublicModel):
    """Meetings that come back every few weeks, at the same hour by the clock of `zone`: one event with a rule in calendars.

    Each occurrence is a `Meeting`; one that moved or was cancelled is an exception of the rule (RFC 5545 §3.8.5). Every
    change of any of them raises `sequence`.
    """

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="series")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    minutes = models.PositiveSmallIntegerField()
    modality = models.CharField(max_length=8, choices=Modality)
    place = models.CharField(max_length=300, blank=True)
    every_weeks = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    count = models.PositiveSmallIntegerField()
    proposed_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "meeting series"
        constraints = [
            models.CheckConstraint(
                condition=Q(every_weeks__range=(1, 4)) & Q(count__gte=0), name="series_has_a_rhythm"
            ),
            models.UniqueConstraint(
                fields=["pair", "starts_at", "every_weeks"],
                condition=Q(count__gt=0),
                name="series_planned_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Meeting(PublicModel):
    """A meeting planned or held; `uid` and `sequence` follow RFC 5545 in everyone's calendar."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="meetings")
    series = models.ForeignKey(
        MeetingSeries, null=True, blank=True, on_delete=models.CASCADE, related_name="meetings"
    )
    slot_at = models.DateTimeField(null=True, blank=True)
    """The date its series gave it, which names it for ever in calendars (RECURRENCE-ID)."""
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
    answers = models.JSONField(default=dict, blank=True)
    """What each said of this hour: `Reply` by public id of the person; another hour asks again."""
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who called it off, or could not come; kept for follow-up, never shown as a fault."""
    mishap = models.CharField(max_length=10, choices=Mishap, blank=True)

    class Meta:
        ordering = ["-starts_at"]
        indexes = [models.Index(fields=["pair", "status", "-starts_at"], name="meeting_by_pair")]
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "starts_at"],
                condition=Q(status="planned"),
                name="pair_meets_once_at_a_time",
            ),
            models.UniqueConstraint(fields=["series", "slot_at"], name="series_gives_a_date_once"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def revise(self) -> None:
        """Raise the revision that calendars compare (RFC 5545 §3.8.7.4), that of its series with it."""
        if self.series is None:
            self.sequence += 1
            return
        self.series.sequence += 1
        self.series.save(update_fields=["sequence"])
        self.sequence = self.series.sequence

    @property
    def ends_at(self) -> datetime:
        """Return when the meeting should be over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    def answer_of(self, person: Person) -> str:
        """Return what someone said of this hour, empty while they said nothing."""
        return str(self.answers.get(person.public_id.hex, ""))

    @property
    def waiting_for(self) -> list[Person]:
        """Return who has not said whether this hour suits them, while it is to come."""
        if self.status != MeetingStatus.PLANNED or self.starts_at <= clock.now():
            return []
        return [person for person in self.pair.people if not self.answer_of(person)]

    @property
    def waiting_names(self) -> str:
        """Return who has not said, by first names."""
        return names_of(self.waiting_for)

    @property
    def coming(self) -> list[Person]:
        """Return who did not say no."""
        return [person for person in self.pair.people if self.answer_of(person) != Reply.DECLINED]

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
