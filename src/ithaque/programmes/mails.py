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
_REFEREE = _("someone who enrolled in a mentoring programme gave your name")
GUARDIAN_RECEIPT = register(
    "programmes.guardian_receipt", _("a young person named you as the adult responsible for them")
)
GUARDIAN_RENEWED = register(
    "programmes.guardian_renewed", _("a young person named you as the adult responsible for them")
)
GUARDIAN_WITHDREW = register("programmes.guardian_withdrew", _TEAM)
STEP_REACHED = register("programmes.step_reached", _ENROLLED)
WAITLISTED = register("programmes.waitlisted", _ENROLLED)
NEW_PROMISE = register("programmes.new_promise", _ENROLLED)
FALLBACK_OFFERED = register("programmes.fallback_offered", _ENROLLED)
PAUSED = register("programmes.enrolment_paused", _ENROLLED)
RESUMED = register("programmes.enrolment_resumed", _ENROLLED)
FORM_REMINDER = register("programmes.form_reminder", _ENROLLED)
INTERVIEW_BOOKED = register("programmes.interview_booked", _("an interview is planned with you"))
INTERVIEW_MOVED = register("programmes.interview_moved", _("an interview is planned with you"))
INTERVIEW_CANCELLED = register(
    "programmes.interview_cancelled", _("an interview was planned with you")
)
INTERVIEW_REMINDER = register(
    "programmes.interview_reminder", _("an interview is planned with you")
)
REFERENCE_ASKED = register("programmes.reference_asked", _REFEREE)
REFERENCE_REMINDER = register("programmes.reference_reminder", _REFEREE)
