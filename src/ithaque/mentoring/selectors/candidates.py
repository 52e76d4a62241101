"""Who may join a circle, a team or a peer of a cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from ithaque.mentoring.enums import MemberRole, PairStatus
from ithaque.mentoring.models import Pair, PairMember
from ithaque.programmes.enums import EnrolmentStatus, FallbackKind, Side
from ithaque.programmes.models import Cohort, Enrolment, Fallback
from ithaque.programmes.selectors import settings_of

WELCOME = (EnrolmentStatus.AVAILABLE, EnrolmentStatus.WAITING)


@dataclass(frozen=True)
class Candidate:
    """Someone who may join, and what the coordination knows of their wait."""

    enrolment: Enrolment
    said_yes: bool
    is_paired: bool = False
    """Whether a mentee has a pair or a circle already, which what is opened meanwhile comes beside."""

    @property
    def is_waiting(self) -> bool:
        """Tell whether they are on the waiting list."""
        return self.enrolment.status == EnrolmentStatus.WAITING


def candidates_of(cohort: Cohort, format: str, pair: Pair | None = None) -> list[Candidate]:
    """Return who may join a group of this format, by rank of enrolment: who said yes first, who has a pair last.

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
    mentees = Q(side=Side.MENTEE, status__in=WELCOME)
    if settings_of(cohort.programme).format == format:
        mentees &= Q(held=0)
    return _ranked(rows.filter(mentors | mentees))


def peers_of(cohort: Cohort) -> list[Candidate]:
    """Return who may be brought together as peers, by rank of enrolment: who said yes first, who has a pair last.

    Validated or waiting, without a peer yet: mentees where it is offered meanwhile; whoever has no pair where the
    programme is made of peers.
    """
    yes = Fallback.objects.filter(enrolment=OuterRef("pk"), accepted=True, kind=FallbackKind.PEER)
    seats = PairMember.objects.filter(enrolment=OuterRef("pk"), left_at=None)
    with_peer = seats.filter(role=MemberRole.PEER).exclude(pair__status=PairStatus.CLOSED)
    rows = cohort.enrolments.filter(person__is_active=True, status__in=WELCOME).annotate(
        held=Count("memberships", filter=Q(memberships__holds_place=True)), said_yes=Exists(yes)
    )
    if settings_of(cohort.programme).format == "peers":
        rows = rows.filter(held=0)
    else:
        rows = rows.filter(side=Side.MENTEE)
    return _ranked(rows.exclude(Exists(with_peer)))


def _ranked(rows: Any) -> list[Candidate]:
    found = [
        Candidate(one, one.said_yes, is_paired=one.side == Side.MENTEE and one.held > 0)
        for one in rows.select_related("person").order_by("-said_yes", "submitted_at", "pk")
    ]
    return sorted(found, key=lambda one: one.is_paired and not one.said_yes)
