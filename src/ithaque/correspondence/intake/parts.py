"""What a mail says, read from its bytes: who wrote, to which message, in which words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from functools import cached_property

from ithaque.correspondence.intake import hypertext, quotes
from ithaque.kernel import mailboxes
from ithaque.kernel.outbox import Attachment
from ithaque.kernel.text import typed

RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
BULK = {"bulk", "junk", "list", "auto_reply"}
MACHINES = ("mailer-daemon@", "postmaster@", "no-reply@", "noreply@")
WESTERN = "windows-1252"
IDENTITY = re.compile(r"<[^<>\s]{1,240}>")


@dataclass(frozen=True)
class Mail:
    """A mail as it was received; `delivered_to` when who handed it over knew the address."""

    raw: bytes
    delivered_to: str = ""

    @cached_property
    def message(self) -> EmailMessage:
        """Return the parsed message; whatever it holds, parsing does not fail."""
        return message_from_bytes(self.raw, policy=policy.default)

    def header(self, name: str) -> str:
        """Return a header as text, empty when it is absent or cannot be read."""
        try:
            return typed(str(self.message.get(name, ""))).strip()
        except (MessageError, ValueError, LookupError, AttributeError, IndexError):
            return ""

    @property
    def sender(self) -> str:
        """Return the address of who wrote, in lower case."""
        return parseaddr(self.header("From"))[1].lower()

    @property
    def identity(self) -> str:
        """Return its Message-ID, empty when it has none that can be answered to."""
        found = IDENTITY.search(self.header("Message-ID"))
        return found.group() if found else ""

    @property
    def recipients(self) -> list[str]:
        """Return every address it says it was sent or delivered to."""
        headers = [self.header(name) for name in RECIPIENTS]
        return [
            address for _name, address in getaddresses([self.delivered_to, *headers]) if address
        ]

    @property
    def is_automatic(self) -> bool:
        """Tell whether a machine wrote it: absence notes, lists, ourselves (RFC 3834)."""
        submitted = self.header("Auto-Submitted").lower()
        return (
            (bool(submitted) and not submitted.startswith("no"))
            or self.header("Precedence").lower() in BULK
            or self.header("Return-Path") == "<>"
            or any(self.header(name) for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
            or not self.sender
            or self.sender.startswith(MACHINES)
            or mailboxes.is_ours(self.sender)
        )

    @property
    def words(self) -> str:
        """Return what the person wrote, without what they quote nor their signature."""
        part = self._body("plain")
        text = _flowing(part) if part is not None else ""
        if not text.strip():
            part = self._body("html")
            text = hypertext.as_text(_decoded(part)) if part is not None else ""
        return typed(quotes.latest(text))

    @property
    def calendar(self) -> bytes | None:
        """Return the calendar object of an answer to an invitation (RFC 6047), if it holds one."""
        for part in self._parts():
            if part.get_content_type() == "text/calendar":
                content = part.get_payload(decode=True)
                if isinstance(content, bytes) and re.search(rb"(?im)^METHOD:REPLY\s*$", content):
                    return content
        return None

    @property
    def attachments(self) -> list[Attachment]:
        """Return the files joined by the person; pictures of a signature are not."""
        found = []
        for part in self._parts():
            name, content = _file_name(part), part.get_payload(decode=True)
            if name and not part.get("Content-ID") and isinstance(content, bytes) and content:
                found.append(Attachment(name, content, part.get_content_type()))
        return [one for one in found if one.media_type != "text/calendar"]

    def _body(self, kind: str) -> EmailMessage | None:
        try:
            found = self.message.get_body(preferencelist=(kind,))
        except (MessageError, ValueError, LookupError, AttributeError):
            return None
        return found if isinstance(found, EmailMessage) else None

    def _parts(self) -> Iterator[EmailMessage]:
        for part in self.message.walk():
            if isinstance(part, EmailMessage) and not part.is_multipart():
                yield part


def fingerprint(raw: bytes) -> str:
    """Return the same text for the same mail, by whatever way and however often it comes.

    Its identity, its author, its date and its body count; what servers add on the way does not.
    """
    mail = Mail(raw)
    _headers, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    parts = (mail.identity, mail.sender, mail.header("Date"))
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace"))
    digest.update(body.rstrip(b"\n"))
    return digest.hexdigest()


def _decoded(part: EmailMessage) -> str:
    """Return the text of a part, read as Western European where its charset lies or is unknown."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    for charset in (part.get_content_charset("utf-8"), "utf-8", WESTERN):
        try:
            return content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode(WESTERN, "replace")


def _flowing(part: EmailMessage) -> str:
    """Return a plain part, its soft line breaks joined again (RFC 3676)."""
    text = _decoded(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    glue = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
    joined: list[str] = []
    open_ended = False
    for line in text.split("\n"):
        if open_ended and not line.startswith(">"):
            joined[-1] = joined[-1].rstrip(" ") + glue + line
        else:
            joined.append(line)
        open_ended = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(joined)


def _file_name(part: EmailMessage) -> str:
    try:
        return part.get_filename("") or ""
    except (MessageError, ValueError, LookupError, AttributeError):
        return ""
