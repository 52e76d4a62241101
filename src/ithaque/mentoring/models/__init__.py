"""The rows of a relationship."""

from ithaque.mentoring.models.endings import Balance, Certificate, Closure
from ithaque.mentoring.models.followup import CheckIn, FollowUpCard, HelpRequest
from ithaque.mentoring.models.meetings import Meeting, Pulse
from ithaque.mentoring.models.pairs import (
    Agreement,
    Company,
    Pair,
    PairMember,
    SealedAgreement,
    Signature,
)
from ithaque.mentoring.models.trials import Debrief, TrialAnswer, TrialPeriod
from ithaque.mentoring.models.words import (
    Action,
    Goal,
    GoalReview,
    Message,
    NoteRevision,
    ReadMark,
    SharedNote,
)

__all__ = [
    "Action",
    "Agreement",
    "Balance",
    "Certificate",
    "CheckIn",
    "Closure",
    "Company",
    "Debrief",
    "FollowUpCard",
    "Goal",
    "GoalReview",
    "HelpRequest",
    "Meeting",
    "Message",
    "NoteRevision",
    "Pair",
    "PairMember",
    "Pulse",
    "ReadMark",
    "SealedAgreement",
    "SharedNote",
    "Signature",
    "TrialAnswer",
    "TrialPeriod",
]
