"""Who may join a circle or a team of a cohort."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from ithaque.mentoring.models import Pair, PairMember
from ithaque.programmes.enums import EnrolmentStatus, FallbackKind, Side
from ithaque.programmes.models import Cohort, Enrolment, Fallback
from ithaque.programmes.selectors import settings_of


@dataclass(frozen=True)
class Candidate:
    """Someone who may join, and what the coordination knows of their wait."""

    enrolment: Enrolment
    said_yes: bool

    @property
    def is_waiting(self) -> bool:
        """Tell whether they are on the waiting list."""
        return self.enrolment.status == EnrolmentStatus.WAITING


def candidates_of(cohort: Cohort, format: str, pair: Pair | None = None) -> list[Candidate]:
    """Return who may join a group of this format, those who said yes to one first, then by rank of enrolment.

    Mentors validated with a place left; mentees validated or waiting, without a pair where the group takes
    their place.
    """
    yes = Fallback.objects.filter(enrolment=OuterRef("pk"), accepted=True, kind=FallbackKind.CIRCLE)
    rows = cohort.enrolments.filter(person__is_active=True).annotate(
        held=Count("memberships", filter=Q(memberships__holds_place=True)), said_yes=Exists(yes)
    )
    if pair is not None:
        there = PairMember.objects.filter(pair=pair, left_at=None)
        rows = rows.exclude(pk__in=there.values("enrolment"))
    pairable = cohort.enrolments.pairable().values("pk")
    mentors = Q(side=Side.MENTOR, pk__in=pairable, held__lt=F("capacity"))
    mentees = Q(side=Side.MENTEE, status__in=(EnrolmentStatus.AVAILABLE, EnrolmentStatus.WAITING))
    if settings_of(cohort.programme).format == format:
        mentees &= Q(held=0)
    found = rows.filter(mentors | mentees).select_related("person")
    return [
        Candidate(one, one.said_yes) for one in found.order_by("-said_yes", "submitted_at", "pk")
    ]
