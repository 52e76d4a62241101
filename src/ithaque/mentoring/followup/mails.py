"""The messages this room sends."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family

MESSAGE = kinds.register(
    "followup.message", _("the team of your mentoring programme wrote to you.")
)
HANDED = kinds.register(
    "followup.handed",
    _("a colleague of your programme’s team handed you a situation."),
    Family.TEAM,
)
HELP_ASKED = kinds.register("followup.help_asked", _("you coordinate this mentoring programme."))
CHECK_IN = kinds.register(
    "followup.check_in",
    _("you are in a mentoring pair, circle or team."),
    Family.FOLLOW_UP,
    can_wait=True,
)
