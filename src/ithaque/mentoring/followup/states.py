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
    PairMember,
    Pulse,
    SharedNote,
)
from ithaque.mentoring.models.pairs import GROUPS
from ithaque.programmes.enums import PairFormat
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
class _People:
    """The people of a pair by primary key, each on a side; of two peers, the first stands on the mentee’s."""

    sides: dict[int, str]
    is_group: bool = False

    def side(self, person_id: int | None) -> str | None:
        return self.sides.get(person_id or 0)

    def member(self, person_id: int) -> str:
        """Return who it is, where a side is several people."""
        return str(person_id) if self.is_group else ""


def _people_of(rows: Iterable[Any]) -> dict[int, _People]:
    """Return who is in each pair; asks about members only where there are circles or teams."""
    found = {
        row.pk: _People({row.mentee__person_id: MENTEE, row.mentor__person_id: MENTOR})
        for row in rows
        if row.format not in GROUPS
    }
    groups = [row.pk for row in rows if row.format in GROUPS]
    sides: dict[int, dict[int, str]] = defaultdict(dict)
    members = PairMember.objects.filter(pair__in=groups, left_at=None) if groups else ()
    for member in members:
        sides[member.pair_id][member.person_id] = str(member.role)
    return found | {pk: _People(sides[pk], is_group=True) for pk in groups}


def states_of(pairs: QuerySet[Pair], policies: Policies) -> dict[int, PairState]:
    """Return each pair as the rules see it today, by primary key; nine questions, whatever the number.

    One more where there are circles or teams.
    """
    columns = (
        "pk", "format", "began_on", "ends_on", "cohort__programme_id", "mentee__person_id",
        "mentor__person_id",
    )  # fmt: skip
    rows: list[Any] = list(
        pairs.annotate(began_on=Coalesce("followed_from", "started_on")).values_list(
            *columns, named=True
        )
    )
    policies.load({row.cohort__programme_id for row in rows})
    two = _people_of(rows)
    states = {
        row.pk: PairState(
            today=clock.today(),
            started_on=row.began_on,
            ends_on=row.ends_on,
            last_held_on=None,
            next_on=None,
            rhythm_days=policies.known[row.cohort__programme_id].rhythm_days,
            thresholds=policies.known[row.cohort__programme_id].follow_up,
            is_circle=row.format == PairFormat.CIRCLE,
        )
        for row in rows
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


def _meetings(two: dict[int, _People], found: _Found, signs: _Signs) -> None:
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


def _called_off(meetings: Iterable[Any], two: _People) -> CalledOff | None:
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


def _answers(asked: dict[int, tuple[int, date]], two: dict[int, _People], found: _Found) -> None:
    """Keep the marks given after the latest meetings, the newest first; the lowest where a side is several."""
    given: dict[int, dict[str, tuple[int, int, int]]] = defaultdict(dict)
    rows = Pulse.objects.filter(meeting__in=asked)
    for meeting_id, person_id, *marks in rows.values_list(
        "meeting_id", "person_id", "progress", "listened", "go_on"
    ):
        side = two[asked[meeting_id][0]].side(person_id)
        if side:
            known = given[meeting_id].get(side, (5, 5, 5))
            lowest = [min(a, b) for a, b in zip(marks, known, strict=True)]
            given[meeting_id][side] = (lowest[0], lowest[1], lowest[2])
    of_pair: dict[int, list[Answers]] = defaultdict(list)
    for meeting_id, (pair_id, held_on) in asked.items():
        of_pair[pair_id].append(Answers(held_on, **given[meeting_id]))
    for pair_id, answers in of_pair.items():
        found[pair_id]["answers"] = tuple(answers)


def _messages(two: dict[int, _People], found: _Found, signs: _Signs) -> None:
    """Find the first message since which only one side has written; a meeting held since is an answer.

    In a circle or a team, only what a mentee wrote waits for an answer.
    """
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
        waits = side == MENTEE or (side and not two[pair_id].is_group)
        if waits and not (met and met >= since):
            found[pair_id]["unanswered"] = Waiting(MENTOR if side == MENTEE else MENTEE, since)


def _goals(two: dict[int, _People], found: _Found, signs: _Signs) -> None:
    rows = Goal.objects.filter(pair__in=two, dropped_at=None).values("pair_id")
    for row in rows.annotate(
        number=Count("pk", distinct=True), written=Max("created_at"), reviewed=Max("reviews__at")
    ):
        moved = max(_day(at) for at in (row["written"], row["reviewed"]) if at)
        found[row["pair_id"]].update(goals=row["number"], goals_moved_on=moved)
        signs[row["pair_id"]].append(moved)


def _notes(two: dict[int, _People], found: _Found, signs: _Signs) -> None:
    rows = SharedNote.objects.filter(pair__in=two).values_list("pair_id", "edited_at")
    for pair_id, at in rows:
        signs[pair_id] += [_day(at)] if at else []


def _check_ins(two: dict[int, _People], found: _Found, signs: _Signs) -> None:
    """Count, for the person who left more, the check-ins without an answer since its last answer."""
    today = clock.today()
    rows = CheckIn.objects.filter(
        pair__in=two, due_on__gte=today - CHECK_INS_BACK, due_on__lte=today - CHECK_IN_GRACE
    ).order_by("pair", "-due_on")
    silent: dict[tuple[int, int], list[date]] = defaultdict(list)
    answered: set[tuple[int, int]] = set()
    for pair_id, person_id, due_on, at in rows.values_list(
        "pair_id", "person_id", "due_on", "answered_at"
    ):
        if two[pair_id].side(person_id) is None:
            continue
        if at is not None:
            answered.add((pair_id, person_id))
        elif (pair_id, person_id) not in answered:
            silent[pair_id, person_id].append(due_on)
    for (pair_id, person_id), days in silent.items():
        known = found[pair_id].get("check_in")
        if known is None or len(days) > known.times:
            side, member = two[pair_id].side(person_id) or "", two[pair_id].member(person_id)
            found[pair_id]["check_in"] = Waiting(side, days[-1], len(days), member)


def _help(two: dict[int, _People], found: _Found, signs: _Signs) -> None:
    rows = HelpRequest.objects.filter(pair__in=two, settled_at=None).order_by("-asked_at")
    for pair_id, person_id, kind, at in rows.values_list(
        "pair_id", "person_id", "kind", "asked_at"
    ):
        side = two[pair_id].side(person_id)
        if side:
            found[pair_id]["help"] = Help(side, kind, _day(at), two[pair_id].member(person_id))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
