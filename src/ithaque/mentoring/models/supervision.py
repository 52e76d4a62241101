"""Who may read the supervised conversations of a programme, and every time they did."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel import clock
from ithaque.mentoring.models.pairs import Pair
from ithaque.mentoring.models.words import Message
from ithaque.programmes.models import Programme

PERSON = settings.AUTH_USER_MODEL


class DesignatedAdult(models.Model):
    """Someone named by the coordination to read what is written with a minor; without any, the safeguarding leads."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="designated_adults"
    )
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "person"], name="adult_designated_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.programme_id}"


class ConversationReading(models.Model):
    """A designated adult opened a conversation: seen by its members, for ever."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="supervised_readings")
    person = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class MessageVersion(models.Model):
    """What a supervised message said before it was changed, taken back or had contact data hidden.

    Read by the designated adults alone; never kept for a conversation that is not supervised.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="versions")
    body = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"version of {self.message_id}"
