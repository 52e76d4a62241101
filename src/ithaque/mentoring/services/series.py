"""Meetings that come back: planned at once, answered at once, ended from a day on; each may move on its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ithaque.correspondence.kinds import Kind
from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal, links
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.mentoring import invitations, mails, paths, rules
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus, Modality, Reply
from ithaque.mentoring.models import Meeting, MeetingSeries, Pair
from ithaque.mentoring.selectors.room import step_after
from ithaque.mentoring.services.answers import answer_meeting
from ithaque.mentoring.services.locking import locked_meeting, open_to
from ithaque.mentoring.services.meetings import (
    accepted,
    agenda_rows,
    lock_people,
    next_number,
    require_all_free,
    withdraw_from_calendars,
)
from ithaque.mentoring.services.telling import ANSWER
from ithaque.people.models import Person
from ithaque.programmes.selectors import settings_of


@transaction.atomic
def plan_series(
    *,
    pair: Pair,
    by: Person,
    starts_at: datetime,
    minutes: int,
    every_weeks: int,
    times: int | None = None,
    modality: str = Modality.REMOTE,
    place: str = "",
) -> MeetingSeries:
    """Return the series planned: `times` meetings, or as many as the pair has time for; one invitation for all.

    Each takes the agenda of the step of the plan it will reach, and keeps its hour by the clock of `by` when clocks change.
    The same request twice gives the same series. Refuses as `plan_meeting` does, for each date; and more meetings than
    fit before the pair's last day.
    """
    pair = open_to(by, pair)
    lock_people(pair)
    known = pair.series.filter(starts_at=starts_at, every_weeks=every_weeks, count__gt=0).first()
    if known is not None and known.proposed_by_id == by.pk:
        return known
    rules.require_agreed(pair)
    rules.require_in_future(starts_at)
    rules.require_offered(pair, modality)
    dates = _dates(pair, starts_at, by.time_zone, every_weeks, times)
    require_all_free(pair, dates, minutes)
    series = MeetingSeries.objects.create(
        pair=pair,
        starts_at=starts_at,
        zone=by.time_zone,
        minutes=minutes,
        modality=modality,
        place=place.strip(),
        every_weeks=every_weeks,
        count=len(dates),
        proposed_by=by,
    )
    Meeting.objects.bulk_create(_meetings(series, pair, dates, by))
    journal.record(acts.SERIES_PLANNED, by=by, target=pair, scope=pair.programme)
    _tell(mails.SERIES_PLANNED, series, by=by)
    return series


@transaction.atomic
def answer_series(*, meeting: Meeting, by: Person, answer: str) -> Meeting:
    """Return this meeting, once every one of its series to come has the same answer; the others are told once.

    A no ends the series for a pair. Refuses as `answer_meeting` does.
    """
    meeting = locked_meeting(meeting, by)
    series = meeting.series
    if series is None:
        return answer_meeting(meeting=meeting, by=by, answer=answer)
    if answer not in Reply.values:
        raise Refusal("unknown_answer", _("Choose one of the answers."), conflict=False)
    ahead = _ahead(series)
    if not ahead:
        raise Refusal("series_past", _("None of these meetings is still to come."))
    if answer == Reply.DECLINED and len(meeting.pair.people) == 2:
        _end(series, ahead, by=by, kind=mails.SERIES_DECLINED, called_off=_was_accepted(ahead, by))
        meeting.refresh_from_db(fields=["status", "answers", "sequence"])
        return meeting
    changed = [one for one in ahead if one.answer_of(by) != answer]
    for one in changed:
        one.answers = {**one.answers, by.public_id.hex: answer}
    Meeting.objects.bulk_update(changed, ["answers"])
    if changed:
        journal.record(
            acts.MEETING_ANSWERED, by=by, target=meeting.pair, scope=series.pair.programme
        )
        _tell(mails.SERIES_ANSWERED, series, by=by, but=by, said=answer)
    meeting.refresh_from_db(fields=["answers"])
    return meeting


@transaction.atomic
def end_series(*, meeting: Meeting, by: Person, word: str = "") -> Meeting:
    """Return the meeting cancelled with every one that follows it in its series; those before stay as they are."""
    meeting = locked_meeting(meeting, by)
    rules.require_meeting_arrow(meeting, MeetingStatus.CANCELLED)
    series = meeting.series
    if series is None:
        withdraw_from_calendars(meeting, by=by, word=word)
    else:
        following = [one for one in _ahead(series) if _slot(one) >= _slot(meeting)]
        _end(series, following, by=by, word=word)
    journal.record(acts.MEETING_CANCELLED, by=by, target=meeting.pair, scope=meeting.pair.programme)
    meeting.refresh_from_db(fields=["status", "sequence", "summary"])
    return meeting


def withdraw_all(pair: Pair, *, by: Person | None) -> None:
    """Cancel every meeting of a pair to come, one word for each series (inside the caller's transaction)."""
    ahead = list(
        pair.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=clock.now())
        .select_related("series")
        .order_by("starts_at")
    )
    for series in {one.series for one in ahead if one.series is not None}:
        series.pair = pair
        _end(series, [one for one in ahead if one.series_id == series.pk], by=by)
    for meeting in ahead:
        meeting.pair = pair
        if meeting.series_id is None:
            withdraw_from_calendars(meeting, by=by)


