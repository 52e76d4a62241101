"""What is allowed: who coordinates, when one enrols, who may change what."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings

from ithaque.kernel import clock
from ithaque.programmes.enums import ENROLMENT_ARROWS, EnrolmentStatus, ProgrammeStatus, TeamRole
from ithaque.programmes.models import Cohort, Enrolment, Programme

ADULT_AGE = 18


class Window(StrEnum):
    """Where a cohort's enrolment stands."""

    SOON = "soon"
    OPEN = "open"
    OVER = "over"


def window(cohort: Cohort, today: date | None = None) -> Window:
    """Return where enrolment stands on a day (today, in the instance's zone, by default)."""
    today = today or clock.today(settings.TIME_ZONE)
    if cohort.programme.status != ProgrammeStatus.OPEN or today > cohort.closes_on:
        return Window.OVER
    return Window.SOON if today < cohort.opens_on else Window.OPEN


def can_enrol(cohort: Cohort, *, invited: bool = False) -> bool:
    """Tell whether someone may enrol today; an invitation holds until the mentoring ends."""
    if window(cohort) == Window.OPEN:
        return True
    is_open = cohort.programme.status == ProgrammeStatus.OPEN
    return invited and is_open and clock.today(settings.TIME_ZONE) <= cohort.ends_on


def can_coordinate(person: Any, programme: Programme) -> bool:
    """Tell whether a person is a coordinator of the programme."""
    return bool(
        person.is_authenticated
        and programme.team.filter(person=person, role=TeamRole.COORDINATOR).exists()
    )


def can_edit_answers(person: Any, enrolment: Enrolment) -> bool:
    """Tell whether a person may type in this form: their own, while it is in progress."""
    return enrolment.person_id == person.pk and enrolment.status == EnrolmentStatus.DRAFT


def can_follow(enrolment: Enrolment, status: str) -> bool:
    """Tell whether an enrolment may go to `status`."""
    return status in ENROLMENT_ARROWS[enrolment.status]


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
