"""What a member reads of the messages of a pair: page by page, who has read, what to refer to, and by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, QuerySet
from django.db.models.expressions import RawSQL

from ithaque.correspondence.preferences import delivery_of
from ithaque.mentoring import searching
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import (
    Action,
    Goal,
    Meeting,
    Message,
    MessageFile,
    MessageReference,
    Pair,
)
from ithaque.mentoring.selectors.pairs import WITH_PEOPLE, of_member, with_members
from ithaque.people.models import Person

MESSAGES_SHOWN = 50
AFTER = 5
"""Letters shown after one that was searched for."""
OFFERED = 12
"""Things of each kind offered to refer to."""


@dataclass(frozen=True)
class Page:
    """Some letters, the oldest first; `older` when there are some before, `newer` when there are some after."""

    letters: list[Message]
    older: bool
    newer: bool = False

    @property
    def first(self) -> datetime | None:
        """Return when the first letter was written."""
        return self.letters[0].created_at if self.letters else None

    @property
    def last(self) -> datetime | None:
        """Return when the last letter was written."""
        return self.letters[-1].created_at if self.letters else None


@dataclass(frozen=True)
class Reading:
    """How far someone has read, and when they did."""

    person: Person
    until: datetime
    at: datetime


def conversation(
    pair: Pair,
    *,
    before: datetime | None = None,
    around: UUID | None = None,
    supervised: bool = False,
) -> Page:
    """Return the last fifty letters, those before an instant, or those around one letter.

    With `supervised`, only those written while designated adults were announced.
    """
    letters = _letters(pair.messages.filter(supervised=True) if supervised else pair.messages.all())
    if around is not None and (bound := _bound_after(pair, around)) is not None:
        newest = list(letters.filter(created_at__lte=bound)[: MESSAGES_SHOWN + 1])
        newer = pair.messages.filter(created_at__gt=bound).exists()
    else:
        found = letters.filter(created_at__lt=before) if before else letters
        newest, newer = list(found[: MESSAGES_SHOWN + 1]), before is not None
    return Page(newest[:MESSAGES_SHOWN][::-1], len(newest) > MESSAGES_SHOWN, newer)


def unread_messages(pair: Pair, person: Person) -> int:
    """Return how many messages of the others the person has not read."""
    theirs = pair.messages.exclude(author=person)
    seen = read_until(pair, person)
    return theirs.filter(created_at__gt=seen).count() if seen else theirs.count()


def read_until(pair: Pair, person: Person) -> datetime | None:
    """Return up to when someone has read."""
    mark = pair.read_marks.filter(person=person).first()
    return mark.read_at if mark else None


def readings(pair: Pair, me: Person) -> list[Reading]:
    """Return how far each of the others has read, of those who let it be seen; nothing when `me` does not."""
    if not delivery_of(me).shows_reading:
        return []
    marks = pair.read_marks.exclude(person=me).select_related("person").order_by("pk")
    return [
        Reading(mark.person, mark.read_at, mark.seen_at or mark.read_at)
        for mark in marks
        if delivery_of(mark.person).shows_reading
    ]


def referable(pair: Pair) -> list[Goal | Meeting | Action]:
    """Return what a message of the pair may refer to: goals, meetings to come and past, actions to do."""
    shown = (MeetingStatus.PLANNED, MeetingStatus.HELD)
    return [
        *pair.goals.filter(dropped_at=None)[:OFFERED],
        *pair.meetings.filter(status__in=shown)[:OFFERED],
        *pair.actions.filter(done_at=None)[:OFFERED],
    ]


def search_messages(person: Person, query: str) -> QuerySet[Message]:
    """Return the messages of a person's own pairs that hold every word of `query`, the newest first."""
    related = [f"pair__{one}" for one in WITH_PEOPLE]
    found = Message.objects.filter(of_member(person, "pair"), pk__in=_matching(query))
    found = found.select_related("author", *related).prefetch_related(with_members("pair"))
    return found.order_by("-created_at", "-pk")


def _matching(query: str) -> RawSQL | list[int]:
    """Return the identifiers of the messages that hold the words, asked of the database's own index."""
    if not searching.asked(query):
        return []
    if connection.vendor == "postgresql":
        return RawSQL(
            "SELECT message_id FROM mentoring_messagewords"
            " WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)",
            [searching.postgresql_match(query)],
        )
    return RawSQL(
        "SELECT rowid FROM mentoring_message_search WHERE mentoring_message_search MATCH %s",
        [searching.sqlite_match(query)],
    )


def _letters(found: QuerySet[Message]) -> QuerySet[Message]:
    files = MessageFile.objects.select_related("file")
    references = MessageReference.objects.select_related("goal", "meeting", "action__owner")
    return (
        found.select_related("author")
        .prefetch_related(Prefetch("files", files), Prefetch("references", references))
        .order_by("-created_at", "-pk")
    )


def _bound_after(pair: Pair, letter: UUID) -> datetime | None:
    """Return when the last of the few letters after one was written; None for a letter of elsewhere."""
    sought = pair.messages.filter(public_id=letter).first()
    if sought is None:
        return None
    after: Iterable[Message] = pair.messages.filter(created_at__gt=sought.created_at)[:AFTER]
    return max([sought.created_at, *(one.created_at for one in after)])
