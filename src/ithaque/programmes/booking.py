"""Reading interview slots: what is free for someone, what a programme has ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ithaque.kernel import clock
from ithaque.programmes.enums import InterviewStatus
from ithaque.programmes.models import Enrolment, Interview, InterviewSlot, Programme
from ithaque.programmes.models.interviews import TAKEN

NOTICE = timedelta(hours=2)
"""Nobody books an interview that begins within two hours (product default)."""
MOST_SHOWN = 60


@dataclass(frozen=True)
class Ahead:
    """A slot to come, and who booked it."""

    slot: InterviewSlot
    enrolment: Enrolment | None


def free_slots(programme: Programme) -> QuerySet[InterviewSlot]:
    """Return the next slots anyone invited may book."""
    taken = Interview.objects.filter(slot=OuterRef("pk"), status__in=TAKEN)
    return (
        InterviewSlot.objects.filter(
            ~Exists(taken), programme=programme, starts_at__gt=clock.now() + NOTICE
        )
        .select_related("host")
        .order_by("starts_at", "pk")[:MOST_SHOWN]
    )


def slots_ahead(programme: Programme) -> list[Ahead]:
    """Return every slot that has not ended, with who booked it."""
    held = Interview.objects.filter(status__in=TAKEN).select_related("enrolment__person")
    found = (
        programme.interview_slots.filter(ends_at__gt=clock.now())
        .select_related("host")
        .prefetch_related(Prefetch("interviews", queryset=held, to_attr="held"))
    )
    return [Ahead(slot, slot.held[0].enrolment if slot.held else None) for slot in found]


def interview_ahead(enrolment: Enrolment) -> Interview | None:
    """Return the interview someone booked, None without one."""
    return (
        enrolment.interviews.filter(status=InterviewStatus.BOOKED)
        .select_related("slot__host", "slot__programme", "enrolment__person")
        .first()
    )
