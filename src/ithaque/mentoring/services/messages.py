"""Letters among the people of a pair."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, live
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import mails, paths, rules
from ithaque.mentoring.models import Message, Pair, ReadMark
from ithaque.mentoring.services.locking import open_to
from ithaque.people.models import Person


@transaction.atomic
def send_message(*, pair: Pair, by: Person, body: str, submission: UUID) -> Message:
    """Return the message sent; the same `submission` again gives the same message.

    The others are told by mail once a day at most, and not again until they have read.
    """
    pair = open_to(by, pair)
    body = body.strip()
    if not body:
        raise Refusal("message_empty", _("Write a few words first."), conflict=False)
    message, is_new = Message.objects.get_or_create(
        submission=submission, defaults={"pair": pair, "author": by, "body": body}
    )
    if message.pair_id != pair.pk or message.author_id != by.pk:
        raise Refusal(
            "submission_taken",
            _("This message could not be sent. Reload the page and send it again."),
        )
    if is_new:
        journal.record(acts.MESSAGE_SENT, by=by, target=pair, scope=pair.programme)
        _announce(message, pair)
        live.tell("pair", pair.public_id, "messages")
    return message


@transaction.atomic
def mark_read(*, pair: Pair, by: Person) -> None:
    """Note that `by` has read everything up to now."""
    rules.require_of_pair(by, pair)
    ReadMark.objects.update_or_create(pair=pair, person=by, defaults={"read_at": clock.now()})


def _announce(message: Message, pair: Pair) -> None:
    marks = dict(pair.read_marks.values_list("person_id", "read_at"))
    for other in pair.others(message.author):
        read = f"{marks[other.pk]:%Y%m%d%H%M%S}" if other.pk in marks else "never"
        notify(
            mails.MESSAGE_RECEIVED,
            to=other,
            context={"other": message.author, "pair": pair},
            action=MailAction(_("Read and answer"), paths.messages(pair)),
            about=pair.public_id,
            dedupe_key=f"message:{pair.public_id}:{other.public_id}:{read}:{clock.today():%Y%m%d}",
        )
