"""The words a follow-up card is closed with."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    MEETING_SET = "meeting_set", _("A meeting is planned")
    RESUMED = "resumed", _("They are in touch again")
    RHYTHM = "rhythm", _("They agreed on another rhythm")
    CHANGE = "change", _("A change of mentor is under way")
    ENDING = "ending", _("The mentoring is ending")
    NOTHING = "nothing", _("Nothing to do: the situation is known")


IN_A_GROUP: dict[str, str | Promise] = {
    Outcome.CHANGE: _("Someone leaves or joins"),
    Outcome.ENDING: _("The group is ending"),
}
"""What some outcomes are called where there are more than two people: a circle, a team."""


def outcome_words(*, is_group: bool) -> list[tuple[str, str | Promise]]:
    """Return each outcome with its words, for two people or for more."""
    return [(one, IN_A_GROUP.get(one, one.label) if is_group else one.label) for one in Outcome]
