"""What people decide of their messages, as the journal says it."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

CHOSEN = journal.register("correspondence.delivery.chosen", _("{by} chose how to be told"))
DEVICE_ADDED = journal.register(
    "correspondence.device.added", _("{by} asked for notifications on a device")
)
DEVICE_REMOVED = journal.register(
    "correspondence.device.removed", _("{by} stopped notifications on a device")
)
ADDRESS_FAILS = journal.register(
    "correspondence.address.fails", _("Messages sent to an address came back several times")
)
ADDRESS_CONFIRMED = journal.register(
    "correspondence.address.confirmed", _("{by} confirmed that messages arrive")
)
MOBILE_ADDED = journal.register(
    "correspondence.mobile.added", _("{by} asked for text messages on a mobile")
)
MOBILE_REMOVED = journal.register(
    "correspondence.mobile.removed", _("{by} stopped text messages on a mobile")
)
MOBILE_REFUSED = journal.register(
    "correspondence.mobile.refused", _("The provider refused to send text messages to a mobile")
)
