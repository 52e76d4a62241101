"""What people do in a pair: one verb per act, the actor is `by`."""

from ithaque.mentoring.services.actions import add_action, complete_action, reopen_action
from ithaque.mentoring.services.agreements import amend_agreement, sign_agreement
from ithaque.mentoring.services.answers import answer_meeting
from ithaque.mentoring.services.asking import remind_signatures
from ithaque.mentoring.services.attendance import draw_turns, mark_attendance, next_turn
from ithaque.mentoring.services.certificates import issue_certificate
from ithaque.mentoring.services.closures import (
    ask_closure,
    complete_closure,
    withdraw_closure,
    write_balance,
)
from ithaque.mentoring.services.countersigning import (
    SignedTogether,
    countersign,
    countersign_several,
    refuse_as_guardian,
    sign_as_guardian,
)
from ithaque.mentoring.services.erasure import forget
from ithaque.mentoring.services.exits import (
    answer_exit_survey,
    archive_due,
    note_exit_interview,
)
from ithaque.mentoring.services.flash import book_slot, close_left_open, open_slot, withdraw_slot
from ithaque.mentoring.services.goal_steps import add_step, drop_step, tick_step
from ithaque.mentoring.services.goals import add_goal, drop_goal, edit_goal, review_goal
from ithaque.mentoring.services.groups import join_group, leave_group, open_group
from ithaque.mentoring.services.meetings import (
    cancel_meeting,
    keep_card,
    move_meeting,
    plan_meeting,
    prepare_meeting,
    return_card,
)
from ithaque.mentoring.services.messages import (
    edit_message,
    mark_read,
    send_message,
    withdraw_message,
)
from ithaque.mentoring.services.notes import NoteOutcome, tidy_notes, write_note, write_private_note
from ithaque.mentoring.services.noting import log_meeting, mark_missed
from ithaque.mentoring.services.pairs import extend_pair, introduce_pair, open_pair
from ithaque.mentoring.services.peers import open_peers
from ithaque.mentoring.services.pulses import give_pulse
from ithaque.mentoring.services.replies import read_reply
from ithaque.mentoring.services.series import answer_series, end_series, plan_series
from ithaque.mentoring.services.supervision import designate_adults, read_conversation
from ithaque.mentoring.services.team import write_to_both
from ithaque.mentoring.services.trials import answer_trial, ask_trials, write_debrief
from ithaque.mentoring.services.undoing import take_back_pair

__all__ = [
    "NoteOutcome",
    "SignedTogether",
    "add_action",
    "add_goal",
    "add_step",
    "amend_agreement",
    "answer_exit_survey",
    "answer_meeting",
    "answer_series",
    "answer_trial",
    "archive_due",
    "ask_closure",
    "ask_trials",
    "book_slot",
    "cancel_meeting",
    "close_left_open",
    "complete_action",
    "complete_closure",
    "countersign",
    "countersign_several",
    "designate_adults",
    "draw_turns",
    "drop_goal",
    "drop_step",
    "edit_goal",
    "edit_message",
    "end_series",
    "extend_pair",
    "forget",
    "give_pulse",
    "introduce_pair",
    "issue_certificate",
    "join_group",
    "keep_card",
    "leave_group",
    "log_meeting",
    "mark_attendance",
    "mark_missed",
    "mark_read",
    "move_meeting",
    "next_turn",
    "note_exit_interview",
    "open_group",
    "open_pair",
    "open_peers",
    "open_slot",
    "plan_meeting",
    "plan_series",
    "prepare_meeting",
    "read_conversation",
    "read_reply",
    "refuse_as_guardian",
    "remind_signatures",
    "reopen_action",
    "return_card",
    "review_goal",
    "send_message",
    "sign_agreement",
    "sign_as_guardian",
    "take_back_pair",
    "tick_step",
    "tidy_notes",
    "withdraw_closure",
    "withdraw_message",
    "withdraw_slot",
    "write_balance",
    "write_debrief",
    "write_note",
    "write_private_note",
    "write_to_both",
]
