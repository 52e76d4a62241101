"""To whom an announcement goes: a part of a programme's people, each once."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

from django.conf import settings as instance
from django.db.models import Exists, OuterRef, QuerySet
from pydantic import BaseModel, ConfigDict, ValidationError

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus, PairStatus
from ithaque.mentoring.models import Meeting, Pair
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Enrolment, Programme
from ithaque.programmes.pipeline import Column, columns_of
from ithaque.programmes.selectors import settings_of

GONE = (EnrolmentStatus.WITHDRAWN, EnrolmentStatus.REFUSED)
Pairs = Literal["", "active", "unmet", "ending", "none"]


class Segment(BaseModel):
    """A part of a programme; what is empty narrows nothing.

    `step` is a column of the pipeline; who left or was refused is out unless their step is asked for.
    `pairs`: in an open pair, in one that has not met yet, in one that ends soon, in none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    side: Literal["", "mentee", "mentor"] = ""
    cohort: UUID | None = None
    step: str = ""
    pairs: Pairs = ""


def segment_of(document: object) -> Segment:
    """Return a segment as it was kept; one that can no longer be read holds nobody."""
    try:
        return Segment.model_validate(document)
    except ValidationError:
        return Segment(step="unreadable")


def enrolments_in(programme: Programme, segment: Segment) -> QuerySet[Enrolment]:
    """Return the enrolments of a segment, active people only."""
    found = Enrolment.objects.filter(cohort__programme=programme, person__is_active=True)
    found = found.filter(person__erased_at=None)
    if segment.side:
        found = found.filter(side=segment.side)
    if segment.cohort:
        found = found.filter(cohort__public_id=segment.cohort)
    found = (
        found.filter(Column(segment.step, "").condition)
        if segment.step
        else found.exclude(status__in=GONE)
    )
    return _by_pairs(found, programme, segment.pairs)


def people_in(programme: Programme, segment: Segment) -> QuerySet[Person]:
    """Return the people of a segment, each once, by name."""
    inside = enrolments_in(programme, segment).values("person")
    return Person.objects.filter(pk__in=inside).order_by("last_name", "first_name", "pk")


def steps_of(programme: Programme) -> list[Column]:
    """Return the steps a segment may ask for."""
    return columns_of(settings_of(programme), {})


def _by_pairs(
    found: QuerySet[Enrolment], programme: Programme, pairs: Pairs
) -> QuerySet[Enrolment]:
    if not pairs:
        return found
    open_pairs = Pair.objects.filter(
        members__enrolment=OuterRef("pk"), members__left_at=None
    ).exclude(status=PairStatus.CLOSED)
    if pairs == "none":
        return found.exclude(Exists(open_pairs))
    if pairs == "unmet":
        held = Meeting.objects.filter(pair=OuterRef("pk"), status=MeetingStatus.HELD)
        open_pairs = open_pairs.exclude(Exists(held))
    if pairs == "ending":
        days = settings_of(programme).closing.prepare_days
        last = clock.today(instance.TIME_ZONE) + timedelta(days=days)
        open_pairs = open_pairs.filter(ends_on__lte=last)
    return found.filter(Exists(open_pairs))
