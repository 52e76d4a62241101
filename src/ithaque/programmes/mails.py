"""The messages of this room, and why people get them."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import register

_ENROLLED = _("you enrolled in a mentoring programme")
_TEAM = _("you are in the team of a mentoring programme")

RECEIVED = register("programmes.enrolment_received", _ENROLLED)
VALIDATED = register("programmes.enrolment_validated", _ENROLLED)
REFUSED = register("programmes.enrolment_refused", _ENROLLED)
WITHDRAWN = register("programmes.enrolment_withdrawn", _ENROLLED)
TO_COMPLETE = register("programmes.enrolment_to_complete", _ENROLLED)
TO_VALIDATE = register("programmes.enrolments_to_validate", _TEAM)
TEAM_JOINED = register("programmes.team_joined", _TEAM)
GUARDIAN_ASKED = register(
    "programmes.guardian_asked", _("a young person named you as the adult responsible for them")
)
