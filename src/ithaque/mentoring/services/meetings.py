"""Plan, prepare, move, cancel, log: the life of a meeting, told to both calendars."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring import invitations, mails, paths, rules
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus, Modality
from ithaque.mentoring.models import Meeting, Pair
from ithaque.mentoring.rules import clock_date
from ithaque.mentoring.services.locking import locked_meeting, open_to
from ithaque.people.models import Person
from ithaque.programmes.selectors import settings_of

PULSE = "mentoring.pulse"
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
) -> Meeting:
    """Return the meeting planned, with its agenda; both receive the invitation for their calendar.

    The same request twice gives the same meeting. Refuses a past date, one after the pair's last day, one
    before the agreement is signed where the programme waits for it, a way to meet the programme does not offer, and an hour at which one of the two already meets someone.
    """
    pair = open_to(by, pair)
    _lock_people(pair)
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
    _require_offered(pair, modality)
    _require_free(pair, starts_at, minutes)
    meeting = Meeting.objects.create(
        pair=pair,
        number=_next_number(pair),
        starts_at=starts_at,
        minutes=minutes,
        modality=modality,
        place=place.strip(),
        topic=topic.strip(),
        agenda_key=agenda.key,
        agenda=_agenda_rows(agenda.key),
        proposed_by=by,
    )
    journal.record(acts.MEETING_PLANNED, by=by, target=pair, scope=pair.programme)
    _tell_both(mails.MEETING_PLANNED, meeting, by=by, method=invitations.REQUEST)
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
    """Return the meeting at its new hour or place; both calendars follow, with `word` for the other.

    Nothing changes and nobody is written to when all is as before. Refuses as `plan_meeting` does.
    """
    meeting = locked_meeting(meeting, by)
    rules.require_meeting_arrow(meeting, MeetingStatus.PLANNED)
    _lock_people(meeting.pair)
    wanted = (starts_at, minutes, modality, place.strip())
    if wanted == (meeting.starts_at, meeting.minutes, meeting.modality, meeting.place):
        return meeting
    rules.require_in_future(starts_at)
    rules.require_within_pair(
        meeting.pair, starts_at, closing=library.agenda(meeting.agenda_key).closing
    )
    _require_offered(meeting.pair, modality)
    _require_free(meeting.pair, starts_at, minutes, but=meeting)
    meeting.moved += int(starts_at != meeting.starts_at)
    meeting.starts_at, meeting.minutes, meeting.modality, meeting.place = wanted
    meeting.sequence += 1
    meeting.save()
    journal.record(acts.MEETING_MOVED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    _tell_both(mails.MEETING_MOVED, meeting, by=by, method=invitations.REQUEST, word=word)
    return meeting


@transaction.atomic
def prepare_meeting(*, meeting: Meeting, by: Person, topic: str, agenda_key: str) -> Meeting:
    """Return the meeting with its subject and agenda; the other sees them on the page, without a mail."""
    meeting = locked_meeting(meeting, by)
    rules.require_meeting_arrow(meeting, MeetingStatus.PLANNED)
    meeting.topic = topic.strip()
    meeting.agenda_key = library.agenda(agenda_key).key
    meeting.agenda = _agenda_rows(meeting.agenda_key)
    meeting.save(update_fields=["topic", "agenda_key", "agenda"])
    journal.record(acts.MEETING_PREPARED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Person, word: str = "") -> Meeting:
    """Return the meeting cancelled, in both calendars too; twice is the same as once."""
    meeting = locked_meeting(meeting, by)
    if meeting.status == MeetingStatus.CANCELLED:
        return meeting
    rules.require_meeting_arrow(meeting, MeetingStatus.CANCELLED)
    withdraw_from_calendars(meeting, by=by, word=word)
    rules.close_flash(meeting.pair)
    journal.record(acts.MEETING_CANCELLED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    return meeting


def withdraw_from_calendars(meeting: Meeting, *, by: Person | None, word: str = "") -> None:
    """Mark a planned meeting cancelled and send its CANCEL to both (inside the caller's transaction)."""
    meeting.status, meeting.summary = MeetingStatus.CANCELLED, word.strip()
    meeting.sequence += 1
    meeting.closed_at, meeting.called_off_by = clock.now(), by
    meeting.save()
    _tell_both(mails.MEETING_CANCELLED, meeting, by=by, method=invitations.CANCEL, word=word)


@transaction.atomic
def log_meeting(
    *,
    pair: Pair,
    by: Person,
    starts_at: datetime,
    minutes: int,
    modality: str = Modality.REMOTE,
    place: str = "",
    title: str = "",
    summary: str = "",
    meeting: Meeting | None = None,
) -> Meeting:
    """Return the meeting noted as held; both are asked three questions by mail.

    A meeting planned that day is the one meant; the same note twice gives the same meeting. Refuses a
    date to come, and one before the pair began.
    """
    pair = open_to(by, pair)
    if starts_at > clock.now():
        raise Refusal(
            "meeting_to_come",
            _("This date is still to come: plan the meeting, and note it afterwards."),
            conflict=False,
        )
    if clock_date(starts_at, by.time_zone) < pair.started_on:
        raise Refusal(
            "before_the_pair",
            _("Your pair began later than this date. Check the day."),
            conflict=False,
        )
    same = pair.meetings.filter(starts_at=starts_at, status=MeetingStatus.HELD).first()
    if same is not None and (meeting is None or meeting.pk == same.pk):
        same.pair = pair
        return same
    held = (
        meeting
        or _planned_that_day(pair, starts_at, by)
        or Meeting(pair=pair, number=_next_number(pair))
    )
    if held.pk:
        held = Meeting.objects.select_for_update().get(pk=held.pk)
        held.pair = pair
        rules.require_meeting_arrow(held, MeetingStatus.HELD)
    held.starts_at, held.minutes, held.modality = starts_at, minutes, modality
    held.place = place.strip() or held.place
    held.title, held.summary = title.strip(), summary.strip()
    held.proposed_by = held.proposed_by or by
    held.status, held.closed_at = MeetingStatus.HELD, clock.now()
    held.save()
    rules.close_flash(pair)
    journal.record(acts.MEETING_HELD, by=by, target=pair, scope=pair.programme)
    _ask_pulses(held)
    return held


@transaction.atomic
def mark_missed(
    *, meeting: Meeting, by: Person, word: str = "", absent: Person | None = None
) -> Meeting:
    """Return the meeting noted as not having taken place, without blame; the other is told kindly.

    `absent` is who could not come, when it was one of the two; the other never reads it.
    """
    meeting = locked_meeting(meeting, by)
    if meeting.status == MeetingStatus.MISSED:
        return meeting
    rules.require_meeting_arrow(meeting, MeetingStatus.MISSED)
    if meeting.starts_at > clock.now():
        raise Refusal(
            "meeting_to_come", _("This meeting is still to come: move it or cancel it instead.")
        )
    if absent is not None:
        rules.require_of_pair(absent, meeting.pair)
    meeting.status, meeting.summary = MeetingStatus.MISSED, word.strip()
    meeting.closed_at, meeting.called_off_by = clock.now(), absent
    meeting.save()
    rules.close_flash(meeting.pair)
    journal.record(acts.MEETING_MISSED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    for person in meeting.pair.others(by):
        notify(
            mails.MEETING_MISSED,
            to=person,
            context={"meeting": meeting, "by": by, "word": meeting.summary},
            action=MailAction(_("Find another date"), paths.room(meeting.pair)),
        )
    return meeting


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


def _lock_people(pair: Pair) -> None:
    """Two meetings of the same person are planned one after the other, whatever their pairs."""
    people = Person.objects.select_for_update().filter(pk__in=[person.pk for person in pair.people])
    list(people.order_by("pk").values_list("pk", flat=True))


def _next_number(pair: Pair) -> int:
    return pair.meetings.exclude(status=MeetingStatus.CANCELLED).count() + 1


def _agenda_rows(key: str) -> list[dict[str, object]]:
    return [
        {"minutes": item.minutes, "text": {"fr": item.fr, "en": item.en}}
        for item in library.agenda(key).items
    ]


def _require_offered(pair: Pair, modality: str) -> None:
    if modality not in settings_of(pair.programme).modalities:
        raise Refusal(
            "modality_not_offered",
            _("The programme does not offer this way to meet. Choose one of the list."),
            conflict=False,
        )


def _require_free(
    pair: Pair, starts_at: datetime, minutes: int, but: Meeting | None = None
) -> None:
    ends_at = starts_at + timedelta(minutes=minutes)
    people = [person.pk for person in pair.people]
    near = Meeting.objects.filter(
        status=MeetingStatus.PLANNED, starts_at__lt=ends_at, starts_at__gt=starts_at - LONGEST
    )
    if but is not None:
        near = near.exclude(pk=but.pk)
    taken = near.filter(pair__members__person__in=people, pair__members__left_at=None)
    if any(other.ends_at > starts_at for other in taken.distinct()):
        raise Refusal(
            "hour_taken",
            _(
                "One of you already has a meeting at that hour. Choose another hour: nothing was planned."
            ),
        )


def _planned_that_day(pair: Pair, starts_at: datetime, by: Person) -> Meeting | None:
    day = clock_date(starts_at, by.time_zone)
    near = pair.meetings.filter(
        status=MeetingStatus.PLANNED,
        starts_at__range=(starts_at - timedelta(days=1), starts_at + timedelta(days=1)),
    )
    return next((one for one in near if clock_date(one.starts_at, by.time_zone) == day), None)


def _tell_both(
    kind: Kind, meeting: Meeting, *, by: Person | None, method: str, word: str = ""
) -> None:
    for person in meeting.pair.people:
        notify(
            kind,
            to=person,
            context={
                "meeting": meeting,
                "by": by,
                "mine": by is not None and person.pk == by.pk,
                "other": meeting.pair.other(person),
                "word": word.strip(),
            },
            action=MailAction(_("Open the meeting"), paths.meeting(meeting)),
            attachments=[invitations.attachment(meeting, method=method, to=person)],
            dedupe_key=f"{kind.code}:{meeting.public_id}:{meeting.sequence}:{person.public_id}",
        )


def _ask_pulses(meeting: Meeting) -> None:
    for person in meeting.pair.people:
        token = links.sign(PULSE, target=meeting.public_id, person=person.public_id)
        notify(
            mails.PULSE_ASKED,
            to=person,
            context={"meeting": meeting, "other": meeting.pair.other(person)},
            action=MailAction(_("Answer with three taps"), paths.pulse(token)),
            dedupe_key=f"pulse:{meeting.public_id}:{person.public_id}",
        )
