"""The words a follow-up card is closed with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    MEETING_SET = "meeting_set", _("A meeting is planned")
    RESUMED = "resumed", _("They are in touch again")
    RHYTHM = "rhythm", _("They agreed on another rhythm")
    CHANGE = "change", _("A change of mentor is under way")
    ENDING = "ending", _("The mentoring is ending")
    NOTHING = "nothing", _("Nothing to do: the situation is known")
