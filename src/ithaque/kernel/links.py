"""Signed links: an address in a mail that opens one thing, for one person, for some time.

A link carries the public id of its object and of its person, never a name or an address. Opening it
changes nothing: the page asks for a confirmation by POST.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing


class LinkError(Exception):
    """The link is not ours, was altered, or is too old (`expired` tells which)."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "invalid")
        self.expired = expired


@dataclass(frozen=True)
class Link:
    """What a signed token says: the `purpose`, the object and the person it was made for."""

    purpose: str
    target: UUID
    person: UUID


def sign(purpose: str, *, target: UUID, person: UUID) -> str:
    """Return a URL-safe token for this purpose, object and person."""
    return signing.dumps([target.hex, person.hex], salt=f"ithaque.link.{purpose}", compress=True)


def read(purpose: str, token: str, *, max_age: timedelta) -> Link:
    """Return what the token says; raise LinkError when it is altered, of another purpose, or too old."""
    try:
        target, person = signing.loads(
            token, salt=f"ithaque.link.{purpose}", max_age=int(max_age.total_seconds())
        )
        return Link(purpose, UUID(target), UUID(person))
    except signing.SignatureExpired as error:
        raise LinkError(expired=True) from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkError(expired=False) from error
