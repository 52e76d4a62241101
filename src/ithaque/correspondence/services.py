"""Write to a person: rendered in their language and time zone, as text and HTML, into the outbox."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ithaque.correspondence.branding import brand_in, sender_headers
from ithaque.correspondence.enums import TUNED, Pace
from ithaque.correspondence.kinds import Kind, register
from ithaque.correspondence.preferences import delivery_of, summary_after
from ithaque.correspondence.stopping import stop_headers, stop_path
from ithaque.correspondence.tasks import send_push, send_sms
from ithaque.correspondence.texting.words import is_offered, sentence_of
from ithaque.kernel import clock, outbox
from ithaque.kernel.models import OutboxMessage
from ithaque.people.models import Person

UNREACHABLE = ".invalid"
"""Addresses that stand in for none (RFC 2606): people imported without one."""
TEST = register("correspondence.test", gettext_lazy("someone is trying the mail of this instance."))


@dataclass(frozen=True)
class MailOutcome:
    """What the mail server answered; `reason` is its own words when it refused."""

    to: str
    sent: bool
    reason: str = ""


@dataclass(frozen=True)
class MailAction:
    """The one thing a message asks for: a label and a path of ours (or a full address)."""

    label: str | Promise
    path: str

    @property
    def url(self) -> str:
        """Return the full address."""
        return self.path if "://" in self.path else f"{settings.SITE_URL}{self.path}"


def notify(
    kind: Kind,
    *,
    to: Person,
    context: Mapping[str, Any] | None = None,
    action: MailAction | None = None,
    attachments: Sequence[outbox.Attachment] = (),
    dedupe_key: str | None = None,
    headers: Mapping[str, str] | None = None,
    about: UUID | None = None,
    before: datetime | None = None,
    text_until: datetime | None = None,
) -> OutboxMessage | None:
    """Put one message for `to` in the outbox; None when the person was erased or has no real address.

    The same `dedupe_key` never leaves twice. What the person chose is respected: at once, in a summary, or only
    in the product; what carries a file for their calendar leaves at once, and so does what a summary would tell
    after `before`, too late to be of use. Their devices ring for the families they wished. A reply by mail is read
    as speaking `about` this object (a public id), when the kind can be answered and the instance reads mail.

    A kind that texts also leaves by text message, to who confirmed a mobile, when it can ring before `text_until`:
    quiet hours hold, and one that they would make late does not leave.
    """
    about = about if kind.reply and settings.MAIL_INTAKE_ADDRESS else None
    if to.erased_at is not None or not to.is_active or to.email.endswith(UNREACHABLE):
        return None
    rings_at = _rings_at(kind, to, text_until)
    with translation.override(to.locale), timezone.override(to.time_zone):
        subject, text, html = render(
            kind, to=to, context=context or {}, action=action, is_answered=about is not None
        )
        short = sentence_of(kind, context or {}) if rings_at else ""
    status, send_after = _when(kind, to, has_files=bool(attachments), before=before)
    channels = {"push": "waiting"} if delivery_of(to).is_pushed(kind.family) else {}
    if rings_at:
        channels["sms"] = "waiting"
    message = outbox.post(
        kind=kind.code,
        to=to.email,
        person=to,
        subject=subject,
        text=text,
        html=html,
        headers={
            **sender_headers(brand_in(context or {})),
            **stop_headers(kind.family, to),
            **(headers or {}),
        },
        attachments=attachments,
        dedupe_key=dedupe_key,
        path=action.path if action else "",
        status=status,
        send_after=send_after,
        about=about,
        channels=channels,
        short=short,
    )
    if message.channels.get("push") == "waiting":
        _push_later(message, to)
    if rings_at and text_until and message.channels.get("sms") == "waiting":
        task = send_sms.using(run_after=rings_at) if rings_at > clock.now() else send_sms
        task.enqueue(message.pk, text_until.isoformat())
    return message


def _rings_at(kind: Kind, to: Person, until: datetime | None) -> datetime | None:
    """Return when it rings on the person's mobile, None when it does not."""
    wishes = delivery_of(to)
    if not (kind.texts and until is not None and wishes.sms and is_offered()):
        return None
    moment = wishes.after_quiet(clock.now(), to.time_zone)
    return moment if moment < until else None


