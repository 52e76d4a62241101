"""A message of ours that came back: which one, why, and whether its address has failed for good."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from uuid import UUID

from flufl.bounce import all_failures

from ithaque.correspondence.intake.parts import MACHINES, Mail
from ithaque.kernel import mailboxes

IDENTITY = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
ADDRESS_FAILS = ("5.0.", "5.1.", "5.2.0", "5.2.1", "5.4.")
"""Enhanced status codes (RFC 3463) that speak of the address: unknown, disabled, domain without mail.

A full box (5.2.2), a policy (5.7.…) or a content refused (5.6.…) say nothing of it.
"""
QUOTES_IT = ("text/rfc822-headers", "text/plain")


@dataclass(frozen=True)
class Return:
    """`message` is the public id of ours that came back; `for_good` when it will never arrive."""

    message: UUID | None
    code: str
    for_good: bool

    @property
    def address_fails(self) -> bool:
        """Tell whether the address itself is at fault; so is it when no reason is given."""
        return self.for_good and (not self.code or self.code.startswith(ADDRESS_FAILS))


def read(mail: Mail) -> Return | None:
    """Return what came back; None when the mail is not a report of delivery."""
    parsed = message_from_bytes(mail.raw)
    if not _may_be_a_report(mail, parsed):
        return None
    temporary, permanent = all_failures(parsed)
    if not temporary and not permanent:
        return None
    return Return(_message(mail, parsed), _code(parsed), for_good=bool(permanent))


def _may_be_a_report(mail: Mail, parsed: Message) -> bool:
    return (
        parsed.get_content_type() == "multipart/report"
        or mail.header("Return-Path") == "<>"
        or mail.sender.startswith(MACHINES)
    )


def _message(mail: Mail, parsed: Message) -> UUID | None:
    """Return our message: by the address the report came to, else by the identity it quotes."""
    marked = filter(None, (mailboxes.message_of(address) for address in mail.recipients))
    found = next(marked, None)
    if found is not None:
        return found
    quoted = [str(parsed.get(name, "")) for name in ("In-Reply-To", "References")]
    quoted += [_named_in(part) for part in parsed.walk()]
    named = IDENTITY.search("\n".join(quoted))
    return UUID(named.group(1)) if named else None


def _named_in(part: Message) -> str:
    """Return where a part may quote the identity of the message that came back."""
    if part.get_content_type() in QUOTES_IT:
        return str(part.get_payload())
    return str(part.get("Message-ID", ""))


def _code(parsed: Message) -> str:
    for part in parsed.walk():
        found = STATUS.search(str(part.get("Status", "")))
        if found:
            return found.group(1)
    return ""
