"""The outbox: a message is a row first, written in the same transaction as its cause.

`post` writes the row and asks for delivery after commit; `deliver` sends the waiting ones and leaves a
failed one visible with its reason. Rooms do not call this directly: `correspondence` renders the kinds.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F

from ithaque.kernel import clock, mailboxes
from ithaque.kernel.models import OutboxMessage

log = structlog.get_logger(__name__)
MAX_ATTEMPTS = 6
BATCH = 100
_OURS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply"}
"""Tell absence notes and other machines not to answer (RFC 3834, and what Exchange reads)."""


@dataclass(frozen=True)
class Attachment:
    """A file that leaves with a message, e.g. an invitation (`text/calendar; method=REQUEST`)."""

    name: str
    content: bytes
    media_type: str

    def as_row(self) -> dict[str, str]:
        return {
            "name": self.name,
            "media_type": self.media_type,
            "content": base64.b64encode(self.content).decode("ascii"),
        }


def post(
    *,
    kind: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    person: Any = None,
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
    dedupe_key: str | None = None,
    send_after: datetime | None = None,
    path: str = "",
    status: str = OutboxMessage.Status.WAITING,
    about: UUID | None = None,
    channels: Mapping[str, str] | None = None,
    short: str = "",
) -> OutboxMessage:
    """Write a message to send after commit; with a `dedupe_key` already used, return that one.

    `status` is WAITING to leave as soon as `send_after`, DIGEST to join a summary then, KEPT to stay in the product.
    A reply by mail is read, as speaking `about` that object, when one is given and the instance reads mail.
    `channels` says how else it is told, and how far that went; `short` is what a text message says of it.
    """
    values = {
        "kind": kind,
        "to": to,
        "subject": re.sub(r"[\r\n\t ]+", " ", subject).strip()[:250],
        "text": text,
        "html": html,
        "person": person,
        "headers": dict(headers or {}),
        "attachments": [attachment.as_row() for attachment in attachments],
        "send_after": send_after or clock.now(),
        "created_at": clock.now(),
        "path": path,
        "status": status,
        "about": about,
        "channels": dict(channels or {}),
        "short": short,
    }
    if dedupe_key is None:
        message = OutboxMessage.objects.create(**values)
    else:
        message, _ = OutboxMessage.objects.get_or_create(dedupe_key=dedupe_key, defaults=values)
    transaction.on_commit(_ask_delivery)
    return message


def _ask_delivery() -> None:
    """Ask for one delivery, however many messages were written: a waiting one will take them all."""
    from django_tasks_db.models import DBTaskResult

    from ithaque.kernel.tasks import deliver_outbox

    if not DBTaskResult.objects.ready().filter(task_path=deliver_outbox.module_path).exists():
        deliver_outbox.enqueue()


def put_away(before: datetime) -> int:
    """Count the messages written before a moment as sent, without sending them: the past of a demo."""
    waiting = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.WAITING, created_at__lt=before
    )
    return waiting.update(status=OutboxMessage.Status.SENT, sent_at=F("created_at"))


def deliver(limit: int = BATCH) -> int:
    """Send up to `limit` waiting messages; return how many left.

    Each message is claimed under a row lock (skipped when another worker holds it) and its outcome is
    committed before the next one, so that a crash repeats at most one message.
    """
    return sum(_deliver_one(pk) for pk in _due(limit))


def retry(message: OutboxMessage) -> None:
    """Put a failed message back in the queue, now."""
    OutboxMessage.objects.filter(pk=message.pk, status=OutboxMessage.Status.FAILED).update(
        status=OutboxMessage.Status.WAITING, attempts=0, error="", send_after=clock.now()
    )
    transaction.on_commit(_ask_delivery)


def _due(limit: int) -> list[int]:
    waiting = OutboxMessage.objects.filter(
        status=OutboxMessage.Status.WAITING, send_after__lte=clock.now()
    )
    return list(waiting.order_by("send_after", "pk").values_list("pk", flat=True)[:limit])


def _deliver_one(pk: int) -> int:
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(pk=pk, status=OutboxMessage.Status.WAITING)
            .first()
        )
        if message is None:
            return 0
        message.attempts += 1
        try:
            _as_email(message).send()
        except (
            Exception
        ) as error:  # any transport may fail in its own way; the row keeps the reason
            _note_failure(message, error)
        else:
            message.status, message.sent_at = OutboxMessage.Status.SENT, clock.now()
            message.error = ""
        message.save()
        return int(message.status == OutboxMessage.Status.SENT)


def _note_failure(message: OutboxMessage, error: Exception) -> None:
    message.error = f"{type(error).__name__}: {error}"[:300]
    if message.attempts >= MAX_ATTEMPTS:
        message.status = OutboxMessage.Status.FAILED
    else:
        message.send_after = clock.now() + timedelta(minutes=2**message.attempts)
    log.warning("outbox.failed", message=str(message.public_id), attempts=message.attempts)


def _as_email(message: OutboxMessage) -> EmailMultiAlternatives:
    headers = {**_OURS, **mailboxes.headers(message), **message.headers}
    if message.about is not None and settings.MAIL_INTAKE_ADDRESS:
        headers["Reply-To"] = mailboxes.marked(message.public_id)
    email = EmailMultiAlternatives(
        message.subject,
        message.text,
        # The envelope's sender, to which a mail that finds nobody comes back; the one shown is in the headers.
        from_email=mailboxes.envelope(message.public_id),
        to=[message.to],
        headers=headers,
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for item in message.attachments:
        content = base64.b64decode(item["content"])
        if item["media_type"].startswith("text/calendar"):
            # Calendars read the alternative (RFC 6047); people and older readers open the file.
            email.attach_alternative(content.decode("utf-8"), item["media_type"])
            email.attach(item["name"], content, "application/ics")
        else:
            email.attach(item["name"], content, item["media_type"])
    return email