def _push_later(message: OutboxMessage, to: Person) -> None:
    """Ask for it to be shown on the person's devices, once their quiet hours are over."""
    now = clock.now()
    moment = delivery_of(to).after_quiet(now, to.time_zone)
    task = send_push.using(run_after=moment) if moment > now else send_push
    task.enqueue(message.pk)


def write_to_address(
    kind: Kind,
    *,
    address: str,
    about: Person,
    context: Mapping[str, Any] | None = None,
    action: MailAction | None = None,
    dedupe_key: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> OutboxMessage:
    """Put one message for someone without account in the outbox, in the language and zone of `about`.

    For the adult responsible for a minor. Erasing `about` erases the message.
    """
    with translation.override(about.locale), timezone.override(about.time_zone):
        subject, text, html = render(kind, to=about, context=context or {}, action=action)
    return outbox.post(
        kind=kind.code,
        to=address,
        person=about,
        subject=subject,
        text=text,
        html=html,
        headers={**sender_headers(brand_in(context or {})), **(headers or {})},
        dedupe_key=dedupe_key,
    )


def leaves_at(kind: Kind, to: Person) -> datetime:
    """Return when a message of this kind would reach someone, written now: at once, after their quiet hours, or with
    their summary. Now for whoever reads only in the product, where it stands at once.
    """
    return _when(kind, to, has_files=False)[1]


def _when(
    kind: Kind, to: Person, *, has_files: bool, before: datetime | None = None
) -> tuple[str, datetime]:
    """Return the state a message is written in, and when it leaves."""
    delivery, now = delivery_of(to), clock.now()
    pace = delivery.pace(kind.family)
    if pace == Pace.HERE:
        return OutboxMessage.Status.KEPT, now
    if pace != Pace.NOW and not has_files:
        summary = summary_after(now, pace, to.time_zone)
        if before is None or summary <= before:
            return OutboxMessage.Status.DIGEST, summary
    moment = delivery.after_quiet(now, to.time_zone) if kind.can_wait else now
    if before is not None and moment > before:
        moment = now
    return OutboxMessage.Status.WAITING, moment


def try_mail(*, to: str) -> MailOutcome:
    """Send a test message now, outside the outbox, and return what the server answered."""
    subject, text, html = render(TEST, to=None, context={}, action=None)
    message = EmailMultiAlternatives(subject, text, to=[to])
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (
        Exception
    ) as error:  # any transport may fail in its own way; its words help the administrator
        return MailOutcome(to, sent=False, reason=f"{type(error).__name__}: {error}"[:300])
    return MailOutcome(to, sent=True)


def render(
    kind: Kind,
    *,
    to: Person | None,
    context: Mapping[str, Any],
    action: MailAction | None,
    is_answered: bool = False,
) -> tuple[str, str, str]:
    """Return subject, text and HTML of a message, in the active language.

    `is_answered` adds what a reply by mail does.
    """
    values = {**context, "to": to, "site_url": settings.SITE_URL}
    body = get_template(kind.template).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]
    subject, _, rest = body.strip().partition("\n")
    paragraphs = [
        # Not every space: those that hold French punctuation stay.
        re.sub(r"[ \t\r\n]+", " ", part.strip())
        for part in re.split(r"\n\s*\n", rest.strip())
        if part.strip()
    ]
    if is_answered:
        paragraphs.append(str(kind.reply))
    values |= {"subject": subject, "paragraphs": paragraphs, "action": action, "why": kind.why}
    values |= {"language": translation.get_language(), "house": brand_in(context)}
    if to is not None and kind.family in TUNED:
        values["stop_url"] = f"{settings.SITE_URL}{stop_path(kind.family, to)}"
    text = render_to_string("correspondence/mail.txt", values)
    return (
        subject.strip(),
        text.strip() + "\n",
        _inliner().inline(render_to_string("correspondence/mail.html", values)),
    )


@lru_cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
