"""The messages of this room, and why people get them."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import register

_ENROLLED = _("you enrolled in a mentoring programme")
_TEAM = _("you coordinate this mentoring programme")

PROPOSED = register("matching.proposed", _ENROLLED)
REMINDED = register("matching.reminded", _ENROLLED)
DECLINED = register("matching.declined", _ENROLLED)
EXPIRED = register("matching.expired", _ENROLLED)
WITHDRAWN = register("matching.withdrawn", _ENROLLED)
WISHES_OPEN = register("matching.wishes_open", _ENROLLED)
QUESTION_ASKED = register("matching.question_asked", _TEAM)
QUESTION_ANSWERED = register("matching.question_answered", _ENROLLED)
REPAIR_READY = register("matching.repair_ready", _TEAM)
RUN_PREPARED = register("matching.run_prepared", _TEAM)
REPLACED = register("matching.replaced", _ENROLLED)
