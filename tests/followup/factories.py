"""Rows of a followed programme, made directly: a team, people enrolled, pairs and their meetings."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting, Pair
from ithaque.people.models import Organisation, Person
from ithaque.programmes.enums import EnrolmentStatus, ProgrammeStatus, Side, TeamRole
from ithaque.programmes.models import Cohort, Enrolment, Programme, TeamMember
from ithaque.programmes.settings import ProgrammeSettings
from ithaque.questionnaires.models import Form

_numbers = itertools.count(1)


def days_ago(days: int) -> date:
    """Return the date that many days before today."""
    return clock.today() - timedelta(days=days)


def at_noon(day: date) -> datetime:
    """Return noon of a day, where the server is."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def person(first_name: str = "", **fields: Any) -> Person:
    """Make a person with an address nobody owns."""
    number = next(_numbers)
    name = first_name or f"Personne{number}"
    fields.setdefault("last_name", f"Test{number}")
    return Person.objects.create_user(f"p{number}@test.example", first_name=name, **fields)


def organisation(**fields: Any) -> Organisation:
    """Make an organisation."""
    number = next(_numbers)
    values: dict[str, Any] = {"name": f"Association {number}", "slug": f"association-{number}"}
    return Organisation.objects.create(**{**values, **fields})


def programme(
    *coordinators: Person, settings: dict[str, Any] | None = None, **fields: Any
) -> Programme:
    """Make an open programme, coordinated by these people; two meetings a month unless said otherwise."""
    number = next(_numbers)
    fields.setdefault("title_fr", f"Programme {number}")
    made = Programme.objects.create(
        organisation=fields.pop("organisation", None) or organisation(),
        slug=f"programme-{number}",
        template="insertion",
        status=ProgrammeStatus.OPEN,
        settings=ProgrammeSettings.model_validate(settings or {}).model_dump(mode="json"),
        mentee_form=Form.objects.create(key=f"mentee-{number}"),
        mentor_form=Form.objects.create(key=f"mentor-{number}"),
        **fields,
    )
    for coordinator in coordinators:
        TeamMember.objects.create(programme=made, person=coordinator, role=TeamRole.COORDINATOR)
    return made


def cohort(of: Programme, **fields: Any) -> Cohort:
    """Return a new cohort under way: it began three months ago and lasts five more."""
    values: dict[str, Any] = {
        "name": f"Promotion {next(_numbers)}",
        "opens_on": days_ago(150),
        "closes_on": days_ago(100),
        "starts_on": days_ago(90),
        "ends_on": days_ago(-150),
    }
    return Cohort.objects.create(programme=of, **{**values, **fields})


def enrolment(
    of: Cohort, side: str = Side.MENTEE, who: Person | None = None, **fields: Any
) -> Enrolment:
    """Enrol someone; validated unless said otherwise."""
    values: dict[str, Any] = {
        "status": EnrolmentStatus.AVAILABLE,
        "submitted_at": at_noon(days_ago(110)),
    }
    return Enrolment.objects.create(
        cohort=of, person=who or person(), side=side, **{**values, **fields}
    )


def pair(
    of: Cohort,
    *,
    mentor: Person | None = None,
    mentee: Person | None = None,
    opened: int = 60,
    **fields: Any,
) -> Pair:
    """Make an active pair, opened this many days ago."""
    values: dict[str, Any] = {"started_on": days_ago(opened), "ends_on": of.ends_on}
    return Pair.objects.create(
        cohort=of,
        mentor=enrolment(of, Side.MENTOR, mentor),
        mentee=enrolment(of, Side.MENTEE, mentee),
        **{**values, **fields},
    )


def meeting(of: Pair, days: int, status: str = MeetingStatus.HELD, **fields: Any) -> Meeting:
    """Add a meeting this many days ago (ahead when negative)."""
    return Meeting.objects.create(
        pair=of, starts_at=at_noon(days_ago(days)), status=status, **fields
    )
