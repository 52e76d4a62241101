"""Mails that came in, until they are read; addresses whose mails come back; devices and mobiles that ring."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.crypto import get_random_string

from ithaque.correspondence.enums import TRIES, Intake, Sending
from ithaque.kernel.models import OutboxMessage, PublicModel


class IncomingMail(PublicModel):
    """A mail received: its bytes stay until it is read, then only what became of it."""

    fingerprint = models.CharField(max_length=64, unique=True)
    """The same mail, however often and by whatever way it arrives, is one row."""
    raw = models.BinaryField(default=bytes)
    is_whole = models.BooleanField(default=True)
    """False when it was larger than the instance reads: only its headers are there."""
    marked_as = models.EmailField(blank=True)
    """The address it was delivered to, when who handed it over knew."""
    outcome = models.CharField(max_length=10, choices=Intake, default=Intake.WAITING)
    answers = models.ForeignKey(
        OutboxMessage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["outcome", "created_at"], name="incoming_by_outcome")]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.outcome})"


class PushDevice(PublicModel):
    """A browser that shows someone's notifications: where to send them, and its keys (RFC 8291)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_devices"
    )
    endpoint = models.CharField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    name = models.CharField(max_length=80, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return str(self.public_id)


def _drawn_key() -> str:
    """Return the secret part of a short link: 62 bits, in letters that no phone cuts."""
    return get_random_string(12, "abcdefghijklmnopqrstuvwxyz0123456789")


class MobileNumber(PublicModel):
    """Where someone receives text messages; nothing but a code is sent there until the code was typed back."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mobile_number"
    )
    number = models.CharField(max_length=16)
    """As E.164 writes it: + and digits."""
    stop_key = models.CharField(max_length=12, unique=True, default=_drawn_key, editable=False)
    """What the short link at the end of each message carries; a new number has another one."""
    code_draw = models.UUIDField(null=True, blank=True)
    """What the code in use is drawn from, with the instance's key: the code itself is kept nowhere."""
    code_until = models.DateTimeField(null=True, blank=True)
    code_state = models.CharField(max_length=8, choices=Sending, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    """When the provider said that it cannot be reached."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__startswith="+"), name="mobile_number_is_international"
            ),
            models.CheckConstraint(
                condition=models.Q(tries__lte=TRIES), name="mobile_code_has_few_tries"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class AddressTrouble(models.Model):
    """Mails to someone's address come back; `failing_since` once they did too often to be chance."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_trouble"
    )
    address = models.EmailField()
    returned = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=12, blank=True)
    """The last reason given, as an enhanced status code (RFC 3463)."""
    last_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.returned} returned"
