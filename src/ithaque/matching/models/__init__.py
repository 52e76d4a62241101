"""What this room stores: runs and what they propose, decisions by hand, announcements, imports."""

from ithaque.matching.models.announcements import Announcement
from ithaque.matching.models.decisions import Decision, Note, Reservation
from ithaque.matching.models.imports import Import, ImportedPair
from ithaque.matching.models.proposals import Proposal, Unmatched
from ithaque.matching.models.questions import Question
from ithaque.matching.models.repairs import Repair, RepairOption
from ithaque.matching.models.runs import MatchRun, Trial
from ithaque.matching.models.wishes import Suggestion, Veto, Wish, WishRound

__all__ = [
    "Announcement",
    "Decision",
    "Import",
    "ImportedPair",
    "MatchRun",
    "Note",
    "Proposal",
    "Question",
    "Repair",
    "RepairOption",
    "Reservation",
    "Suggestion",
    "Trial",
    "Unmatched",
    "Veto",
    "Wish",
    "WishRound",
]
