"""What the two write: goals, actions, a shared note, messages."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock
from ithaque.kernel.models import PublicModel
from ithaque.mentoring.models.meetings import Meeting
from ithaque.mentoring.models.pairs import Pair

PERSON = settings.AUTH_USER_MODEL


class Goal(PublicModel):
    """A goal with its attainment levels, -2 to +2 (Kiresuk & Sherman 1968)."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="goals")
    owner = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Whose it is where each has their own (peers, circles); none where it is the mentee’s."""
    title = models.CharField(_("goal"), max_length=160)
    why = models.CharField(_("why it matters"), max_length=400, blank=True)
    first_step = models.CharField(_("first small step"), max_length=200, blank=True)
    evidence = models.CharField(_("how we will see it"), max_length=400, blank=True)
    due_on = models.DateField(_("for when"), null=True, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("importance"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    levels = models.JSONField(default=list, blank=True)
    baseline = models.SmallIntegerField(default=-2)
    level = models.SmallIntegerField(default=-2)
    dropped_at = models.DateTimeField(null=True, blank=True)
    skills = models.JSONField(default=list, blank=True)
    """What it makes grow: `{"id", "label"}` of ESCO or ROME, or words of their own (no id)."""

    class Meta:
        ordering = ["-weight", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=-2) & Q(level__lte=2), name="goal_level_from_minus2_to_2"
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class GoalStep(PublicModel):
    """A step towards a goal, dated and ticked."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("step"), max_length=200)
    due_on = models.DateField(_("for when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return str(self.public_id)


class GoalReview(models.Model):
    """A level noted on a day: the curve of a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="reviews")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    level = models.SmallIntegerField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.level:+d}"


class SharedNote(PublicModel):
    """What both write together; `revision` lets two writers never lose a word."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="note")
    body = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"note r{self.revision}"


class NoteRevision(models.Model):
    """The note as it was at one revision: what a merge starts from, and what can be read again."""

    note = models.ForeignKey(SharedNote, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    began_at = models.DateTimeField(default=clock.now)
    """When the writing that this version ends began: what is saved while typing is one version."""

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["note", "revision"], name="note_revision_written_once")
        ]

    def __str__(self) -> str:
        return f"r{self.revision}"


class NoteWriting(models.Model):
    """A writing already brought into the note, by the mark its sender gave it: sent again, it is not counted twice."""

    note = models.ForeignKey(SharedNote, on_delete=models.CASCADE, related_name="writings")
    submission = models.UUIDField(unique=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"writing {self.at:%Y-%m-%d %H:%M}"


class PrivateNote(models.Model):
    """What one person writes for themselves about a meeting: nobody else ever reads it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="private_notes")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    edited_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_private_note_each")
        ]

    def __str__(self) -> str:
        return f"private note {self.edited_at:%Y-%m-%d}"


class Action(PublicModel):
    """Something one of the two will do by a date."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="actions")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("what"), max_length=200)
    due_on = models.DateField(_("for when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [
            models.F("done_at").asc(nulls_first=True),
            models.F("due_on").asc(nulls_last=True),
            "pk",
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Message(PublicModel):
    """A message between the two."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(max_length=5000)
    submission = models.UUIDField(default=uuid.uuid4, unique=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    supervised = models.BooleanField(default=False)
    """Written while designated adults were announced: they may read it, and nothing written before."""
    masked = models.JSONField(default=list, blank=True)
    """Kinds of contact data that were hidden (`ithaque.mentoring.masking.Contact`)."""

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["pair", "created_at"], name="message_by_pair")]

    def __str__(self) -> str:
        return str(self.public_id)


class ReadMark(models.Model):
    """How far one person has read the messages of a pair: all up to `read_at`, on the screen since `seen_at`."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="read_marks")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="one_read_mark_each")
        ]

    def __str__(self) -> str:
        return f"{self.read_at:%Y-%m-%d %H:%M}"
