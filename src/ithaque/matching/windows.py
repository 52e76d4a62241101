"""When people may wish, and who: decided by the programme, counted from the dates of the cohort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings as instance

from ithaque.kernel import clock
from ithaque.pairing import Person as Engaged
from ithaque.people.models import Person
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.settings import ProgrammeSettings


@dataclass(frozen=True)
class WishWindow:
    """The days on which people wish, both included; None when they wish as long as they wait."""

    opens_on: date | None
    closes_on: date | None

    def is_open(self, today: date | None = None) -> bool:
        """Tell whether one may wish on a day (today, in the instance's zone, by default)."""
        return not (self.is_ahead(today) or self.is_over(today))

    def is_ahead(self, today: date | None = None) -> bool:
        """Tell whether the first day is still to come."""
        return self.opens_on is not None and _day(today) < self.opens_on

    def is_over(self, today: date | None = None) -> bool:
        """Tell whether the last day is past."""
        return self.closes_on is not None and _day(today) > self.closes_on


def _day(today: date | None) -> date:
    return today or clock.today(instance.TIME_ZONE)


def wish_window(cohort: Cohort, settings: ProgrammeSettings | None = None) -> WishWindow:
    """Return when people of a cohort may wish."""
    settings = settings or settings_of(cohort.programme)
    if settings.always_open:
        return WishWindow(None, None)
    opens, closes = (
        cohort.starts_on - timedelta(days=days)
        for days in (settings.wishes.opens_days, settings.wishes.closes_days)
    )
    return WishWindow(opens, closes)


def may_wish(enrolment: Enrolment, settings: ProgrammeSettings) -> bool:
    """Tell whether someone's side wishes in their programme, and they are known to be adult where it matters."""
    return enrolment.side in settings.wishes.sides and is_adult(enrolment.person, settings)


def is_adult(person: Person, settings: ProgrammeSettings) -> bool:
    """Tell whether someone may read and be in suggestions: an adult; of known age where minors are welcome."""
    return not person.is_minor and (person.born_on is not None or not settings.minors)


def is_engaged_adult(person: Engaged, settings: ProgrammeSettings) -> bool:
    """Tell the same of the engine's person."""
    return not person.minor and (person.adult is True or not settings.minors)
