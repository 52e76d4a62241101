"""What happens to an announcement, as the journal says it."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

WRITTEN = journal.register("bulletins.bulletin.written", _("{by} wrote an announcement"))
SCHEDULED = journal.register("bulletins.bulletin.scheduled", _("{by} scheduled an announcement"))
CANCELLED = journal.register(
    "bulletins.bulletin.cancelled", _("{by} cancelled the sending of an announcement")
)
SENT = journal.register("bulletins.bulletin.sent", _("An announcement has left"))
