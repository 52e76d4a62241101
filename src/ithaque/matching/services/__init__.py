"""What coordinators and participants do here: run, decide, announce, answer, import."""

from ithaque.matching.services.announcements import publish_run
from ithaque.matching.services.announcing import (
    announce_due,
    cancel_announcement,
    hasten_announcement,
    plan_announcement,
)
from ithaque.matching.services.answers import answer_proposal, settle_late, withdraw_for
from ithaque.matching.services.decisions import (
    allow_pair,
    choose_mentor,
    forbid_pair,
    lock_pair,
    release_places,
    reserve_places,
    unlock,
)
from ithaque.matching.services.imports import (
    Preview,
    bad_rows,
    begin_import,
    choose_columns,
    discard_import,
    preview,
    start_import,
)
from ithaque.matching.services.notes import add_note, remove_note
from ithaque.matching.services.pair_imports import Wishes, begin_pairs, can_undo, undo_pairs
from ithaque.matching.services.prices import Change, other_mentors, price_of_change
from ithaque.matching.services.questions import ask_question, reply_question
from ithaque.matching.services.repairs import (
    accept_repair,
    keep_for_next_run,
    prepare_again,
)
from ithaque.matching.services.replays import ask_replay
from ithaque.matching.services.runs import ask_run, discard_run
from ithaque.matching.services.trials import ask_trial, drop_trial, save_trial
from ithaque.matching.services.wishes import (
    Placed,
    allow_again,
    change_wishes,
    place_wishes,
    rule_out,
)

__all__ = [
    "Change",
    "Placed",
    "Preview",
    "Wishes",
    "accept_repair",
    "add_note",
    "allow_again",
    "allow_pair",
    "announce_due",
    "answer_proposal",
    "ask_question",
    "ask_replay",
    "ask_run",
    "ask_trial",
    "bad_rows",
    "begin_import",
    "begin_pairs",
    "can_undo",
    "cancel_announcement",
    "change_wishes",
    "choose_columns",
    "choose_mentor",
    "discard_import",
    "discard_run",
    "drop_trial",
    "forbid_pair",
    "hasten_announcement",
    "keep_for_next_run",
    "lock_pair",
    "other_mentors",
    "place_wishes",
    "plan_announcement",
    "prepare_again",
    "preview",
    "price_of_change",
    "publish_run",
    "release_places",
    "remove_note",
    "reply_question",
    "reserve_places",
    "rule_out",
    "save_trial",
    "settle_late",
    "start_import",
    "undo_pairs",
    "unlock",
    "withdraw_for",
]
