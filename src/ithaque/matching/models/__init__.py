"""What this room stores: runs and what they propose, decisions by hand, announcements, imports."""

from ithaque.matching.models.announcements import Announcement
from ithaque.matching.models.decisions import Decision, Note, Reservation
from ithaque.matching.models.imports import Import
from ithaque.matching.models.proposals import Proposal, Unmatched
from ithaque.matching.models.runs import MatchRun, Trial

__all__ = [
    "Announcement",
    "Decision",
    "Import",
    "MatchRun",
    "Note",
    "Proposal",
    "Reservation",
    "Trial",
    "Unmatched",
]
