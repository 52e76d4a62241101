"""The rows of a relationship."""

from ithaque.mentoring.models.attendance import Attendance
from ithaque.mentoring.models.bulletins import Bulletin, BulletinRecipient
from ithaque.mentoring.models.calendars import SubscribedCalendar, UsualWeek
from ithaque.mentoring.models.conversation import MessageFile, MessageReference, MessageWords
from ithaque.mentoring.models.endings import (
    Balance,
    Certificate,
    Closure,
    ExitInterview,
    ExitSurvey,
)
from ithaque.mentoring.models.flash import FlashSlot
from ithaque.mentoring.models.followup import CheckIn, FollowUpCard, HelpRequest
from ithaque.mentoring.models.meetings import Meeting, MeetingSeries, Pulse
from ithaque.mentoring.models.pairs import (
    Agreement,
    Amendment,
    Company,
    GuardianRefusal,
    Pair,
    PairMember,
    SealedAgreement,
    Signature,
)
from ithaque.mentoring.models.supervision import (
    ConversationReading,
    DesignatedAdult,
    MessageVersion,
)
from ithaque.mentoring.models.trials import Debrief, TrialAnswer, TrialPeriod
from ithaque.mentoring.models.words import (
    Action,
    Goal,
    GoalReview,
    GoalStep,
    Message,
    NoteRevision,
    NoteWriting,
    PrivateNote,
    ReadMark,
    SharedNote,
)

__all__ = [
    "Action",
    "Agreement",
    "Amendment",
    "Attendance",
    "Balance",
    "Bulletin",
    "BulletinRecipient",
    "Certificate",
    "CheckIn",
    "Closure",
    "Company",
    "ConversationReading",
    "Debrief",
    "DesignatedAdult",
    "ExitInterview",
    "ExitSurvey",
    "FlashSlot",
    "FollowUpCard",
    "Goal",
    "GoalReview",
    "GoalStep",
    "GuardianRefusal",
    "HelpRequest",
    "Meeting",
    "MeetingSeries",
    "Message",
    "MessageFile",
    "MessageReference",
    "MessageVersion",
    "MessageWords",
    "NoteRevision",
    "NoteWriting",
    "Pair",
    "PairMember",
    "PrivateNote",
    "Pulse",
    "ReadMark",
    "SealedAgreement",
    "SharedNote",
    "Signature",
    "SubscribedCalendar",
    "TrialAnswer",
    "TrialPeriod",
    "UsualWeek",
]
