"""The messages of this room, why people get them, and in which family each tunes them."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.enums import Family
from ithaque.correspondence.kinds import Kind, register

_ENROLLED = _("you enrolled in a mentoring programme")
_TEAM = _("you coordinate this mentoring programme")


def _to_people(code: str) -> Kind:
    """Declare a message to mentors and mentees: at the pace they chose, after their quiet hours."""
    return register(f"matching.{code}", _ENROLLED, Family.MATCHING, can_wait=True)


def _to_team(code: str) -> Kind:
    return register(f"matching.{code}", _TEAM, Family.TEAM, can_wait=True)


PROPOSED = _to_people("proposed")
REMINDED = _to_people("reminded")
DECLINED = _to_people("declined")
EXPIRED = _to_people("expired")
WITHDRAWN = _to_people("withdrawn")
WISHES_OPEN = _to_people("wishes_open")
QUESTION_ASKED = _to_team("question_asked")
QUESTION_ANSWERED = _to_people("question_answered")
REPAIR_READY = _to_team("repair_ready")
RUN_PREPARED = _to_team("run_prepared")
REPLACED = _to_people("replaced")