def _dates(
    pair: Pair, starts_at: datetime, zone: str, every_weeks: int, times: int | None
) -> list[datetime]:
    fit = rules.dates_until(pair, starts_at, zone=zone, every_weeks=every_weeks)
    if len(fit) < 2 or (times is not None and times > len(fit)):
        raise Refusal(
            "series_too_long",
            ngettext(
                "Only %(number)s such meeting fits before your last day. Choose fewer, or ask the coordination for more time.",
                "Only %(number)s such meetings fit before your last day. Choose fewer, or ask the coordination for more time.",
                len(fit),
            )
            % {"number": len(fit)},
            conflict=False,
        )
    return fit[:times]


def _meetings(
    series: MeetingSeries, pair: Pair, dates: list[datetime], by: Person
) -> Iterable[Meeting]:
    settings = settings_of(pair.programme)
    first, counted = next_number(pair), pair.meetings.filter(
        status__in=[MeetingStatus.PLANNED, MeetingStatus.HELD]
    ).count()  # fmt: skip
    for rank, moment in enumerate(dates):
        step = step_after(settings, counted + rank)
        key = step.agenda if step else library.REGULAR
        yield Meeting(
            pair=pair,
            series=series,
            slot_at=moment,
            number=first + rank,
            starts_at=moment,
            minutes=series.minutes,
            modality=series.modality,
            place=series.place,
            agenda_key=key,
            agenda=agenda_rows(key),
            proposed_by=by,
            answers=accepted((by,)),
        )


def _ahead(series: MeetingSeries) -> list[Meeting]:
    rows = Meeting.objects.select_for_update().filter(
        series=series, status=MeetingStatus.PLANNED, starts_at__gt=clock.now()
    )
    found = list(rows.order_by("slot_at"))
    for one in found:
        one.pair, one.series = series.pair, series
    return found


def _slot(meeting: Meeting) -> datetime:
    return meeting.slot_at or meeting.starts_at


def _was_accepted(ahead: list[Meeting], by: Person) -> bool:
    return any(one.answer_of(by) == Reply.ACCEPTED for one in ahead)


def _end(
    series: MeetingSeries,
    following: list[Meeting],
    *,
    by: Person | None,
    word: str = "",
    kind: Kind = mails.SERIES_ENDED,
    called_off: bool = True,
) -> None:
    """Cancel these occurrences; the rule stops before the first of them, or the whole event leaves the calendars."""
    series.sequence += 1
    for one in following:
        one.status, one.summary, one.sequence = (
            MeetingStatus.CANCELLED,
            word.strip(),
            series.sequence,
        )
        one.closed_at, one.called_off_by = clock.now(), by if called_off else None
    Meeting.objects.bulk_update(
        following, ["status", "summary", "sequence", "closed_at", "called_off_by"]
    )
    gone = {one.pk for one in following}
    kept = series.meetings.exclude(status=MeetingStatus.CANCELLED).exclude(pk__in=gone)
    last = kept.order_by("-slot_at").values_list("slot_at", flat=True).first()
    series.count = len(rules.dates_of(series, until=last)) if last is not None else 0
    series.save(update_fields=["sequence", "count"])
    first = following[0] if following else None
    _tell(kind, series, by=by, word=word, first=first)


def _tell(
    kind: Kind,
    series: MeetingSeries,
    *,
    by: Person | None,
    word: str = "",
    but: Person | None = None,
    said: str = "",
    first: Meeting | None = None,
) -> None:
    pair = series.pair
    meetings = list(series.meetings.order_by("slot_at"))
    for one in meetings:
        one.pair, one.series = pair, series
    ahead = [
        one
        for one in meetings
        if one.status == MeetingStatus.PLANNED and one.starts_at > clock.now()
    ]
    for person in pair.people:
        if but is not None and person.pk == but.pk:
            continue
        asks = bool(ahead) and person in ahead[0].waiting_for
        notify(
            kind,
            to=person,
            context={
                "series": series,
                "meetings": ahead,
                "pair": pair,
                "by": by,
                "mine": by is not None and person.pk == by.pk,
                "asks": asks,
                "other": pair.other(person),
                "word": word.strip(),
                "said": said,
                "first": first,
            },
            action=_action(series, ahead, person, asks=asks),
            attachments=[invitations.series_attachment(series, meetings, to=person)],
            dedupe_key=_key(kind, series, by, said, person),
        )


def _key(kind: Kind, series: MeetingSeries, by: Person | None, said: str, to: Person) -> str:
    who = by.public_id.hex if by else ""
    return f"{kind.code}:{series.public_id}:{series.sequence}:{said}:{who}:{to.public_id}"


def _action(
    series: MeetingSeries, ahead: list[Meeting], person: Person, *, asks: bool
) -> MailAction:
    if not asks:
        return MailAction(_("See our meetings"), paths.meetings(series.pair))
    token = links.sign(ANSWER, target=ahead[0].public_id, person=person.public_id)
    return MailAction(_("Accept, or propose another hour"), paths.answer(token))
