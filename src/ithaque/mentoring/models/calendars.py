"""When people can meet: their usual hours, and the calendars that say when they are busy."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ithaque.kernel import sealing
from ithaque.kernel.models import PublicModel

PERSON = settings.AUTH_USER_MODEL
PURPOSE = "calendar"


class UsualWeek(models.Model):
    """The hours someone says they can usually meet, wherever they live; it replaces what their form said."""

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="usual_week")
    hours = models.JSONField(default=list)
    """Slots such as `"mon-18"`, in the zone of the person."""

    def __str__(self) -> str:
        return f"{len(self.hours)} hours"


class SubscribedCalendar(PublicModel):
    """A calendar of someone's, read by its private address: only busy times are kept, never what they are for."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="calendars")
    sealed = models.TextField()
    """The private address, sealed (`kernel.sealing`)."""
    host = models.CharField(max_length=200)
    busy = models.JSONField(default=list)
    """Pairs of instants (ISO 8601, universal time) of the last good reading."""
    read_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    fault = models.CharField(max_length=16, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """When the person was told that the reading fails."""

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["tried_at"], name="calendar_by_reading")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def address(self) -> str | None:
        """Return the private address, None when the instance's key changed since."""
        return sealing.unseal(self.sealed, purpose=PURPOSE)
