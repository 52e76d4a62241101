"""The outbox as tests read it."""

from __future__ import annotations

from ithaque.kernel.models import OutboxMessage


def mails(*, to: str | None = None, kind: str | None = None) -> list[OutboxMessage]:
    """Return the messages written so far, oldest first, to one address or of one kind."""
    found = OutboxMessage.objects.order_by("pk")
    if to is not None:
        found = found.filter(to=to)
    if kind is not None:
        found = found.filter(kind=kind)
    return list(found)
