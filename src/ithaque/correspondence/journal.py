"""What people decide of their messages, as the journal says it."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

CHOSEN = journal.register("correspondence.delivery.chosen", _("{by} chose how to be told"))
ADDRESS_FAILS = journal.register(
    "correspondence.address.fails", _("Messages sent to an address came back several times")
)
ADDRESS_CONFIRMED = journal.register(
    "correspondence.address.confirmed", _("{by} confirmed that messages arrive")
)
