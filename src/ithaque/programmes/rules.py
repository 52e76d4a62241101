"""What is allowed: who coordinates, when one enrols, who may change what."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import Q

from ithaque.kernel import clock
from ithaque.people.enums import OrganisationRole
from ithaque.programmes.enums import ENROLMENT_ARROWS, EnrolmentStatus, ProgrammeStatus, TeamRole
from ithaque.programmes.models import Cohort, Enrolment, Programme, TeamMember

ADULT_AGE = 18


class Window(StrEnum):
    """Where a cohort's enrolment stands."""

    SOON = "soon"
    OPEN = "open"
    LATE = "late"
    OVER = "over"


def window(cohort: Cohort, today: date | None = None) -> Window:
    """Return where enrolment stands on a day (today, in the instance's zone, by default)."""
    today = today or clock.today(settings.TIME_ZONE)
    if cohort.programme.status != ProgrammeStatus.OPEN:
        return Window.OVER
    if today < cohort.opens_on:
        return Window.SOON
    if cohort.closes_on is None or today <= cohort.closes_on:
        return Window.OPEN
    late = cohort.late_until is not None and today <= cohort.late_until
    return Window.LATE if late else Window.OVER


def can_enrol(cohort: Cohort, *, invited: bool = False) -> bool:
    """Tell whether someone may enrol today; an invitation holds until the mentoring ends."""
    if window(cohort) in (Window.OPEN, Window.LATE):
        return True
    is_open = cohort.programme.status == ProgrammeStatus.OPEN
    return invited and is_open and not is_over(cohort)


def is_over(cohort: Cohort) -> bool:
    """Tell whether the mentoring of a cohort has ended; an always-open one never ends."""
    return cohort.ends_on is not None and cohort.ends_on < clock.today(settings.TIME_ZONE)


def not_over(path: str = "") -> Q:
    """Return the condition of the cohorts that are not over; `path` leads to the cohort (`cohort__`)."""
    today = clock.today(settings.TIME_ZONE)
    return Q(**{f"{path}ends_on__gte": today}) | Q(**{f"{path}ends_on__isnull": True})


def overlaps(calendar: Any, cohort: Cohort) -> bool:
    """Tell whether two enrolment windows share a day; `calendar` has `opens_on` and `enrols_until`."""
    starts_in_time = cohort.enrols_until is None or calendar.opens_on <= cohort.enrols_until
    ends_in_time = calendar.enrols_until is None or cohort.opens_on <= calendar.enrols_until
    return starts_in_time and ends_in_time


def can_coordinate(person: Any, programme: Programme) -> bool:
    """Tell whether a person is a coordinator of the programme."""
    return bool(
        person.is_authenticated
        and programme.team.filter(person=person, role=TeamRole.COORDINATOR).exists()
    )


def can_follow_mentee(person: Any, mentee: Enrolment) -> bool:
    """Tell whether a person follows the pairs of a mentee: they coordinate, or the mentee was entrusted to them."""
    if not person.is_authenticated:
        return False
    entrusted = Q(role=TeamRole.FOLLOWER, follows=mentee)
    team = TeamMember.objects.filter(person=person, programme__cohorts=mentee.cohort_id)
    return team.filter(Q(role=TeamRole.COORDINATOR) | entrusted).exists()


def can_read_figures(person: Any, programme: Programme) -> bool:
    """Tell whether a person reads the aggregates of a programme: its team's observers and coordinators, and the
    observers of its organisation.
    """
    if not person.is_authenticated:
        return False
    readers = (TeamRole.COORDINATOR, TeamRole.OBSERVER)
    observers = programme.organisation.members.filter(person=person, role=OrganisationRole.OBSERVER)
    return programme.team.filter(person=person, role__in=readers).exists() or observers.exists()


def can_edit_answers(person: Any, enrolment: Enrolment) -> bool:
    """Tell whether a person may type in this form: their own, while it is in progress."""
    return enrolment.person_id == person.pk and enrolment.status == EnrolmentStatus.DRAFT


def can_follow(enrolment: Enrolment, status: str) -> bool:
    """Tell whether an enrolment may go to `status`."""
    return status in ENROLMENT_ARROWS[enrolment.status]


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
