"""Words around a meeting: recalled at the hour each chose, and asked afterwards whether it took place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.preferences import REMINDERS, delivery_of
from ithaque.correspondence.selectors import written_before
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, links
from ithaque.mentoring import mails, paths
from ithaque.mentoring.enums import MeetingStatus, PairStatus
from ithaque.mentoring.models import Meeting
from ithaque.mentoring.selectors.pairs import with_members
from ithaque.people.models import Person

HELD = "held"
"""Purpose of the link that notes a meeting from a mail."""
ASK_AFTER, ASK_UNTIL = timedelta(hours=3), timedelta(days=7)


@dataclass(frozen=True)
class _Word:
    """Something to tell one person about one meeting, once."""

    key: str
    meeting: Meeting
    person: Person

    @classmethod
    def about(cls, meeting: Meeting, person: Person, what: str) -> _Word:
        return cls(
            f"{what}:{meeting.public_id}:{meeting.sequence}:{person.public_id}", meeting, person
        )


def send_reminders() -> int:
    """Recall the meetings to come to whoever wished it by now; return how many messages were written."""
    now = clock.now()
    ahead = now + timedelta(hours=max(REMINDERS))
    words = [
        _Word.about(meeting, person, "soon")
        for meeting in _planned().filter(starts_at__gt=now, starts_at__lte=ahead)
        for person in meeting.coming
        if _wishes_it(person, meeting, now)
    ]
    fresh = _not_told_yet(words)
    for word in fresh:
        action = MailAction(_("Open the meeting"), paths.meeting(word.meeting))
        _tell(mails.MEETING_SOON, word, action)
    return len(fresh)


def ask_whether_held() -> int:
    """Ask both, some hours after a planned meeting that nobody noted; return how many messages were written."""
    now = clock.now()
    ended = _planned().filter(starts_at__gt=now - ASK_UNTIL, starts_at__lte=now - ASK_AFTER)
    words = [
        _Word.about(meeting, person, "to-note")
        for meeting in ended
        if meeting.ends_at + ASK_AFTER <= now
        for person in meeting.coming
    ]
    fresh = _not_told_yet(words)
    for word in fresh:
        token = links.sign(HELD, target=word.meeting.public_id, person=word.person.public_id)
        _tell(mails.MEETING_TO_NOTE, word, MailAction(_("Say it with one tap"), paths.held(token)))
    return len(fresh)


def _wishes_it(person: Person, meeting: Meeting, now: datetime) -> bool:
    hours = delivery_of(person).remind_hours
    return hours is not None and meeting.starts_at - now <= timedelta(hours=hours)


def _not_told_yet(words: list[_Word]) -> list[_Word]:
    """Keep what was not written before: nothing is rendered twice for nothing."""
    told = written_before({word.key for word in words})
    return [word for word in words if word.key not in told]


def _tell(kind: Kind, word: _Word, action: MailAction) -> None:
    notify(
        kind,
        to=word.person,
        context={"meeting": word.meeting, "other": word.meeting.pair.other(word.person)},
        action=action,
        about=word.meeting.public_id,
        dedupe_key=word.key,
        text_until=word.meeting.starts_at,
    )


def _planned() -> QuerySet[Meeting]:
    return (
        Meeting.objects.filter(
            status=MeetingStatus.PLANNED,
            pair__status__in=(PairStatus.ACTIVE, PairStatus.CLOSING),
            pair__frozen_at=None,
        )
        .select_related("pair__cohort__programme", "pair__mentee__person", "pair__mentor__person")
        .prefetch_related(with_members("pair"))
        .order_by("starts_at", "pk")
    )
