"""What the room writes to people, and why they get it."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds

_PAIR = _("you are one of the two members of a mentoring pair.")
_TEAM = _("you coordinate this mentoring programme.")

PAIR_OPENED = kinds.register("mentoring.pair_opened", _PAIR)
MEETING_PLANNED = kinds.register("mentoring.meeting_planned", _PAIR)
MEETING_MOVED = kinds.register("mentoring.meeting_moved", _PAIR)
MEETING_CANCELLED = kinds.register("mentoring.meeting_cancelled", _PAIR)
MEETING_MISSED = kinds.register("mentoring.meeting_missed", _PAIR)
PULSE_ASKED = kinds.register("mentoring.pulse_asked", _("a meeting of your pair was noted."))
MESSAGE_RECEIVED = kinds.register(
    "mentoring.message_received", _("someone wrote to you in your pair’s space.")
)
AGREEMENT_WAITING = kinds.register("mentoring.agreement_waiting", _PAIR)
AGREEMENT_AMENDED = kinds.register("mentoring.agreement_amended", _PAIR)
AGREEMENT_SEALED = kinds.register("mentoring.agreement_sealed", _PAIR)
CLOSURE_ASKED = kinds.register("mentoring.closure_asked", _PAIR)
CLOSURE_ASKED_TEAM = kinds.register("mentoring.closure_asked_team", _TEAM)
CLOSURE_WITHDRAWN = kinds.register("mentoring.closure_withdrawn", _PAIR)
BALANCE_WAITING = kinds.register("mentoring.balance_waiting", _PAIR)
PAIR_CLOSED = kinds.register("mentoring.pair_closed", _PAIR)
PAIR_EXTENDED = kinds.register("mentoring.pair_extended", _PAIR)
TEAM_LETTER = kinds.register(
    "mentoring.team_letter", _("the coordination of your mentoring programme wrote to you.")
)
