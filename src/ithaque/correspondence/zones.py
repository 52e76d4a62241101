"""Time zones as calendars understand them best: two yearly rules, not a century of dates.

icalendar writes a VTIMEZONE as lists of RDATEs; some readers ignore them and take winter for the whole
year. Here each change of the clocks is a yearly rule, checked over three years against the zone itself.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STEP = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Change:
    """The clocks go from one offset to another; `wall` is what they showed just before."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def ranks(self) -> set[int]:
        """Return which of its weekdays in the month it is: from the first on, and -1 when it is the last."""
        last = self.wall.day + 7 > monthrange(self.wall.year, self.wall.month)[1]
        return {(self.wall.day - 1) // 7 + 1} | ({-1} if last else set())

    def same_rule(self, other: Change) -> bool:
        """Tell whether another year's change has the same month, weekday, hour and offsets."""
        mine, theirs = self.wall, other.wall
        alike = (mine.month, mine.weekday(), mine.time()) == (
            theirs.month,
            theirs.weekday(),
            theirs.time(),
        )
        return alike and (self.before, self.after) == (other.before, other.after)


def vtimezone(name: str, day: date) -> Timezone:
    """Return the VTIMEZONE of a zone, right for that day and, where a yearly rule exists, for all years."""
    years = [changes(name, day.year + step) for step in (-1, 0, 1)]
    made = Timezone()
    made.add("tzid", name)
    alike = len({len(year) for year in years}) == 1
    rules = [_rule(list(over_years)) for over_years in zip(*years, strict=False)] if alike else []
    if rules and all(rules):
        for change, rule in zip(years[0], rules, strict=True):
            made.add_component(_observance(change, rule))
    else:
        made.add_component(_fixed(name, day))
    return made


def changes(name: str, year: int) -> list[Change]:
    """Return the changes of the clocks in a year."""
    zone = ZoneInfo(name)
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    found = []
    while moment < end:
        if _offset(moment, zone) != _offset(moment + STEP, zone):
            found.append(_change(moment, zone))
        moment += STEP
    return found


def _change(day: datetime, zone: ZoneInfo) -> Change:
    """Return the change within the day that follows `day`, found to the minute."""
    before, low, high = _offset(day, zone), day, day + STEP
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
        low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
    after = high.astimezone(zone)
    return Change(
        wall=(high + before).replace(tzinfo=None),
        before=before,
        after=_offset(high, zone),
        name=after.tzname() or "",
        summer=bool(after.dst()),
    )


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _rule(over_years: list[Change]) -> vRecur | None:
    """Return the yearly rule that gives a change in every year; None when there is none."""
    first = over_years[0]
    ranks = set.intersection(*(change.ranks for change in over_years))
    if not ranks or not all(first.same_rule(change) for change in over_years):
        return None
    day = f"{min(ranks)}{DAYS[first.wall.weekday()]}"
    return vRecur(freq="YEARLY", bymonth=first.wall.month, byday=day)


def _observance(change: Change, rule: vRecur | None) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.summer else TimezoneStandard()
    part.add("dtstart", change.wall)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule is not None:
        part.add("rrule", rule)
    return part


def _fixed(name: str, day: date) -> TimezoneStandard | TimezoneDaylight:
    """Return the one offset in force that day: the clocks never change, or follow no yearly rule."""
    local = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(name))
    offset = local.utcoffset() or timedelta(0)
    return _observance(Change(EPOCH, offset, offset, local.tzname() or name, False), None)
