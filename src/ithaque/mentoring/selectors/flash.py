"""Hours open for flash meetings, for who may book them and who opened them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ithaque.kernel import clock
from ithaque.mentoring.models import FlashSlot
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus, Side
from ithaque.programmes.models import Enrolment

WELCOME = (EnrolmentStatus.AVAILABLE, EnrolmentStatus.WAITING)
WITH = ("mentor__person", "mentor__cohort__programme", "meeting__pair")


def slots_for(mentee: Enrolment) -> QuerySet[FlashSlot]:
    """Return the hours to come that a mentee may book, never their own."""
    ahead = FlashSlot.objects.filter(
        mentor__cohort=mentee.cohort_id, meeting=None, starts_at__gt=clock.now()
    )
    return ahead.exclude(mentor__person=mentee.person_id).select_related(*WITH)


def bookable_by(person: Person) -> QuerySet[FlashSlot]:
    """Return the hours to come in every cohort where someone is a mentee, validated or waiting."""
    cohorts = person.enrolments.filter(side=Side.MENTEE, status__in=WELCOME).values("cohort")
    ahead = FlashSlot.objects.filter(
        mentor__cohort__in=cohorts, meeting=None, starts_at__gt=clock.now()
    )
    return ahead.exclude(mentor__person=person).select_related(*WITH)


def slot_to_book(person: Any, slot_id: UUID) -> FlashSlot | None:
    """Return an hour someone may book, taken meanwhile included: they are told."""
    cohorts = person.enrolments.filter(side=Side.MENTEE, status__in=WELCOME).values("cohort")
    found = FlashSlot.objects.filter(public_id=slot_id, mentor__cohort__in=cohorts)
    return found.exclude(mentor__person=person.pk).select_related(*WITH).first()


def own_slot(person: Any, slot_id: UUID) -> FlashSlot | None:
    """Return an hour someone opened."""
    found = FlashSlot.objects.filter(public_id=slot_id, mentor__person=person.pk)
    return found.select_related(*WITH).first()


def own_slots(person: Person) -> QuerySet[FlashSlot]:
    """Return the hours to come that someone opened."""
    found = FlashSlot.objects.filter(mentor__person=person, starts_at__gt=clock.now())
    return found.select_related(*WITH, "meeting__pair__mentee__person")


def mentor_enrolments(person: Person) -> list[Enrolment]:
    """Return where someone may open hours."""
    rows = Enrolment.objects.pairable().filter(person=person, side=Side.MENTOR)
    return list(rows.select_related("cohort__programme", "person"))


def mentee_enrolment(person: Person, slot: FlashSlot) -> Enrolment | None:
    """Return the enrolment with which someone books an hour."""
    rows = person.enrolments.filter(side=Side.MENTEE, cohort=slot.mentor.cohort_id)
    return rows.filter(status__in=WELCOME).first()
