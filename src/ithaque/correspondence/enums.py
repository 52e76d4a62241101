"""The families of messages people tune, and how often they wish to be told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Family(models.TextChoices):
    MEETINGS = "meetings", _("Meetings: planned, moved, cancelled")
    WORDS = "words", _("Messages of my mentoring")
    FOLLOW_UP = "follow_up", _("Questions after a meeting, check-ins")
    RELATION = "relation", _("Agreement, goals, ending")
    MATCHING = "matching", _("Suggestions, proposals, trial")
    PROGRAMME = "programme", _("My enrolment")
    NEWS = "news", _("Announcements of my programme")
    TEAM = "team", _("Coordination of a programme")
    NECESSARY = "necessary", _("Sign-in, safety, letters from the coordination")


class Pace(models.TextChoices):
    NOW = "now", _("By e-mail, at once")
    DAILY = "daily", _("By e-mail, once a day")
    WEEKLY = "weekly", _("By e-mail, once a week")
    HERE = "here", _("Only here")


TUNED = tuple(family for family in Family if family != Family.NECESSARY)


class Intake(models.TextChoices):
    """What became of a mail that came in."""

    WAITING = "waiting", _("Waiting to be read")
    TAKEN = "taken", _("Taken into account")
    REFUSED = "refused", _("Not taken; its author knows why")
    AUTOMATIC = "automatic", _("Automatic answer, left aside")
    RETURNED = "returned", _("One of our messages came back")
    UNKNOWN = "unknown", _("Not an answer to us")


TRIES = 5
"""Wrong answers after which a code sent to a mobile is worth nothing."""


class Sending(models.TextChoices):
    """How far a code sent to a mobile went."""

    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Sent to your mobile")
    FAILED = "failed", _("Could not leave")
    REFUSED = "refused", _("Refused by the provider")
