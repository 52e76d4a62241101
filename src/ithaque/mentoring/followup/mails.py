"""The messages this room sends."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds

MESSAGE = kinds.register(
    "followup.message", _("the team of your mentoring programme wrote to you.")
)
HANDED = kinds.register(
    "followup.handed", _("a colleague of your programme’s team handed you a situation.")
)
