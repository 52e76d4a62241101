"""What happened in a pair, in sentences that name acts and never words."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel import journal

PAIR_OPENED = journal.register("mentoring.pair.opened", _("{by} opened the shared space"))
PAIR_TAKEN_BACK = journal.register(
    "mentoring.pair.taken_back", _("{by} took back a pair in which nothing had happened")
)
PAIR_EXTENDED = journal.register("mentoring.pair.extended", _("{by} moved the last day"))
MEETING_PLANNED = journal.register("mentoring.meeting.planned", _("{by} planned a meeting"))
SERIES_PLANNED = journal.register(
    "mentoring.series.planned", _("{by} planned a series of meetings")
)
MEETING_MOVED = journal.register("mentoring.meeting.moved", _("{by} moved a meeting"))
MEETING_ANSWERED = journal.register(
    "mentoring.meeting.answered", _("{by} answered an invitation to meet")
)
MEETING_PREPARED = journal.register("mentoring.meeting.prepared", _("{by} prepared a meeting"))
MEETING_CANCELLED = journal.register("mentoring.meeting.cancelled", _("{by} cancelled a meeting"))
MEETING_HELD = journal.register("mentoring.meeting.held", _("{by} noted a meeting held"))
MEETING_MISSED = journal.register(
    "mentoring.meeting.missed", _("{by} noted that a meeting did not take place")
)
CALENDAR_SUBSCRIBED = journal.register(
    "mentoring.calendar.subscribed", _("{by} subscribed a calendar")
)
CALENDAR_REMOVED = journal.register("mentoring.calendar.removed", _("{by} removed a calendar"))
WEEK_KEPT = journal.register("mentoring.week.kept", _("{by} said their usual hours"))
CARD_KEPT = journal.register("mentoring.card.kept", _("{by} kept a question for a meeting"))
CARD_RETURNED = journal.register("mentoring.card.returned", _("{by} put a question back"))
GOAL_ADDED = journal.register("mentoring.goal.added", _("{by} wrote a goal"))
GOAL_EDITED = journal.register("mentoring.goal.edited", _("{by} reworded a goal"))
GOAL_REVIEWED = journal.register("mentoring.goal.reviewed", _("{by} noted a level on a goal"))
GOAL_STEP_ADDED = journal.register("mentoring.goal.step_added", _("{by} wrote a step of a goal"))
GOAL_STEP_DONE = journal.register(
    "mentoring.goal.step_completed", _("{by} ticked a step of a goal")
)
GOAL_STEP_REOPENED = journal.register(
    "mentoring.goal.step_reopened", _("{by} reopened a step of a goal")
)
GOAL_STEP_DROPPED = journal.register(
    "mentoring.goal.step_dropped", _("{by} took out a step of a goal")
)
GOAL_DROPPED = journal.register("mentoring.goal.dropped", _("{by} set a goal aside"))
ACTION_ADDED = journal.register("mentoring.action.added", _("{by} wrote an action"))
ACTION_DONE = journal.register("mentoring.action.completed", _("{by} ticked an action"))
ACTION_REOPENED = journal.register("mentoring.action.reopened", _("{by} reopened an action"))
NOTE_WRITTEN = journal.register("mentoring.note.written", _("{by} wrote in the shared note"))
MESSAGE_SENT = journal.register("mentoring.message.sent", _("{by} wrote a message"))
MESSAGE_EDITED = journal.register("mentoring.message.edited", _("{by} reworded a message"))
MESSAGE_WITHDRAWN = journal.register("mentoring.message.withdrawn", _("{by} took a message back"))
CONVERSATION_READ = journal.register(
    "mentoring.conversation.read", _("{by} read the supervised conversation")
)
ADULTS_DESIGNATED = journal.register(
    "mentoring.adults.designated", _("{by} named who may read supervised conversations")
)
AGREEMENT_SIGNED = journal.register("mentoring.agreement.signed", _("{by} signed the agreement"))
AGREEMENT_SEALED = journal.register(
    "mentoring.agreement.sealed", _("Everyone signed: the agreement is sealed")
)
AGREEMENT_COUNTERSIGNED = journal.register(
    "mentoring.agreement.countersigned", _("{by} signed the agreement for the coordination")
)
AGREEMENT_GUARDIAN_SIGNED = journal.register(
    "mentoring.agreement.guardian_signed", _("The guardian signed the agreement")
)
AGREEMENT_GUARDIAN_REFUSED = journal.register(
    "mentoring.agreement.guardian_refused",
    _("The guardian does not agree, or took their signature back"),
)
AGREEMENT_AMENDED = journal.register(
    "mentoring.agreement.amended", _("{by} changed the terms of the agreement")
)
PULSE_GIVEN = journal.register("mentoring.pulse.given", _("{by} answered after a meeting"))
CLOSURE_ASKED = journal.register("mentoring.closure.asked", _("{by} asked for the ending"))
CLOSURE_WITHDRAWN = journal.register("mentoring.closure.withdrawn", _("{by} chose to go on"))
CLOSURE_OPENED = journal.register(
    "mentoring.closure.opened", _("The ending was opened, two weeks after the last day")
)
BALANCE_WRITTEN = journal.register("mentoring.balance.written", _("{by} wrote their balance"))
PAIR_CLOSED = journal.register("mentoring.pair.closed", _("{by} closed the mentoring"))
EXIT_ANSWERED = journal.register("mentoring.exit.answered", _("{by} answered the exit survey"))
EXIT_INTERVIEW = journal.register("mentoring.exit.interview", _("{by} noted a talk after the end"))
PAIR_ARCHIVED = journal.register(
    "mentoring.pair.archived", _("The pair is archived: its words are erased")
)
CERTIFICATE_ISSUED = journal.register("mentoring.certificate.issued", _("A certificate was issued"))
MEMBER_JOINED = journal.register("mentoring.member.joined", _("{by} had someone join"))
MEMBER_LEFT = journal.register("mentoring.member.left", _("{by} noted that someone left"))
ATTENDANCE = journal.register("mentoring.meeting.attendance", _("{by} noted who was there"))
FLASH_OPENED = journal.register(
    "mentoring.flash.opened", _("{by} opened an hour for a flash meeting")
)
FLASH_WITHDRAWN = journal.register("mentoring.flash.withdrawn", _("{by} took back an hour"))
FLASH_BOOKED = journal.register("mentoring.flash.booked", _("{by} booked a flash meeting"))
LETTER_SENT = journal.register("mentoring.letter.sent", _("{by} wrote to them"))
TRIAL_ANSWERED = journal.register("mentoring.trial.answered", _("{by} answered about the trial"))
DEBRIEFED = journal.register("mentoring.pair.debriefed", _("{by} concluded on a pair that ended"))
