"""The message this room writes of its own."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import register

SUMMARY = register(
    "correspondence.summary", _("you chose to receive some of your messages as a summary.")
)
ADDRESS_TRIED = register(
    "correspondence.address_tried", _("you asked whether our messages reach you.")
)
NOT_TAKEN = register(
    "correspondence.not_taken", _("you answered by e-mail, and your answer could not be taken.")
)
