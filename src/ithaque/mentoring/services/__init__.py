"""What people do in a pair: one verb per act, the actor is `by`."""

from ithaque.mentoring.services.actions import add_action, complete_action, reopen_action
from ithaque.mentoring.services.agreements import amend_agreement, sign_agreement
from ithaque.mentoring.services.certificates import issue_certificate
from ithaque.mentoring.services.closures import (
    ask_closure,
    complete_closure,
    withdraw_closure,
    write_balance,
)
from ithaque.mentoring.services.erasure import forget
from ithaque.mentoring.services.goals import add_goal, drop_goal, edit_goal, review_goal
from ithaque.mentoring.services.meetings import (
    cancel_meeting,
    keep_card,
    log_meeting,
    mark_missed,
    move_meeting,
    plan_meeting,
    prepare_meeting,
    return_card,
)
from ithaque.mentoring.services.messages import mark_read, send_message
from ithaque.mentoring.services.notes import NoteOutcome, write_note
from ithaque.mentoring.services.pairs import extend_pair, introduce_pair, open_pair
from ithaque.mentoring.services.pulses import give_pulse
from ithaque.mentoring.services.team import write_to_both
from ithaque.mentoring.services.trials import answer_trial, ask_trials, write_debrief
from ithaque.mentoring.services.undoing import take_back_pair

__all__ = [
    "NoteOutcome",
    "add_action",
    "add_goal",
    "amend_agreement",
    "answer_trial",
    "ask_closure",
    "ask_trials",
    "cancel_meeting",
    "complete_action",
    "complete_closure",
    "drop_goal",
    "edit_goal",
    "extend_pair",
    "forget",
    "give_pulse",
    "introduce_pair",
    "issue_certificate",
    "keep_card",
    "log_meeting",
    "mark_missed",
    "mark_read",
    "move_meeting",
    "open_pair",
    "plan_meeting",
    "prepare_meeting",
    "reopen_action",
    "return_card",
    "review_goal",
    "send_message",
    "sign_agreement",
    "take_back_pair",
    "withdraw_closure",
    "write_balance",
    "write_debrief",
    "write_note",
    "write_to_both",
]
