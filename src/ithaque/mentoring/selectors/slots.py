"""The hours everyone of a pair has in common: usual weeks, less what is planned and what calendars say is busy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ithaque.correspondence.busy import Span, joined
from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting, Pair, SubscribedCalendar, UsualWeek
from ithaque.people.models import Person
from ithaque.programmes.models import Enrolment
from ithaque.questionnaires.enums import QuestionType
from ithaque.questionnaires.selectors import schema_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SOONEST = timedelta(hours=4)
"""Nobody is surprised by a meeting that begins before."""
HORIZON_DAYS = 21
SHOWN = 12
STEP = timedelta(minutes=30)
APART = timedelta(hours=3)
"""Two hours proposed the same day are at least so far apart."""
AROUND = timedelta(days=7)
"""How long before the wanted day one looks for an hour in common."""


@dataclass(frozen=True)
class CommonSlots:
    """Hours to propose, in order; when there is none, who gave no week, or what takes the hours in common."""

    starts: list[datetime] = field(default_factory=list)
    without_week: list[Person] = field(default_factory=list)
    nothing_in_common: bool = False
    """The weeks never meet; otherwise they do, and everything is taken."""

    def nearest(self, wanted: datetime) -> datetime | None:
        """Return the hour proposed that is nearest to a wanted one, None when there is none."""
        return min(self.starts, key=lambda start: abs(start - wanted), default=None)


def common_slots(pair: Pair, *, minutes: int, zone: str, but: Meeting | None = None) -> CommonSlots:
    """Return up to a dozen starts in the next three weeks at which everybody is free for so long.

    Spread over the days, at most two a day, on the hour or half hour of `zone`, never after the pair's last day; `but` is
    a meeting that moves: it takes no place, and its own hour is not proposed.
    """
    found = _free_starts(pair, minutes=minutes, zone=zone, since=clock.now(), but=but)
    others = [start for start in found.starts if but is None or start != but.starts_at]
    return replace(found, starts=spread(others, zone))


def nearest_slots(
    pair: Pair, *, minutes: int, zone: str, wanted: datetime, count: int
) -> list[datetime]:
    """Return the starts everybody has free around a wanted one, in order; empty when there is none.

    One a day, at the hour nearest to the wanted one, on the days nearest to the wanted day.
    """
    local = ZoneInfo(zone)
    since = max(clock.now(), wanted - AROUND)
    found = _free_starts(pair, minutes=minutes, zone=zone, since=since)
    by_day: dict[date, datetime] = {}
    for start in found.starts:
        day = start.astimezone(local).date()
        if day not in by_day or _hours_apart(start, wanted, local) < _hours_apart(
            by_day[day], wanted, local
        ):
            by_day[day] = start
    day_wanted = wanted.astimezone(local).date()
    nearest = sorted(by_day, key=lambda day: (abs(day - day_wanted), day))[:count]
    return [by_day[day] for day in sorted(nearest)]


def _hours_apart(one: datetime, other: datetime, zone: ZoneInfo) -> float:
    """Return how far two hours of the day are, by the clocks of a zone, in hours."""
    first, second = one.astimezone(zone), other.astimezone(zone)
    return abs(first.hour + first.minute / 60 - second.hour - second.minute / 60)


def _free_starts(
    pair: Pair, *, minutes: int, zone: str, since: datetime, but: Meeting | None = None
) -> CommonSlots:
    """Return every start, each half hour, in the three weeks that follow an instant."""
    weeks = usual_weeks(pair)
    people = list(pair.people)
    without = [person for person in people if not weeks.get(person.pk)]
    if without:
        return CommonSlots(without_week=without)
    common = _overlap([_free(weeks[one.pk], one.time_zone, since) for one in people])
    long_enough = [span for span in common if span[1] - span[0] >= timedelta(minutes=minutes)]
    if not long_enough:
        return CommonSlots(nothing_in_common=True)
    last = min(since + timedelta(days=HORIZON_DAYS), _end_of(pair, zone))
    taken = joined([*_meetings(people, last, but), *busy_of(people)])
    window = [(max(since, clock.now() + SOONEST), last)]
    free = without_spans(_overlap([common, window]), taken)
    return CommonSlots(starts=_starts(free, timedelta(minutes=minutes)))


def usual_weeks(pair: Pair) -> dict[int, list[str]]:
    """Return the usual hours of each, by person: what they said last, else what their form says. Two queries."""
    keys = [person.pk for person in pair.people]
    said = dict(UsualWeek.objects.filter(person__in=keys).values_list("person", "hours"))
    rows = Enrolment.objects.filter(cohort=pair.cohort_id, person__in=keys)
    for enrolment in rows.select_related("sheet__version").order_by("pk"):
        if enrolment.person_id not in said and (week := _week_in(enrolment)):
            said[enrolment.person_id] = week
    return said


def usual_week_of(person: Person) -> list[str]:
    """Return the usual hours someone said, empty when they said none here."""
    week = UsualWeek.objects.filter(person=person).first()
    return list(week.hours) if week else []


def calendars_of(person: Person) -> list[SubscribedCalendar]:
    """Return the calendars someone subscribed, in the order they gave them."""
    return list(SubscribedCalendar.objects.filter(person=person))


def busy_of(people: Iterable[Person]) -> list[Span]:
    """Return when the calendars these people subscribed say that one of them is busy."""
    rows = SubscribedCalendar.objects.filter(person__in=[person.pk for person in people])
    return [
        (datetime.fromisoformat(start), datetime.fromisoformat(end))
        for busy in rows.values_list("busy", flat=True)
        for start, end in busy
    ]


def without_spans(spans: list[Span], taken: list[Span]) -> list[Span]:
    """Return what is left of spans once others are taken out; both in order."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for busy_from, busy_to in taken:
            if busy_to <= at or busy_from >= end:
                continue
            left.append((at, busy_from))
            at = busy_to
        left.append((at, end))
    return [span for span in left if span[0] < span[1]]


