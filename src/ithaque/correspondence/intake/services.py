"""Receive a mail once, hand it to who takes it, answer its author when it could not be, and forget it."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence import troubles
from ithaque.correspondence.enums import Intake
from ithaque.correspondence.intake import registry, returns
from ithaque.correspondence.intake.parts import Mail, fingerprint
from ithaque.correspondence.mails import NOT_TAKEN
from ithaque.correspondence.models import IncomingMail
from ithaque.correspondence.services import notify, write_to_address
from ithaque.kernel import clock, mailboxes, throttle
from ithaque.kernel.errors import Refusal
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person
from ithaque.people.selectors import person_at

ANSWERED_FOR = timedelta(days=60)
"""How long an answer by mail is taken: then the message is old, and the page tells more."""
KEEP_UNREAD, KEEP_TRACE = timedelta(days=14), timedelta(days=60)
ANSWERS_A_DAY = "10/day"

TOO_OLD = Refusal(
    "mail_too_old",
    _(
        "It answers a message that is too old, or that no longer exists. Write from your space instead."
    ),
)
TOO_LARGE = Refusal(
    "mail_too_large",
    _(
        "It is larger than what is read here. Write it without its files, or join them in your space."
    ),
)
NOT_FOR_MAIL = Refusal(
    "mail_not_answerable",
    _(
        "The message it answers is not answered by e-mail. Open it in your space: what to do is there."
    ),
)
EMPTY = Refusal(
    "mail_empty",
    _("No words of yours were found in it, apart from the message quoted. Write them above it."),
)
OTHER_SENDER = Refusal(
    "mail_other_sender",
    _(
        "It was not sent from the address of the account that received the message. Write from that one."
    ),
)


def receive(raw: bytes, *, delivered_to: str = "") -> IncomingMail:
    """Keep a mail to be read after commit; the same mail again gives the same row, unread again.

    Of a mail larger than the instance reads, only the headers are kept: its author will be told.
    """
    from ithaque.correspondence.tasks import read_mail

    is_whole = len(raw) <= settings.MAIL_INTAKE_MAX_BYTES
    kept = raw if is_whole else headers_of(raw)
    print_ = fingerprint(raw)
    try:
        with transaction.atomic():
            row = IncomingMail.objects.create(
                fingerprint=print_, raw=kept, is_whole=is_whole, marked_as=delivered_to[:254]
            )
            transaction.on_commit(lambda: read_mail.enqueue(row.pk))
    except IntegrityError:
        return IncomingMail.objects.get(fingerprint=print_)
    return row


def headers_of(raw: bytes) -> bytes:
    """Return the headers of a mail, and an empty body."""
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"


@transaction.atomic
def handle(number: int) -> str:
    """Read one mail and return what became of it; read already, it is left as it is.

    What a taker began is undone when it refuses; any other failure leaves the mail to be read again.
    """
    row = IncomingMail.objects.select_for_update().filter(pk=number).first()
    if row is None or row.outcome != Intake.WAITING:
        return row.outcome if row else Intake.UNKNOWN
    mail = Mail(bytes(row.raw), row.marked_as)
    row.outcome, row.answers = _outcome(mail, is_whole=row.is_whole)
    row.raw, row.marked_as, row.closed_at = b"", "", clock.now()
    row.save()
    return row.outcome


def forget_read() -> int:
    """Remove the traces of mails long read, and what could not be read; return how many."""
    now = clock.now()
    closed = IncomingMail.objects.filter(closed_at__lt=now - KEEP_TRACE)
    stuck = IncomingMail.objects.filter(outcome=Intake.WAITING, created_at__lt=now - KEEP_UNREAD)
    return closed.delete()[0] + stuck.delete()[0]


def _outcome(mail: Mail, *, is_whole: bool) -> tuple[str, OutboxMessage | None]:
    returned = returns.read(mail)
    if returned is not None:
        return Intake.RETURNED, troubles.note_return(returned)
    if mail.is_automatic and mail.calendar is None:
        return Intake.AUTOMATIC, None
    message = _answered(mail)
    try:
        with transaction.atomic():
            taken = _take(mail, message, is_whole=is_whole)
    except Refusal as refusal:
        return _refuse(mail, message, refusal), message
    return (Intake.TAKEN if taken else Intake.UNKNOWN), message


def _answered(mail: Mail) -> OutboxMessage | None:
    """Return the message of ours whose marked address the mail was sent to."""
    marks = [mailboxes.message_of(address) for address in mail.recipients]
    found = [mark for mark in marks if mark is not None]
    if not found:
        return None
    return OutboxMessage.objects.filter(public_id=found[0]).select_related("person").first()


def _take(mail: Mail, message: OutboxMessage | None, *, is_whole: bool) -> bool:
    calendar = mail.calendar if is_whole else None
    author = person_at(mail.sender) if mail.sender else None
    if calendar is not None and author is not None and registry.read_calendar(calendar, author):
        return True
    if message is None:
        if author is None or mail.is_automatic:
            return False
        raise TOO_OLD
    person = message.person
    if person is None or not _wrote(mail, person):
        raise OTHER_SENDER
    if message.created_at < clock.now() - ANSWERED_FOR:
        raise TOO_OLD
    if not is_whole:
        raise TOO_LARGE
    taker = registry.taker_of(message.kind)
    if taker is None or message.about is None:
        raise NOT_FOR_MAIL
    with translation.override(person.locale):
        taker(registry.Answer(mail, person, message.about))
    return True


def _wrote(mail: Mail, person: Person) -> bool:
    """Tell whether a mail comes from an address that is the person's, confirmed."""
    if mail.sender == person.email.lower():
        return True
    mine = EmailAddress.objects.filter(user=person, verified=True, email__iexact=mail.sender)
    return mine.exists()


def _refuse(mail: Mail, message: OutboxMessage | None, refusal: Refusal) -> str:
    """Tell the author once why their mail was not taken, in the thread they wrote in; never a machine."""
    author = person_at(mail.sender)
    if mail.is_automatic or not throttle.allow("mail-answers", ANSWERS_A_DAY, mail.sender):
        return Intake.REFUSED
    headers = {"Auto-Submitted": "auto-replied"}
    if mail.identity:
        headers |= {"In-Reply-To": mail.identity, "References": mail.identity}
    context = {"reason": refusal.message, "subject": mail.header("Subject")[:120]}
    key = f"not-taken:{fingerprint(mail.raw)}"
    if author is not None:
        notify(NOT_TAKEN, to=author, context=context, dedupe_key=key, headers=headers)
    elif message is not None and message.person is not None:
        write_to_address(
            NOT_TAKEN,
            address=mail.sender,
            about=message.person,
            context=context,
            dedupe_key=key,
            headers=headers,
        )
    return Intake.REFUSED
