"""The messages of this room, and why people get them."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import register

_ENROLLED = _("you enrolled in a mentoring programme")

PROPOSED = register("matching.proposed", _ENROLLED)
REMINDED = register("matching.reminded", _ENROLLED)
DECLINED = register("matching.declined", _ENROLLED)
EXPIRED = register("matching.expired", _ENROLLED)
WITHDRAWN = register("matching.withdrawn", _ENROLLED)