def spread(starts: Iterable[datetime], zone: str) -> list[datetime]:
    """Return at most a dozen starts: one a day first, days spread evenly, then a second one hours later."""
    local = ZoneInfo(zone)
    by_day: dict[date, list[datetime]] = defaultdict(list)
    for start in starts:
        by_day[start.astimezone(local).date()].append(start)
    firsts, seconds = [], []
    for day in by_day.values():
        first = min(day, key=lambda one: (one.astimezone(local).minute != 0, one))
        firsts.append(first)
        later = [one for one in day if abs(one - first) >= APART]
        if later:
            seconds.append(max(later, key=lambda one: (one.astimezone(local).minute == 0, one)))
    chosen = _evenly(firsts, SHOWN)
    return sorted([*chosen, *_evenly(seconds, SHOWN - len(chosen))])


def _evenly(found: list[datetime], most: int) -> list[datetime]:
    if len(found) <= most:
        return found
    return [found[number * len(found) // most] for number in range(most)]


def _week_in(enrolment: Enrolment) -> list[str]:
    if enrolment.sheet is None:
        return []
    for question in schema_of(enrolment.sheet.version).questions():
        given = enrolment.sheet.answers.get(question.key)
        if question.type == QuestionType.AVAILABILITY and given:
            return list(given)
    return []


def _free(week: Iterable[str], zone: str, since: datetime) -> list[Span]:
    """Return the hours of a week as they fall from a day on, each at its local hour on both sides of a change."""
    hours: dict[int, list[int]] = defaultdict(list)
    for slot in week:
        name, _dash, hour = slot.partition("-")
        if name in DAYS and hour.isdigit():
            hours[DAYS.index(name)].append(int(hour))
    first = since.astimezone(ZoneInfo(zone)).date()
    days = [first + timedelta(days=ahead) for ahead in range(HORIZON_DAYS + 1)]
    return joined(
        (_at(day, hour, zone), _at(day, hour + 1, zone))
        for day in days
        for hour in hours[day.weekday()]
    )


def _at(day: date, hour: int, zone: str) -> datetime:
    day, hour = day + timedelta(days=hour // 24), hour % 24
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def _overlap(several: list[list[Span]]) -> list[Span]:
    """Return what all have in common."""
    common = several[0]
    for other in several[1:]:
        common = [
            (max(start, begins), min(end, ends))
            for start, end in common
            for begins, ends in other
            if begins < end and start < ends
        ]
    return joined(common)


def _starts(free: list[Span], length: timedelta) -> list[datetime]:
    found = []
    for start, end in free:
        at = _ceiling(start)
        while at + length <= end:
            found.append(at)
            at += STEP
    return found


def _ceiling(moment: datetime) -> datetime:
    """Return the hour or half hour that is, or follows, an instant."""
    floor = moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)
    return floor if floor == moment else floor + STEP


def _end_of(pair: Pair, zone: str) -> datetime:
    return _at(pair.ends_on + timedelta(days=1), 0, zone)


def _meetings(people: Iterable[Person], until: datetime, but: Meeting | None) -> list[Span]:
    """Return when one of them already meets somebody before an instant, in any programme."""
    keys = [person.pk for person in people]
    planned = Meeting.objects.filter(
        pair__members__person__in=keys,
        pair__members__left_at=None,
        status=MeetingStatus.PLANNED,
        starts_at__gt=clock.now() - timedelta(days=1),
        starts_at__lt=until,
    )
    if but is not None:
        planned = planned.exclude(pk=but.pk)
    return [(one.starts_at, one.ends_at) for one in planned.distinct()]
