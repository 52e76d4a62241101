"""What a message carries beside its words: files, references to other things of the room, words to be found by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.models import PublicModel, StoredFile
from ithaque.mentoring.models.meetings import Meeting
from ithaque.mentoring.models.words import Action, Goal, Message


class MessageFile(PublicModel):
    """A file sent with a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_image(self) -> bool:
        """Tell whether a browser shows it."""
        return self.file.media_type in ("image/png", "image/jpeg", "image/webp", "image/gif")


class MessageReference(models.Model):
    """A goal, a meeting or an action a message speaks of; `label` keeps its name once it is gone."""

    class Kind(models.TextChoices):
        GOAL = "goal", _("Goal")
        MEETING = "meeting", _("Meeting")
        ACTION = "action", _("Action")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=7, choices=Kind)
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.message_id}"

    @property
    def target(self) -> Goal | Meeting | Action | None:
        """Return what is spoken of; None once it is gone."""
        return self.goal or self.meeting or self.action


class MessageWords(models.Model):
    """The words a message is found by (`ithaque.mentoring.searching`), written with it in one transaction.

    The index over them is the database's own: FTS5 kept by triggers on SQLite, GIN on PostgreSQL.
    """

    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.CASCADE, related_name="words"
    )
    words = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.message_id}"
