"""Answer an invitation: by page, by the link of a mail, or from one's calendar."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import invitations, mails, rules
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus, Reply
from ithaque.mentoring.models import Meeting
from ithaque.mentoring.services.locking import locked_meeting
from ithaque.mentoring.services.meetings import withdraw_from_calendars
from ithaque.mentoring.services.telling import tell
from ithaque.people.models import Person

COMPANY = 2
"""A meeting takes place while so many come."""


@transaction.atomic
def answer_meeting(
    *, meeting: Meeting, by: Person, answer: str, sequence: int | None = None, word: str = ""
) -> Meeting:
    """Return the meeting with what `by` says of its hour; the others are told, and their calendars follow.

    A no leaves the meeting to those who still come; when it leaves one alone, the meeting is cancelled for all, and
    counts as called off only if `by` had said yes. The same answer twice changes nothing. Refuses what is past,
    cancelled or noted, and an answer to an hour that has moved since (`sequence` is the revision that was read).
    """
    meeting = locked_meeting(meeting, by)
    rules.require_meeting_arrow(meeting, MeetingStatus.PLANNED)
    if sequence is not None and sequence != meeting.sequence:
        raise Refusal(
            "meeting_moved",
            _("The meeting has moved in the meantime: look at the new hour, then answer."),
        )
    if meeting.starts_at <= clock.now():
        raise Refusal(
            "meeting_past", _("This hour is past. Say instead whether the meeting took place.")
        )
    if answer not in Reply.values:
        raise Refusal("unknown_answer", _("Choose one of the answers."), conflict=False)
    before = meeting.answer_of(by)
    if answer == before:
        return meeting
    meeting.answers = {**meeting.answers, by.public_id.hex: answer}
    journal.record(acts.MEETING_ANSWERED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    if len(meeting.coming) < COMPANY:
        withdraw_from_calendars(
            meeting,
            by=by,
            word=word,
            kind=mails.MEETING_DECLINED,
            called_off=before == Reply.ACCEPTED,
        )
        rules.close_flash(meeting.pair)
        return meeting
    meeting.save(update_fields=["answers"])
    tell(mails.MEETING_ANSWERED, meeting, by=by, method=invitations.REQUEST, word=word, but=by)
    return meeting
