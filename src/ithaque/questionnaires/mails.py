"""The message of this room, and why people get it."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import register

RESUME = register("questionnaires.resume", _("you asked for a link to go on with your form"))
