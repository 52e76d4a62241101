"""What forms open on: the next date by the agreed rhythm, the agenda of the step reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from ithaque.kernel import clock
from ithaque.kernel.errors import Refusal
from ithaque.library import selectors as library
from ithaque.library.content import Agenda, Guide
from ithaque.mentoring import rules
from ithaque.mentoring.enums import ClosurePath, MeetingStatus, PairStatus
from ithaque.mentoring.models import (
    Agreement,
    Closure,
    Goal,
    GoalReview,
    Meeting,
    NoteRevision,
    Pair,
    SharedNote,
)
from ithaque.mentoring.selectors.room import step_after
from ithaque.mentoring.selectors.slots import nearest_slots
from ithaque.mentoring.terms import WORDS_MAX, AgreementTerms, terms_of
from ithaque.people.models import Person
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.settings import PlanStep, ProgrammeSettings

USUAL_HOUR = time(18, 0)
REVISIONS_SHOWN = 20


@dataclass(frozen=True)
class Proposal:
    """The first values of a form about a meeting, and what may be chosen."""

    values: dict[str, Any]
    modalities: list[str]
    step: PlanStep | None = None


def goals_in_a_line(pair: Pair) -> str:
    """Return the pair's goals as one line for its agreement."""
    titles = pair.goals.filter(dropped_at=None).values_list("title", flat=True)
    return " ; ".join(title for title in titles if title)[:WORDS_MAX]


def pair_settings(pair: Pair) -> ProgrammeSettings:
    """Return the settings of a pair's programme."""
    return settings_of(pair.programme)


def next_proposal(pair: Pair, person: Person) -> Proposal:
    """Return the next meeting as the rhythm agreed would have it, in the person's zone."""
    settings, terms = settings_of(pair.programme), _terms(pair)
    counted = pair.meetings.filter(status__in=[MeetingStatus.PLANNED, MeetingStatus.HELD])
    step = step_after(settings, counted.count())
    last = counted.order_by("-starts_at").first()
    local = last.starts_at.astimezone(ZoneInfo(person.time_zone)) if last else None
    offered = rules.modalities_for(pair)
    values = {
        "day": _next_day(pair, local.date() if local else None, terms),
        "hour": local.time() if local else USUAL_HOUR,
        "minutes": terms.meeting_minutes,
        "modality": last.modality if last and last.modality in offered else next(iter(offered), ""),
        "place": last.place if last else "",
        "agenda_key": _agenda_key(pair, step),
    }
    return Proposal(values, offered, step)


def last_agenda(pair: Pair) -> Agenda:
    """Return the agenda of the last meeting of a pair that is ending."""
    return library.agenda(_agenda_key(pair, None))


def _agenda_key(pair: Pair, step: PlanStep | None) -> str:
    """Return the agenda that fits: that of the step, or of a goodbye while the pair is ending."""
    if pair.status == PairStatus.CLOSING:
        is_planned = Closure.objects.filter(pair=pair, path=ClosurePath.PLANNED).exists()
        return library.CLOSING if is_planned else library.EARLY
    return step.agenda if step else library.REGULAR


def next_dates(pair: Pair, person: Person, count: int = 3) -> list[datetime]:
    """Return a few instants for the next meeting, in order: hours all have in common, nearest to the agreed rhythm.

    Without any, the day of the rhythm, two days and a week later; days after the pair's end, and hours that do not
    exist, are left out.
    """
    values = next_proposal(pair, person).values
    wanted = datetime.combine(values["day"], values["hour"], ZoneInfo(person.time_zone))
    common = nearest_slots(
        pair, minutes=values["minutes"], zone=person.time_zone, wanted=wanted, count=count
    )
    if common:
        return common
    found = []
    for later in (0, 2, 7)[:count]:
        day = values["day"] + timedelta(days=later)
        try:
            moment = rules.instant(day, values["hour"], person.time_zone)
        except Refusal:
            continue
        if day <= pair.ends_on and moment > clock.now():
            found.append(moment)
    return found


def log_proposal(pair: Pair, person: Person) -> Proposal:
    """Return a meeting that has just ended: what one most often notes."""
    terms = _terms(pair)
    local = clock.now().astimezone(ZoneInfo(person.time_zone)) - timedelta(
        minutes=terms.meeting_minutes
    )
    offered = rules.modalities_for(pair)
    values = {
        "day": local.date(),
        "hour": local.time().replace(minute=local.minute // 15 * 15, second=0, microsecond=0),
        "minutes": terms.meeting_minutes,
        "modality": next(iter(offered), ""),
    }
    return Proposal(values, offered)


def _next_day(pair: Pair, last: date | None, terms: AgreementTerms) -> date:
    """Return the same weekday one rhythm later, never past, never after the end."""
    today = clock.today(pair.mentee.person.time_zone)
    weeks = max(1, round(terms.rhythm_days / 7))
    following = last + timedelta(weeks=weeks) if last else today + timedelta(days=7)
    return max(today + timedelta(days=1), min(following, pair.ends_on))


def _terms(pair: Pair) -> AgreementTerms:
    return terms_of(Agreement.objects.get(pair=pair))


def note_of(pair: Pair) -> SharedNote:
    """Return the shared note."""
    return SharedNote.objects.select_related("edited_by").get(pair=pair)


def private_note(meeting: Meeting, person: Person) -> str:
    """Return what someone wrote for themselves about a meeting; each reads their own alone."""
    found = meeting.private_notes.filter(person=person).first()
    return found.body if found else ""


def note_revisions(note: SharedNote) -> list[NoteRevision]:
    """Return the last versions of a note, newest first; of what was saved while typing, the last alone."""
    goes_on = note.revisions.filter(
        by=OuterRef("by"), began_at=OuterRef("began_at"), revision__gt=OuterRef("revision")
    )
    found = note.revisions.exclude(Exists(goes_on)).select_related("by")
    return list(found[:REVISIONS_SHOWN])


def reviews_of(goal: Goal) -> list[GoalReview]:
    """Return the curve of a goal, oldest first."""
    return list(goal.reviews.select_related("by"))


def goal_guide() -> Guide:
    """Return the guide to write a useful goal."""
    return library.guide("goal")


def meeting_of(pair: Pair, meeting_id: str) -> Meeting | None:
    """Return a meeting of this pair, None for anything else."""
    try:
        found = UUID(meeting_id)
    except ValueError:
        return None
    return pair.meetings.filter(public_id=found).first()


def series_ahead(meeting: Meeting) -> list[Meeting]:
    """Return the meetings of the same series that are to come and planned, this one included; none without a series."""
    if meeting.series is None:
        return []
    rows = meeting.series.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=clock.now())
    return list(rows.order_by("starts_at"))


def pulse_of(meeting: Meeting, person: Person) -> dict[str, int]:
    """Return the answers someone gave after a meeting."""
    found = meeting.pulses.filter(person=person).first()
    names = ("progress", "listened", "go_on")
    return {name: getattr(found, name) for name in names} if found else {}


def pulse_due(meeting: Meeting, person: Person) -> bool:
    """Tell whether the three questions wait for someone's answers."""
    held = meeting.status == MeetingStatus.HELD
    return held and not meeting.pulses.filter(person=person).exists()


def suggested_path(pair: Pair) -> str:
    """Return the way to end that fits the date."""
    return ClosurePath.PLANNED if rules.can_start_ending(pair) else ClosurePath.EARLY
