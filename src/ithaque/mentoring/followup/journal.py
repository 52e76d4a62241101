"""What people do with a follow-up card, as the journal says it."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

ASSIGNED = journal.register("followup.card.assigned", _("{by} handed this situation over"))
POSTPONED = journal.register("followup.card.postponed", _("{by} postponed this situation"))
CLOSED = journal.register("followup.card.closed", _("{by} settled this situation"))
WRITTEN = journal.register("followup.message.sent", _("{by} wrote to them"))
CALLED = journal.register("followup.call.logged", _("{by} called and spoke with them"))
CALLED_IN_VAIN = journal.register("followup.call.missed", _("{by} called, without an answer"))
HELP_ASKED = journal.register("followup.help.asked", _("{by} asked the coordination for a hand"))
HELP_WITHDRAWN = journal.register("followup.help.withdrawn", _("{by} said that it is settled"))
CHECK_IN_ANSWERED = journal.register("followup.check_in.answered", _("{by} answered a check-in"))
