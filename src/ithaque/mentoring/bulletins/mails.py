"""The messages this room sends."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family

BULLETIN = kinds.register(
    "bulletins.announcement",
    _("the coordination of your mentoring programme announces something to you."),
    Family.NEWS,
    can_wait=True,
)
TRIED = kinds.register(
    "bulletins.tried", _("you are trying an announcement before it leaves."), Family.NECESSARY
)
