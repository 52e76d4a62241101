"""Our mailbox for replies and returned mails: one address, marked for each message that leaves.

`reponse+<mark>@domain` names one message of the outbox and proves that we wrote it: its public id and a
signature of ten bytes, in letters and figures of one case, for some servers change the case.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from ithaque.kernel.models import OutboxMessage

SALT = "ithaque.mailbox"
SIGNED, SIGNATURE = 16, 10
"""Bytes of the public id, and of the signature: 42 characters, within the 64 before @ (RFC 5321)."""


def marked(public_id: UUID) -> str:
    """Return the address whose mails speak of this message; the instance must have a mailbox."""
    local, _, domain = str(settings.MAIL_INTAKE_ADDRESS).rpartition("@")
    mark = base64.b32encode(public_id.bytes + _signature(public_id)).decode("ascii")
    return f"{local}+{mark.rstrip('=').lower()}@{domain}"


def message_of(address: str) -> UUID | None:
    """Return the public id a marked address carries; None when it is not ours, altered or not marked."""
    wanted, _, domain = str(settings.MAIL_INTAKE_ADDRESS or "").rpartition("@")
    local, _, host = address.strip().lower().rpartition("@")
    name, plus, mark = local.partition("+")
    if not plus or (name, host) != (wanted, domain):
        return None
    try:
        found = base64.b32decode(mark.upper() + "=" * (-len(mark) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(found) != SIGNED + SIGNATURE:
        return None
    public_id = UUID(bytes=found[:SIGNED])
    return public_id if hmac.compare_digest(found[SIGNED:], _signature(public_id)) else None


def is_ours(address: str) -> bool:
    """Tell whether an address is our sender or our mailbox, marked or not: we never answer ourselves."""
    local, _, domain = address.strip().lower().rpartition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    return plain in (sender().lower(), settings.MAIL_INTAKE_ADDRESS)


def sender() -> str:
    """Return the address our messages come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def envelope(public_id: UUID) -> str:
    """Return where a message that finds nobody comes back: marked when we have a mailbox."""
    return marked(public_id) if settings.MAIL_INTAKE_ADDRESS else str(settings.DEFAULT_FROM_EMAIL)


def headers(message: OutboxMessage) -> dict[str, str]:
    """Return the sender shown, and the identity by which a returned mail names its message."""
    domain = sender().rpartition("@")[2] or "ithaque.invalid"
    return {
        "From": str(settings.DEFAULT_FROM_EMAIL),
        "Message-ID": f"<{message.public_id}@{domain}>",
    }


def _signature(public_id: UUID) -> bytes:
    digest = salted_hmac(SALT, public_id.hex, algorithm="sha256").digest()
    return bytes(digest[:SIGNATURE])
