"""The words of this room that are stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConcernKind(models.TextChoices):
    DANGER = "danger", _("Someone may be in danger")
    DISCLOSURE = "disclosure", _("Someone confided something serious")
    BOUNDARY = "boundary", _("A limit was crossed")
    HARASSMENT = "harassment", _("Harassment")
    UNEASE = "unease", _("Something makes me uneasy")


class ConcernStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    IN_HAND = "in_hand", _("In hand")
    CLOSED = "closed", pgettext_lazy("a concern", "Closed")


CONCERN_ARROWS: dict[str, frozenset[str]] = {
    ConcernStatus.RECEIVED: frozenset({ConcernStatus.IN_HAND, ConcernStatus.CLOSED}),
    ConcernStatus.IN_HAND: frozenset({ConcernStatus.CLOSED}),
    ConcernStatus.CLOSED: frozenset(),
}


class ConcernOutcome(models.TextChoices):
    SUPPORTED = "supported", _("The person was heard and supported")
    SETTLED = "settled", _("A limit was set again, the mentoring goes on")
    ENDED = "ended", _("The mentoring was ended")
    REPORTED = "reported", _("Passed on to the authorities (CRIP, prosecutor, police)")
    UNFOUNDED = "unfounded", _("Looked into: no danger found")
