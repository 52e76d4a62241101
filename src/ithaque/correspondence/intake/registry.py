"""Who takes what comes by mail: rooms above say it in their `apps.py`.

    registry.answers(MESSAGE_RECEIVED, take_message)   # an answer to this kind of message
    registry.reads_calendars(take_attendance)          # a calendar accepts or declines an invitation

A taker writes through its services, once however often it is called (`Answer.key` stays the same), and
raises a Refusal in words for the person when it cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from ithaque.correspondence.intake.parts import Mail, fingerprint
from ithaque.correspondence.kinds import Kind
from ithaque.people.models import Person


@dataclass(frozen=True)
class Answer:
    """A mail that answers one of our messages, written by who received it.

    `about` is the public id of what the message spoke of.
    """

    mail: Mail
    person: Person
    about: UUID

    @property
    def key(self) -> UUID:
        """Return an id that is the same each time this mail is read."""
        return uuid5(NAMESPACE_URL, f"mail:{fingerprint(self.mail.raw)}")


Taker = Callable[[Answer], None]
CalendarReader = Callable[[bytes, Person], bool]
_takers: dict[str, Taker] = {}
_calendar_readers: list[CalendarReader] = []


def answers(kind: Kind, taker: Taker) -> None:
    """Declare who takes the answers to a kind of message."""
    _takers[kind.code] = taker


def reads_calendars(reader: CalendarReader) -> None:
    """Declare who reads a calendar's reply, given its bytes and its author; True when it was theirs."""
    if reader not in _calendar_readers:
        _calendar_readers.append(reader)


def taker_of(code: str) -> Taker | None:
    """Return who takes the answers to this kind, or None: it is not answered by mail."""
    return _takers.get(code)


def read_calendar(content: bytes, person: Person) -> bool:
    """Hand a calendar's reply to each reader, until one knows the invitation."""
    return any(reader(content, person) for reader in _calendar_readers)
