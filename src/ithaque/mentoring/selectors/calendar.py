"""The meetings of a person, of every pair, for the calendar they subscribe to."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet

from ithaque.kernel import clock
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Meeting
from ithaque.mentoring.selectors.pairs import of_member, with_members
from ithaque.people.models import Person

BACK = timedelta(days=92)
"""How far back a calendar shows meetings."""


def meetings_in_calendar_of(person: Person) -> QuerySet[Meeting]:
    """Return the meetings planned, held or cancelled lately and those to come, in order."""
    return (
        Meeting.objects.filter(of_member(person, "pair"), starts_at__gte=clock.now() - BACK)
        .exclude(status=MeetingStatus.MISSED)
        .select_related(
            "pair__cohort__programme", "pair__mentee__person", "pair__mentor__person", "series"
        )
        .prefetch_related(with_members("pair"), "series__meetings")
        .order_by("starts_at", "pk")
    )
