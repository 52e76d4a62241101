"""A pair as the services make it, and what tests add to it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ithaque.kernel import clock
from ithaque.mentoring import services
from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import Meeting, Pair
from ithaque.people.models import Organisation, Person
from ithaque.programmes.enums import EnrolmentStatus, ProgrammeStatus, Side, TeamRole
from ithaque.programmes.models import Cohort, Enrolment, Programme, TeamMember
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.questionnaires.models import Form

PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A quiet Monday, before the clocks change."""
_numbers = itertools.count(1)


def person(first_name: str = "Inès", **fields: Any) -> Person:
    """Make a person with an address nobody owns."""
    number = next(_numbers)
    fields.setdefault("last_name", f"Nom{number}")
    return Person.objects.create_user(f"m{number}@test.example", first_name=first_name, **fields)


def programme(*coordinators: Person, **settings: Any) -> Programme:
    """Make an open programme with these coordinators and settings."""
    number = next(_numbers)
    made = Programme.objects.create(
        organisation=Organisation.objects.create(
            name=f"Association {number}", slug=f"asso-{number}"
        ),
        slug=f"prog-{number}",
        template="blank",
        status=ProgrammeStatus.OPEN,
        title_fr=f"Cap Insertion {number}",
        title_en=f"Cap Insertion {number}",
        settings=ProgrammeSettings(**settings).model_dump(mode="json"),
        mentee_form=Form.objects.create(key=f"e{number}"),
        mentor_form=Form.objects.create(key=f"r{number}"),
    )
    for coordinator in coordinators:
        TeamMember.objects.create(programme=made, person=coordinator, role=TeamRole.COORDINATOR)
    return made


def cohort(of: Programme) -> Cohort:
    """Make a cohort of the whole year."""
    return Cohort.objects.create(
        programme=of,
        name=f"Promotion {next(_numbers)}",
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 2, 1),
        starts_on=date(2026, 2, 2),
        ends_on=date(2026, 12, 31),
    )


def enrolment(of: Cohort, side: str, who: Person | None = None, **fields: Any) -> Enrolment:
    """Enrol someone, validated."""
    return Enrolment.objects.create(
        cohort=of,
        side=side,
        person=who or person(),
        **{"status": EnrolmentStatus.AVAILABLE, **fields},
    )


def pair(
    *,
    mentor: Person | None = None,
    mentee: Person | None = None,
    coordinator: Person | None = None,
    **settings: Any,
) -> Pair:
    """Open a pair, Claire with Inès unless said otherwise."""
    group = cohort(programme(*([coordinator] if coordinator else []), **settings))
    return services.open_pair(
        mentor=enrolment(group, Side.MENTOR, mentor or person("Claire"), capacity=2),
        mentee=enrolment(group, Side.MENTEE, mentee or person("Inès")),
        by=coordinator,
    )


def close(*pairs: Pair) -> None:
    """Close pairs without a word, as if their time had passed."""
    for one in pairs:
        one.status = PairStatus.CLOSED
        one.save(update_fields=["status"])


def paris(day: date, hour: int = 18, minute: int = 0) -> datetime:
    """Return an instant by the clock of Paris."""
    return datetime.combine(day, time(hour, minute), PARIS)


def planned(of: Pair, days: int = 3, **fields: Any) -> Meeting:
    """Plan a meeting so many days from now, at six in the evening, by the mentee."""
    by = fields.pop("by", of.mentee.person)
    starts_at = fields.pop("starts_at", paris(clock.today(PARIS) + timedelta(days=days)))
    return services.plan_meeting(pair=of, by=by, starts_at=starts_at, **{"minutes": 60, **fields})


def held(of: Pair, days: int = 1, **fields: Any) -> Meeting:
    """Note a meeting held so many days ago, by the mentor."""
    starts_at = fields.pop("starts_at", clock.now() - timedelta(days=days))
    values = {"minutes": 60, "summary": "", **fields}
    return services.log_meeting(pair=of, by=of.mentor.person, starts_at=starts_at, **values)


@contextmanager
def days_later(days: float) -> Iterator[None]:
    """Run a block as if so many days had passed."""
    with clock.at(clock.now() + timedelta(days=days)):
        yield
