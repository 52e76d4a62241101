"""What coordinators and participants do here: run, decide, announce, answer, import."""

from ithaque.matching.services.announcements import publish_run
from ithaque.matching.services.answers import answer_proposal, settle_late, withdraw_for
from ithaque.matching.services.decisions import (
    Change,
    allow_pair,
    choose_mentor,
    forbid_pair,
    lock_pair,
    other_mentors,
    price_of_change,
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
from ithaque.matching.services.runs import ask_run, discard_run, replay

__all__ = [
    "Change",
    "Preview",
    "allow_pair",
    "answer_proposal",
    "ask_run",
    "bad_rows",
    "begin_import",
    "choose_columns",
    "choose_mentor",
    "discard_import",
    "discard_run",
    "forbid_pair",
    "lock_pair",
    "other_mentors",
    "preview",
    "price_of_change",
    "publish_run",
    "replay",
    "settle_late",
    "start_import",
    "unlock",
    "withdraw_for",
]
