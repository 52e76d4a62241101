"""When two people could meet first: hours both ticked in their week, in the coming days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ithaque.kernel import clock
from ithaque.matching.answered import answers_by_field, forms_of, hour_of
from ithaque.matching.models import Proposal
from ithaque.programmes.models import Enrolment

SOON, LATE = 3, 21
"""Days from the announcement between which a first meeting is proposed: time to answer, no time to forget."""
SHOWN = 3


def propose_slots(proposals: Sequence[Proposal]) -> None:
    """Give each proposal up to three hours at which both are free, on different days: three queries, nothing saved."""
    keys = {one for proposal in proposals for one in (proposal.mentee_id, proposal.mentor_id)}
    people = {one.pk: one for one in _with_sheets(keys)}
    forms = forms_of(people.values())
    weeks = {
        pk: answers_by_field(one, forms).get("availability") or () for pk, one in people.items()
    }
    for proposal in proposals:
        both = [
            _instants(weeks[pk], people[pk].person.time_zone)
            for pk in (proposal.mentee_id, proposal.mentor_id)
        ]
        proposal.slots = [one.isoformat() for one in _spread(both[0] & both[1])]


def shared_hours(enrolment_ids: Iterable[int]) -> list[datetime]:
    """Return up to three hours, on different days to come, at which all these people are free: two queries."""
    people = _with_sheets(set(enrolment_ids))
    forms = forms_of(people)
    weeks = [
        _instants(answers_by_field(one, forms).get("availability") or (), one.person.time_zone)
        for one in people
    ]
    return _spread(set.intersection(*weeks)) if weeks else []


def _with_sheets(keys: Iterable[int]) -> list[Enrolment]:
    ordered = sorted(keys)
    found: list[Enrolment] = []
    for start in range(0, len(ordered), 500):
        rows = Enrolment.objects.filter(pk__in=ordered[start : start + 500])
        found += rows.select_related("person", "sheet")
    return found


def _instants(week: Iterable[str], zone: str) -> set[datetime]:
    """Return the instants (UTC) of a week's hours in a zone, over the days one may meet."""
    hours = {hour for slot in week if (hour := hour_of(slot)) is not None}
    today, found = clock.today(zone), set()
    for ahead in range(SOON, LATE + 1):
        day = today + timedelta(days=ahead)
        found |= {_at(day, hour % 24, zone) for hour in hours if hour // 24 == day.weekday()}
    return found


def _at(day: date, hour: int, zone: str) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def _spread(instants: Iterable[datetime]) -> list[datetime]:
    """Return the first instant of each of the first days."""
    by_day: dict[date, datetime] = {}
    for one in sorted(instants):
        by_day.setdefault(one.date(), one)
    return list(by_day.values())[:SHOWN]


def to_come(slots: Iterable[str]) -> list[datetime]:
    """Return stored slots that are still at least a day ahead, in order."""
    soon = clock.now() + timedelta(days=1)
    return sorted(moment for one in slots if (moment := datetime.fromisoformat(one)) > soon)


def agreed(proposal: Proposal) -> datetime | None:
    """Return the first hour both ticked and that is still to come, None without one."""
    return next(iter(to_come(set(proposal.mentee_slots) & set(proposal.mentor_slots))), None)
