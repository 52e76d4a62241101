"""What the rules look at, gathered for a slice of pairs with a constant number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.followup.alerts import Answers, CalledOff, Help, PairState, Waiting
from ithaque.mentoring.models import (
    CheckIn,
    Goal,
    HelpRequest,
    Meeting,
    Message,
    Pair,
    Pulse,
    SharedNote,
)
from ithaque.programmes.models import Programme
from ithaque.programmes.settings import ProgrammeSettings

MENTEE, MENTOR = "mentee", "mentor"
MESSAGES_BACK = timedelta(days=90)
CHECK_IN_GRACE = timedelta(days=5)
"""A check-in is without an answer this long after it was asked."""
CHECK_INS_BACK = timedelta(days=75)
ANSWERS_KEPT = 2
CLOSING_AGENDA = "closing"


@dataclass
class Policies:
    """The settings of each programme, read once per evaluation."""

    known: dict[int, ProgrammeSettings] = field(default_factory=dict)

    def load(self, programme_ids: set[int]) -> None:
        """Read the settings that were not read yet."""
        missing = programme_ids - self.known.keys()
        if missing:
            rows = Programme.objects.filter(pk__in=missing).values_list("pk", "settings")
            self.known |= {pk: ProgrammeSettings.model_validate(raw) for pk, raw in rows}


@dataclass(frozen=True)
class _Two:
    """The two people of a pair, as the rows name them."""

    mentee: int
    mentor: int

    def side(self, person_id: int | None) -> str | None:
        if person_id is None:
            return None
        return {self.mentee: MENTEE, self.mentor: MENTOR}.get(person_id)


def states_of(pairs: QuerySet[Pair], policies: Policies) -> dict[int, PairState]:
    """Return each pair as the rules see it today, by primary key; nine questions, whatever the number."""
    rows = list(
        pairs.values_list(
            "pk",
            Coalesce("followed_from", "started_on"),
            "ends_on",
            "cohort__programme_id",
            "mentee__person_id",
            "mentor__person_id",
        )
    )
    policies.load({programme_id for _, _, _, programme_id, _, _ in rows})
    two = {pk: _Two(mentee, mentor) for pk, _, _, _, mentee, mentor in rows}
    states = {
        pk: PairState(
            today=clock.today(),
            started_on=started_on,
            ends_on=ends_on,
            last_held_on=None,
            next_on=None,
            rhythm_days=policies.known[programme_id].rhythm_days,
            thresholds=policies.known[programme_id].follow_up,
        )
        for pk, started_on, ends_on, programme_id, _, _ in rows
    }
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    signs: dict[int, list[date]] = defaultdict(list)
    for gather in (_meetings, _messages, _goals, _notes, _check_ins, _help):
        gather(two, found, signs)
    return {
        pk: replace(state, **found[pk], last_sign_on=max(signs[pk], default=None))
        for pk, state in states.items()
    }


_Found = dict[int, dict[str, Any]]
_Signs = dict[int, list[date]]


def _meetings(two: dict[int, _Two], found: _Found, signs: _Signs) -> None:
    rows = Meeting.objects.filter(pair__in=two).order_by("pair", "-starts_at", "-pk")
    columns = "pk", "pair_id", "status", "starts_at", "agenda_key", "called_off_by_id"
    of_pair: dict[int, list[Any]] = defaultdict(list)
    for row in rows.values_list(*columns, named=True):
        of_pair[row.pair_id].append(row)
    asked: dict[int, tuple[int, date]] = {}
    for pair_id, meetings in of_pair.items():
        held = [row for row in meetings if row.status == MeetingStatus.HELD]
        ahead = [
            row
            for row in meetings
            if row.status == MeetingStatus.PLANNED and row.starts_at >= clock.now()
        ]
        facts = found[pair_id]
        if held:
            facts["last_held_on"] = _day(held[0].starts_at)
            signs[pair_id].append(facts["last_held_on"])
        if len(held) > 1:
            facts["second_held_on"] = _day(held[-2].starts_at)
        if ahead:
            facts["next_on"] = _day(ahead[-1].starts_at)
        facts["closing_booked"] = any(row.agenda_key == CLOSING_AGENDA for row in [*ahead, *held])
        facts["called_off"] = _called_off(meetings, two[pair_id])
        asked |= {row.pk: (pair_id, _day(row.starts_at)) for row in held[:ANSWERS_KEPT]}
    _answers(asked, two, found)


def _called_off(meetings: Iterable[Any], two: _Two) -> CalledOff | None:
    """Count the meetings that the same side called off in a row, going back to the last one held."""
    side, days = None, []
    for row in meetings:
        if row.status == MeetingStatus.PLANNED:
            continue
        who = two.side(row.called_off_by_id)
        if row.status == MeetingStatus.HELD or who is None or side not in (None, who):
            break
        side = who
        days.append(_day(row.starts_at))
    return CalledOff(side, len(days), days[0]) if side else None


def _answers(asked: dict[int, tuple[int, date]], two: dict[int, _Two], found: _Found) -> None:
    """Keep the marks given after the latest meetings, the newest first."""
    given: dict[int, dict[str, tuple[int, int, int]]] = defaultdict(dict)
    rows = Pulse.objects.filter(meeting__in=asked)
    for meeting_id, person_id, *marks in rows.values_list(
        "meeting_id", "person_id", "progress", "listened", "go_on"
    ):
        side = two[asked[meeting_id][0]].side(person_id)
        if side:
            given[meeting_id][side] = (marks[0], marks[1], marks[2])
    of_pair: dict[int, list[Answers]] = defaultdict(list)
    for meeting_id, (pair_id, held_on) in asked.items():
        of_pair[pair_id].append(Answers(held_on, **given[meeting_id]))
    for pair_id, answers in of_pair.items():
        found[pair_id]["answers"] = tuple(answers)


def _messages(two: dict[int, _Two], found: _Found, signs: _Signs) -> None:
    """Find the first message since which only one side has written; a meeting held since is an answer."""
    rows = Message.objects.filter(
        pair__in=two, created_at__gte=clock.now() - MESSAGES_BACK
    ).order_by("pair", "created_at", "pk")
    voice: dict[int, tuple[str | None, date]] = {}
    for pair_id, author_id, at in rows.values_list("pair_id", "author_id", "created_at"):
        signs[pair_id].append(_day(at))
        side = two[pair_id].side(author_id)
        if pair_id not in voice or voice[pair_id][0] != side:
            voice[pair_id] = side, _day(at)
    for pair_id, (side, since) in voice.items():
        met = found[pair_id].get("last_held_on")
        if side and not (met and met >= since):
            found[pair_id]["unanswered"] = Waiting(MENTOR if side == MENTEE else MENTEE, since)


def _goals(two: dict[int, _Two], found: _Found, signs: _Signs) -> None:
    rows = Goal.objects.filter(pair__in=two, dropped_at=None).values("pair_id")
    for row in rows.annotate(
        number=Count("pk", distinct=True), written=Max("created_at"), reviewed=Max("reviews__at")
    ):
        moved = max(_day(at) for at in (row["written"], row["reviewed"]) if at)
        found[row["pair_id"]].update(goals=row["number"], goals_moved_on=moved)
        signs[row["pair_id"]].append(moved)


def _notes(two: dict[int, _Two], found: _Found, signs: _Signs) -> None:
    rows = SharedNote.objects.filter(pair__in=two).values_list("pair_id", "edited_at")
    for pair_id, at in rows:
        signs[pair_id] += [_day(at)] if at else []


def _check_ins(two: dict[int, _Two], found: _Found, signs: _Signs) -> None:
    """Count, for the side that left more, the check-ins without an answer since its last answer."""
    today = clock.today()
    rows = CheckIn.objects.filter(
        pair__in=two, due_on__gte=today - CHECK_INS_BACK, due_on__lte=today - CHECK_IN_GRACE
    ).order_by("pair", "-due_on")
    silent: dict[tuple[int, str], list[date]] = defaultdict(list)
    answered: set[tuple[int, str]] = set()
    for pair_id, person_id, due_on, at in rows.values_list(
        "pair_id", "person_id", "due_on", "answered_at"
    ):
        side = two[pair_id].side(person_id)
        if side is None:
            continue
        if at is not None:
            answered.add((pair_id, side))
        elif (pair_id, side) not in answered:
            silent[pair_id, side].append(due_on)
    for (pair_id, side), days in silent.items():
        known = found[pair_id].get("check_in")
        if known is None or len(days) > known.times:
            found[pair_id]["check_in"] = Waiting(side, days[-1], len(days))


def _help(two: dict[int, _Two], found: _Found, signs: _Signs) -> None:
    rows = HelpRequest.objects.filter(pair__in=two, settled_at=None).order_by("-asked_at")
    for pair_id, person_id, kind, at in rows.values_list(
        "pair_id", "person_id", "kind", "asked_at"
    ):
        side = two[pair_id].side(person_id)
        if side:
            found[pair_id]["help"] = Help(side, kind, _day(at))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
