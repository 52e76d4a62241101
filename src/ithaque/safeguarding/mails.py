"""The messages this room sends: they say that something waits, never what."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds

RAISED = kinds.register(
    "safeguarding.raised", _("you are the safeguarding lead of your organisation.")
)
NO_LEAD = kinds.register("safeguarding.no_lead", _("you administer an organisation on Ithaque."))
PAUSED = kinds.register("safeguarding.paused", _("you take part in a mentoring."))
RESUMED = kinds.register("safeguarding.resumed", _("you take part in a mentoring."))
