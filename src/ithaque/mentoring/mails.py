"""What the room writes to people, and why they get it."""

from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import kinds
from ithaque.correspondence.enums import Family

_PAIR = _("you are in a mentoring pair, circle or team.")
_TEAM = _("you coordinate this mentoring programme.")

PAIR_OPENED = kinds.register("mentoring.pair_opened", _PAIR)
MEETING_PLANNED = kinds.register("mentoring.meeting_planned", _PAIR, Family.MEETINGS)
MEETING_MOVED = kinds.register("mentoring.meeting_moved", _PAIR, Family.MEETINGS, texts=True)
MEETING_CANCELLED = kinds.register(
    "mentoring.meeting_cancelled", _PAIR, Family.MEETINGS, texts=True
)
MEETING_ANSWERED = kinds.register("mentoring.meeting_answered", _PAIR, Family.MEETINGS)
MEETING_DECLINED = kinds.register("mentoring.meeting_declined", _PAIR, Family.MEETINGS)
SERIES_PLANNED = kinds.register("mentoring.series_planned", _PAIR, Family.MEETINGS)
SERIES_ANSWERED = kinds.register("mentoring.series_answered", _PAIR, Family.MEETINGS)
SERIES_ENDED = kinds.register("mentoring.series_ended", _PAIR, Family.MEETINGS)
SERIES_DECLINED = kinds.register("mentoring.series_declined", _PAIR, Family.MEETINGS)
MEETING_MISSED = kinds.register("mentoring.meeting_missed", _PAIR, Family.MEETINGS)
MEETING_SOON = kinds.register("mentoring.meeting_soon", _PAIR, Family.MEETINGS, texts=True)
MEETING_TO_NOTE = kinds.register(
    "mentoring.meeting_to_note",
    _PAIR,
    Family.FOLLOW_UP,
    can_wait=True,
    reply=_("Or answer this mail with “yes”, “no”, or how long it lasted: “45 min”."),
)
CALENDAR_SILENT = kinds.register(
    "mentoring.calendar_silent",
    _("you subscribed a calendar of yours."),
    Family.MEETINGS,
    can_wait=True,
)
PULSE_ASKED = kinds.register(
    "mentoring.pulse_asked", _("a meeting of yours was noted."), Family.FOLLOW_UP
)
MESSAGE_RECEIVED = kinds.register(
    "mentoring.message_received",
    _("someone wrote to you in your shared space."),
    Family.WORDS,
    can_wait=True,
    reply=_("You may answer this mail: your words, and they alone, go to your shared space."),
)
MEMBER_JOINED = kinds.register("mentoring.member_joined", _PAIR, Family.RELATION)
GROUP_LEFT = kinds.register("mentoring.group_left", _PAIR, Family.RELATION)
MEMBER_LEFT = kinds.register("mentoring.member_left", _PAIR, Family.RELATION)
CONVERSATION_TO_READ = kinds.register(
    "mentoring.conversation_to_read",
    _("you are a designated adult of this mentoring programme."),
    Family.TEAM,
)
AGREEMENT_WAITING = kinds.register("mentoring.agreement_waiting", _PAIR, Family.RELATION)
AGREEMENT_AMENDED = kinds.register("mentoring.agreement_amended", _PAIR, Family.RELATION)
AGREEMENT_SEALED = kinds.register("mentoring.agreement_sealed", _PAIR, Family.RELATION)
AGREEMENT_REMINDER = kinds.register("mentoring.agreement_reminder", _PAIR, Family.RELATION)
AGREEMENT_GUARDIAN = kinds.register(
    "mentoring.agreement_guardian", _("you are responsible for a young person who has a mentor.")
)
AGREEMENT_GUARDIAN_REFUSED = kinds.register(
    "mentoring.agreement_guardian_refused", _TEAM, Family.TEAM
)
AGREEMENTS_TO_SIGN = kinds.register("mentoring.agreements_to_sign", _TEAM, Family.TEAM)
CLOSURE_ASKED = kinds.register("mentoring.closure_asked", _PAIR, Family.RELATION)
CLOSURE_ASKED_TEAM = kinds.register("mentoring.closure_asked_team", _TEAM, Family.TEAM)
CLOSURE_WITHDRAWN = kinds.register("mentoring.closure_withdrawn", _PAIR, Family.RELATION)
ENDING_NEAR = kinds.register("mentoring.ending_near", _PAIR, Family.RELATION)
ENDING_LAST_WORD = kinds.register("mentoring.ending_last_word", _PAIR, Family.RELATION)
ENDINGS_KEPT = kinds.register("mentoring.endings_kept", _TEAM, Family.TEAM)
BALANCE_WAITING = kinds.register("mentoring.balance_waiting", _PAIR, Family.RELATION)
PAIR_CLOSED = kinds.register("mentoring.pair_closed", _PAIR, Family.RELATION)
EXIT_SURVEY = kinds.register("mentoring.exit_survey", _PAIR, Family.FOLLOW_UP, can_wait=True)
PAIR_EXTENDED = kinds.register("mentoring.pair_extended", _PAIR, Family.RELATION)
TEAM_LETTER = kinds.register(
    "mentoring.team_letter", _("the coordination of your mentoring programme wrote to you.")
)
TRIAL_ASKED = kinds.register("mentoring.trial_asked", _PAIR, Family.MATCHING)
TRIAL_REMINDED = kinds.register("mentoring.trial_reminded", _PAIR, Family.MATCHING)
TRIAL_CONFIRMED = kinds.register("mentoring.trial_confirmed", _PAIR, Family.MATCHING)
TRIAL_ENDED = kinds.register("mentoring.trial_ended", _PAIR, Family.MATCHING)
TRIAL_ENDED_TEAM = kinds.register("mentoring.trial_ended_team", _TEAM, Family.TEAM)
