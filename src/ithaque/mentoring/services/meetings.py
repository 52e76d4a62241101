"""Plan, prepare, move, cancel: the life of a meeting, told to both calendars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring import invitations, mails, rules
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus, Modality, Reply
from ithaque.mentoring.models import Meeting, Pair
from ithaque.mentoring.services.locking import locked_meeting, open_to
from ithaque.mentoring.services.telling import tell
from ithaque.people.models import Person
from ithaque.ui import dates as dates_in_words

LONGEST = timedelta(minutes=480)


@transaction.atomic
def plan_meeting(
    *,
    pair: Pair,
    by: Person,
    starts_at: datetime,
    minutes: int,
    modality: str = Modality.REMOTE,
    place: str = "",
    topic: str = "",
    agenda_key: str = library.REGULAR,
    agreed: bool = False,
) -> Meeting:
    """Return the meeting planned, with its agenda; everyone receives the invitation for their calendar.

    Whoever did not propose it is asked whether the hour suits them, unless all `agreed` beforehand. The same
    request twice gives the same meeting. Refuses a past date, one after the pair's last day, one before the
    agreement is signed where the programme waits for it, a way to meet the programme does not offer, and an hour
    at which one of the two already meets someone.
    """
    pair = open_to(by, pair)
    lock_people(pair)
    same = pair.meetings.filter(
        starts_at=starts_at, status=MeetingStatus.PLANNED, proposed_by=by
    ).first()
    if same is not None:
        same.pair = pair
        return same
    agenda = library.agenda(agenda_key)
    rules.require_agreed(pair)
    rules.require_in_future(starts_at)
    rules.require_within_pair(pair, starts_at, closing=agenda.closing)
    rules.require_offered(pair, modality)
    _require_free(pair, starts_at, minutes)
    meeting = Meeting.objects.create(
        pair=pair,
        number=next_number(pair),
        starts_at=starts_at,
        minutes=minutes,
        modality=modality,
        place=place.strip(),
        topic=topic.strip(),
        agenda_key=agenda.key,
        agenda=agenda_rows(agenda.key),
        proposed_by=by,
        answers=accepted(pair.people if agreed else (by,)),
    )
    journal.record(acts.MEETING_PLANNED, by=by, target=pair, scope=pair.programme)
    tell(mails.MEETING_PLANNED, meeting, by=by, method=invitations.REQUEST)
    return meeting


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    by: Person,
    starts_at: datetime,
    minutes: int,
    modality: str,
    place: str = "",
    word: str = "",
) -> Meeting:
    """Return the meeting at its new hour or place; every calendar follows, with `word` for the others.

    Another hour asks the others again: it is also how one answers a proposal with another. Nothing changes and nobody is written to when all is as before. Refuses as `plan_meeting` does.
    """
    meeting = locked_meeting(meeting, by)
    rules.require_meeting_arrow(meeting, MeetingStatus.PLANNED)
    lock_people(meeting.pair)
    wanted = (starts_at, minutes, modality, place.strip())
    if wanted == (meeting.starts_at, meeting.minutes, meeting.modality, meeting.place):
        return meeting
    rules.require_in_future(starts_at)
    rules.require_within_pair(
        meeting.pair, starts_at, closing=library.agenda(meeting.agenda_key).closing
    )
    rules.require_offered(meeting.pair, modality)
    _require_free(meeting.pair, starts_at, minutes, but=meeting)
    if (starts_at, minutes) != (meeting.starts_at, meeting.minutes):
        meeting.answers = accepted((by,))
    meeting.moved += int(starts_at != meeting.starts_at)
    first = min(starts_at, meeting.starts_at)
    meeting.starts_at, meeting.minutes, meeting.modality, meeting.place = wanted
    meeting.revise()
    meeting.save()
    journal.record(acts.MEETING_MOVED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    tell(mails.MEETING_MOVED, meeting, by=by, method=invitations.REQUEST, word=word, first=first)
    return meeting


@transaction.atomic
def prepare_meeting(*, meeting: Meeting, by: Person, topic: str, agenda_key: str) -> Meeting:
    """Return the meeting with its subject and agenda; the other sees them on the page, without a mail."""
    meeting = locked_meeting(meeting, by)
    rules.require_meeting_arrow(meeting, MeetingStatus.PLANNED)
    meeting.topic = topic.strip()
    meeting.agenda_key = library.agenda(agenda_key).key
    meeting.agenda = agenda_rows(meeting.agenda_key)
    meeting.save(update_fields=["topic", "agenda_key", "agenda"])
    journal.record(acts.MEETING_PREPARED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Person, word: str = "", mishap: str = "") -> Meeting:
    """Return the meeting cancelled, in both calendars too; twice is the same as once.

    `mishap` says why, if `by` wishes: it is counted for the follow-up, and the other never reads it.
    """
    meeting = locked_meeting(meeting, by)
    if meeting.status == MeetingStatus.CANCELLED:
        return meeting
    rules.require_meeting_arrow(meeting, MeetingStatus.CANCELLED)
    meeting.mishap = mishap
    withdraw_from_calendars(meeting, by=by, word=word)
    rules.close_flash(meeting.pair)
    journal.record(acts.MEETING_CANCELLED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return meeting


def withdraw_from_calendars(
    meeting: Meeting,
    *,
    by: Person | None,
    word: str = "",
    kind: Kind = mails.MEETING_CANCELLED,
    called_off: bool = True,
) -> None:
    """Mark a planned meeting cancelled and send its CANCEL to all (inside the caller's transaction).

    `called_off` tells whether somebody took back what they had said yes to.
    """
    meeting.status, meeting.summary = MeetingStatus.CANCELLED, word.strip()
    meeting.sequence += 1
    meeting.closed_at, meeting.called_off_by = clock.now(), by if called_off else None
    meeting.save()
    first = meeting.starts_at
    tell(kind, meeting, by=by, method=invitations.CANCEL, word=word, first=first)


@transaction.atomic
def keep_card(*, meeting: Meeting, card: str, by: Person) -> Meeting:
    """Return the meeting with a question card kept for it; refuses an unknown card."""
    meeting = locked_meeting(meeting, by)
    rules.require_meeting_arrow(meeting, MeetingStatus.PLANNED)
    if not library.is_card(card):
        raise Refusal(
            "unknown_card", _("This question no longer exists. Choose another one."), conflict=False
        )
    if card not in meeting.kept_cards:
        meeting.kept_cards = [*meeting.kept_cards, card]
        meeting.save(update_fields=["kept_cards"])
        journal.record(acts.CARD_KEPT, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return meeting


@transaction.atomic
def return_card(*, meeting: Meeting, card: str, by: Person) -> Meeting:
    """Return the meeting without this card."""
    meeting = locked_meeting(meeting, by)
    if card in meeting.kept_cards:
        meeting.kept_cards = [key for key in meeting.kept_cards if key != card]
        meeting.save(update_fields=["kept_cards"])
        journal.record(acts.CARD_RETURNED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return meeting


def lock_people(pair: Pair) -> None:
    """Two meetings of the same person are planned one after the other, whatever their pairs."""
    people = Person.objects.select_for_update().filter(pk__in=[person.pk for person in pair.people])
    list(people.order_by("pk").values_list("pk", flat=True))


def accepted(people: Iterable[Person]) -> dict[str, str]:
    """Return the answers of people who said yes."""
    return {person.public_id.hex: Reply.ACCEPTED.value for person in people}


def next_number(pair: Pair) -> int:
    """Return the number of the pair’s next meeting."""
    return pair.meetings.exclude(status=MeetingStatus.CANCELLED).count() + 1


def agenda_rows(key: str) -> list[dict[str, object]]:
    """Return an agenda of the library as a meeting keeps it."""
    return [
        {"minutes": item.minutes, "text": {"fr": item.fr, "en": item.en}}
        for item in library.agenda(key).items
    ]


def _require_free(
    pair: Pair, starts_at: datetime, minutes: int, but: Meeting | None = None
) -> None:
    require_all_free(pair, [starts_at], minutes, but=but)


def require_all_free(
    pair: Pair, dates: Sequence[datetime], minutes: int, but: Meeting | None = None
) -> None:
    """Refuse the first of these dates, in order, at which one of the pair already meets someone, in any pair."""
    length, people = timedelta(minutes=minutes), [person.pk for person in pair.people]
    near = Meeting.objects.filter(
        pair__members__person__in=people,
        pair__members__left_at=None,
        status=MeetingStatus.PLANNED,
        starts_at__lt=dates[-1] + length,
        starts_at__gt=dates[0] - LONGEST,
    )
    if but is not None:
        near = near.exclude(pk=but.pk)
    taken = [(one.starts_at, one.ends_at) for one in near.distinct()]
    for moment in dates:
        if any(start < moment + length and end > moment for start, end in taken):
            raise Refusal(
                "hour_taken",
                _(
                    "One of you already has a meeting at that hour, %(moment)s. Choose another hour: nothing was planned."
                )
                % {"moment": dates_in_words.moment(moment)},
            )
