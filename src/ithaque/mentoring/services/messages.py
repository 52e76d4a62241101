"""Letters among the people of a pair: sent, read, corrected, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, live
from ithaque.kernel import files as stored
from ithaque.kernel.errors import Refusal
from ithaque.mentoring import attachments, mails, paths, rules
from ithaque.mentoring import journal as acts
from ithaque.mentoring.attachments import Upload
from ithaque.mentoring.masking import Masked, mask
from ithaque.mentoring.models import (
    Action,
    Goal,
    Meeting,
    Message,
    MessageFile,
    MessageReference,
    MessageVersion,
    MessageWords,
    Pair,
    ReadMark,
)
from ithaque.mentoring.protection import Mode, mode_of, sites_allowed
from ithaque.mentoring.searching import index_words
from ithaque.mentoring.services.locking import locked_message, open_to
from ithaque.mentoring.services.supervision import tell_second_adult
from ithaque.people.models import Person

Spoken = Goal | Meeting | Action
MOST_REFERENCES = 5


@transaction.atomic
def send_message(
    *,
    pair: Pair,
    by: Person,
    body: str,
    submission: UUID,
    files: Sequence[Upload] = (),
    about: Sequence[Spoken] = (),
) -> Message:
    """Return the message sent; the same `submission` again gives the same message.

    The others are told by mail once a day at most, and not again until they have read. Refuses a message without
    words or files, and files that are too large, too many or not what their name says: nothing is kept then.
    """
    pair = open_to(by, pair)
    body = body.strip()
    if not body and not files:
        raise Refusal("message_empty", _("Write a few words first."), conflict=False)
    attachments.require_fit(files)
    mode, shown = mode_of(pair), _shown(pair, body)
    values = {
        "pair": pair,
        "author": by,
        "body": shown.text,
        "masked": shown.kinds,
        "supervised": mode != Mode.PRIVATE,
    }
    message, is_new = Message.objects.get_or_create(submission=submission, defaults=values)
    if message.pair_id != pair.pk or message.author_id != by.pk:
        raise Refusal(
            "submission_taken",
            _("This message could not be sent. Reload the page and send it again."),
        )
    if is_new:
        _attach(message, files)
        _refer(message, pair, about)
        index(message)
        _keep_typed(message, body)
        journal.record(acts.MESSAGE_SENT, by=by, target=pair, scope=pair.programme)
        _announce(message, pair)
        if mode == Mode.SECOND_ADULT:
            tell_second_adult(pair)
        live.tell("pair", pair.public_id, "messages")
    return message


@transaction.atomic
def edit_message(*, message: Message, by: Person, body: str) -> Message:
    """Return the message reworded by its author, within ten minutes; that it was is said beside it."""
    message = locked_message(message, by)
    rules.require_changeable(message, by)
    body = body.strip()
    if not body and not message.files.exists():
        raise Refusal("message_empty", _("Write a few words first."), conflict=False)
    if body != message.body:
        shown = _shown(message.pair, body)
        _keep_version(message, message.body)
        message.body, message.edited_at, message.masked = shown.text, clock.now(), shown.kinds
        message.save(update_fields=["body", "edited_at", "masked"])
        _keep_typed(message, body)
        index(message)
        _note(acts.MESSAGE_EDITED, message, by)
    return message


@transaction.atomic
def withdraw_message(*, message: Message, by: Person) -> Message:
    """Return the message taken back by its author, within ten minutes: its words and files go, its place stays.

    Taking it back twice changes nothing.
    """
    message = locked_message(message, by)
    if message.withdrawn_at is not None and message.author_id == by.pk:
        return message
    rules.require_changeable(message, by)
    _keep_version(message, message.body)
    message.body, message.withdrawn_at = "", clock.now()
    message.save(update_fields=["body", "withdrawn_at"])
    forget_contents(message)
    _note(acts.MESSAGE_WITHDRAWN, message, by)
    return message


@transaction.atomic
def mark_read(*, pair: Pair, by: Person, until: datetime | None = None) -> None:
    """Note that `by` has read everything up to `until` (now by default); the others see it at once.

    Nothing is written when the others wrote nothing since: the hour shown is the one of the reading.
    """
    rules.require_of_pair(by, pair)
    until = until or clock.now()
    read = ReadMark.objects.filter(pair=OuterRef("pair"), person=by)
    already = read.filter(read_at__gte=OuterRef("created_at"))
    theirs = pair.messages.exclude(author=by).filter(created_at__lte=until)
    if not theirs.exclude(Exists(already)).exists():
        return
    ReadMark.objects.bulk_create(
        [ReadMark(pair=pair, person=by, read_at=until, seen_at=clock.now())],
        update_conflicts=True,
        unique_fields=["pair", "person"],
        update_fields=["read_at", "seen_at"],
    )
    live.tell("pair", pair.public_id, "messages")


def index(message: Message) -> None:
    """Write what the message is found by: its words, the names of its files, what it speaks of."""
    names = [one.file.name for one in message.files.select_related("file")]
    labels = message.references.values_list("label", flat=True)
    words = index_words("\n".join([message.body, *names, *labels]))
    MessageWords.objects.update_or_create(message=message, defaults={"words": words})


def forget_contents(message: Message) -> None:
    """Remove the files of a message, what it referred to, and the words it was found by."""
    for one in message.files.select_related("file"):
        stored.discard(one.file)
    message.references.all().delete()
    MessageWords.objects.filter(message=message).delete()


def _shown(pair: Pair, body: str) -> Masked:
    """Return the words as they may be kept: with a minor, without contact data."""
    sites = sites_allowed(pair)
    own = urlsplit(settings.SITE_URL).hostname or ""
    return Masked(body) if sites is None else mask(body, sites=[*sites, own])


def _keep_typed(message: Message, typed: str) -> None:
    """Keep what was typed for the designated adults, when something in it was hidden."""
    if message.masked:
        _keep_version(message, typed)


def _keep_version(message: Message, body: str) -> None:
    """Keep words for the designated adults; nothing in a conversation that is not supervised."""
    if message.supervised and body:
        MessageVersion.objects.create(message=message, body=body)


def _attach(message: Message, uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        name = _shown(message.pair, upload.name).text
        kept = stored.keep(upload.content, name=name, by=message.author)
        MessageFile.objects.create(message=message, file=kept)


def _refer(message: Message, pair: Pair, about: Sequence[Spoken]) -> None:
    """Point at things of the pair, each once; what belongs to others is left out."""
    for target in list(dict.fromkeys(about))[:MOST_REFERENCES]:
        if target.pair_id == pair.pk:
            kind = target._meta.model_name or ""
            label = _shown(pair, label_of(target)).text
            MessageReference.objects.create(
                message=message, kind=kind, label=label, **{kind: target}
            )


def label_of(target: Spoken) -> str:
    """Return what something is called, empty for a meeting without a subject."""
    if isinstance(target, Goal):
        return target.title
    return target.text if isinstance(target, Action) else target.topic or target.title


def _note(act: journal.JournalType, message: Message, by: Person) -> None:
    journal.record(act, by=by, target=message.pair, scope=message.pair.programme)
    live.tell("pair", message.pair.public_id, "messages")


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
