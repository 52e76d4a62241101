"""What this room writes in the journal."""

from django.utils.translation import gettext_lazy as _

from ithaque.kernel.journal import register

RUN_ASKED = register("matching.run.asked", _("{by} asked for a match run"))
RUN_COMPUTED = register("matching.run.computed", _("A match run proposed {paired} pairs"))
RUN_FAILED = register("matching.run.failed", _("A match run did not succeed"))
RUN_DISCARDED = register("matching.run.discarded", _("{by} set a match run aside"))
RUN_PUBLISHED = register("matching.run.published", _("{by} announced {count} proposals"))
ANNOUNCEMENT_PLANNED = register(
    "matching.announcement.planned", _("{by} planned the announcement of {count} proposals")
)
ANNOUNCEMENT_UNDONE = register(
    "matching.announcement.undone", _("{by} undid an announcement before anybody was told")
)
CRITERIA_SAVED = register(
    "matching.criteria.saved", _("{by} changed the criteria of matching, having seen their effect")
)
PLACES_RESERVED = register(
    "matching.places.reserved", _("{by} reserved {count} places of a mentor")
)
PLACES_RELEASED = register("matching.places.released", _("{by} gave back reserved places"))
NOTE_ADDED = register("matching.note.added", _("{by} noted something about a match run"))
RUN_REPLAYED = register("matching.run.replayed", _("{by} replayed the proof of a match run"))
PAIR_LOCKED = register("matching.pair.locked", _("{by} locked a proposed pair"))
PAIR_FORBIDDEN = register("matching.pair.forbidden", _("{by} ruled out a pair"))
DECISION_LIFTED = register("matching.decision.lifted", _("{by} lifted a decision about a pair"))
MENTOR_CHOSEN = register("matching.mentor.chosen", _("{by} chose another mentor in a match run"))
PROPOSAL_ACCEPTED = register("matching.proposal.accepted", _("{by} accepted a proposal"))
PROPOSAL_DECLINED = register("matching.proposal.declined", _("{by} declined a proposal"))
PROPOSAL_EXPIRED = register("matching.proposal.expired", _("A proposal expired without an answer"))
PROPOSAL_WITHDRAWN = register("matching.proposal.withdrawn", _("A proposal was withdrawn"))
IMPORT_STARTED = register("matching.import.started", _("{by} started an import of people"))
PAIRS_IMPORT_STARTED = register(
    "matching.pairs_import.started", _("{by} started an import of pairs decided elsewhere")
)
PAIRS_IMPORTED = register("matching.pairs_import.finished", _("An import formed {count} pairs"))
PAIRS_IMPORT_PROPOSED = register(
    "matching.pairs_import.proposed", _("An import made a draft of {count} proposals")
)
PAIRS_IMPORT_UNDONE = register(
    "matching.pairs_import.undone", _("{by} undid an import of pairs: {count} went")
)
IMPORT_FINISHED = register("matching.import.finished", _("An import added {added} people"))
WISHES_PLACED = register("matching.wishes.placed", _("{by} ranked {count} wishes"))
RULED_OUT = register(
    "matching.person.ruled_out", _("Someone asked never to be paired with someone")
)
QUESTION_ASKED = register("matching.question.asked", _("{by} asked about a proposal"))
QUESTION_ANSWERED = register("matching.question.answered", _("{by} answered about a proposal"))
REPAIR_ACCEPTED = register(
    "matching.repair.accepted", _("{by} announced a repair of {count} proposals")
)
REPAIR_KEPT = register("matching.repair.kept", _("{by} left someone for the next match run"))
