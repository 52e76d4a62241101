"""What the two answer by mail: words for the other, or whether a meeting took place."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.intake.registry import Answer
from ithaque.correspondence.intake.services import EMPTY, NOT_FOR_MAIL
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import wording
from ithaque.mentoring.attachments import Upload
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting, Message, Pair
from ithaque.mentoring.services.messages import send_message
from ithaque.mentoring.services.noting import log_meeting, mark_missed
from ithaque.mentoring.services.replies import read_reply
from ithaque.people.models import Person

NOT_UNDERSTOOD = Refusal(
    "answer_not_understood",
    gettext_lazy(
        "Whether the meeting took place could not be told from it. Begin with “yes”, “no” or the length, for "
        "example “45 min”; or use the link of the message."
    ),
    conflict=False,
)


@transaction.atomic
def take_message(answer: Answer) -> None:
    """Write the words of the mail in the pair's space with its files, once; refuse a mail without any, or too long."""
    pair = Pair.objects.filter(public_id=answer.about).first()
    words, joined = answer.mail.words, answer.mail.attachments
    if pair is None:
        raise NOT_FOR_MAIL
    if not words and not joined:
        raise EMPTY
    longest = Message._meta.get_field("body").max_length
    if longest is not None and len(words) > longest:
        raise Refusal(
            "message_too_long",
            _("It holds more than %(longest)s characters. Send it in several parts.")
            % {"longest": longest},
            conflict=False,
        )
    files = [Upload(one.name, one.content) for one in joined]
    send_message(pair=pair, by=answer.person, body=words, submission=answer.key, files=files)


@transaction.atomic
def take_held(answer: Answer) -> None:
    """Note the meeting as held, or missed, as the first line of the mail says."""
    meeting = Meeting.objects.filter(public_id=answer.about).select_related("pair").first()
    if meeting is None:
        raise NOT_FOR_MAIL
    told = wording.read_held(answer.mail.words)
    if told is None:
        raise NOT_UNDERSTOOD
    _note(meeting, answer.person, told)


def take_attendance(content: bytes, person: Person) -> bool:
    """Apply what a calendar answers to an invitation; tell whether it was to one of ours."""
    return bool(read_reply(content, person.email))


def _note(meeting: Meeting, by: Person, told: wording.Held) -> None:
    if not told.took_place:
        mark_missed(meeting=meeting, by=by)
    elif meeting.status != MeetingStatus.HELD:
        log_meeting(
            pair=meeting.pair,
            by=by,
            starts_at=meeting.starts_at,
            minutes=told.minutes or meeting.minutes,
            modality=meeting.modality,
            place=meeting.place,
            meeting=meeting,
        )
