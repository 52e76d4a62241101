"""The figures of a programme, each with its definition and the rows it counts.

A figure and its list come from the same condition, so that a number always opens exactly what it counted.
Definitions follow those funders use (docs/guide/en/follow-pairs.md): a pair is active when it met in the last
45 days; only cohorts under way are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ithaque.kernel import clock
from ithaque.matching.enums import ProposalStatus
from ithaque.matching.models import Proposal
from ithaque.mentoring.enums import CardLevel, CardStatus, MeetingStatus, PairStatus
from ithaque.mentoring.models import FollowUpCard, Meeting, PairMember
from ithaque.programmes.enums import EnrolmentStatus, PairFormat, Side, Stage

ACTIVE_DAYS = 45
ENDING_DAYS = 30
HELPED_DAYS = 60

Rows = Literal["enrolments", "pairs"]
Condition = Callable[[date], Q]


@dataclass(frozen=True)
class Indicator:
    """A figure: what it is called, what it counts, and the condition on the rows counted."""

    code: str
    rows: Rows
    label: str | Promise
    definition: str | Promise
    condition: Condition


_indicators: dict[str, Indicator] = {}


def declared() -> list[Indicator]:
    """Return every indicator, in order of declaration."""
    return list(_indicators.values())


def named(code: str) -> Indicator | None:
    """Return an indicator by its code, or None."""
    return _indicators.get(code)


def _declare(
    code: str, rows: Rows, label: str | Promise, definition: str | Promise, condition: Condition
) -> None:
    _indicators[code] = Indicator(code, rows, label, definition, condition)


def _mentee(*statuses: str) -> Q:
    return Q(side=Side.MENTEE, status__in=statuses)


def _has_pair() -> Exists:
    return Exists(_memberships().filter(meanwhile=False))


def _memberships() -> QuerySet[PairMember]:
    """Return where someone (the outer row) was paired; one flash meeting is no pair."""
    found = PairMember.objects.filter(enrolment=OuterRef("pk"))
    return found.exclude(pair__format=PairFormat.FLASH)


def _announced(**conditions: object) -> Exists:
    return Exists(
        Proposal.objects.filter(mentee=OuterRef("pk"), announced_at__isnull=False, **conditions)
    )


def _accompanies() -> Exists:
    return Exists(_memberships().filter(holds_place=True))


def _announced_to_mentor() -> Exists:
    return Exists(Proposal.objects.filter(mentor=OuterRef("pk"), status=ProposalStatus.ANNOUNCED))


def _alive_card(**conditions: object) -> Exists:
    alive = (CardStatus.OPEN, CardStatus.SNOOZED)
    return Exists(FollowUpCard.objects.filter(pair=OuterRef("pk"), status__in=alive, **conditions))


def _met(days: int) -> Exists:
    since = clock.now() - timedelta(days=days)
    return Exists(
        Meeting.objects.filter(pair=OuterRef("pk"), status=MeetingStatus.HELD, starts_at__gte=since)
    )


def _helped(*, met_since: bool = False) -> Exists:
    since = clock.now() - timedelta(days=HELPED_DAYS)
    settled = FollowUpCard.objects.filter(
        pair=OuterRef("pk"), status=CardStatus.DONE, closed_at__gte=since
    )
    if met_since:
        met = Meeting.objects.filter(
            pair=OuterRef("pair"),
            status=MeetingStatus.HELD,
            starts_at__gte=OuterRef("closed_at"),
        )
        settled = settled.filter(Exists(met))
    return Exists(settled)


def _first_meeting() -> Exists:
    return Exists(_memberships().filter(pair__meetings__status=MeetingStatus.HELD))


STARTED = (EnrolmentStatus.DRAFT, EnrolmentStatus.SUBMITTED, EnrolmentStatus.AVAILABLE)
SENT = (EnrolmentStatus.SUBMITTED, EnrolmentStatus.AVAILABLE)

_declare(
    "enrolled",
    "enrolments",
    _("Enrolled"),
    _("Mentees who started their form and neither withdrew nor were refused."),
    lambda today: _mentee(*STARTED),
)
_declare(
    "complete",
    "enrolments",
    _("Form complete"),
    _("Among those enrolled, mentees whose form was sent."),
    lambda today: _mentee(*SENT),
)
_declare(
    "proposed",
    "enrolments",
    _("Mentor proposed"),
    _("Among complete forms, mentees to whom a mentor was announced, or who have a pair."),
    lambda today: _mentee(*SENT) & (Q(_announced()) | Q(_has_pair())),
)
_declare(
    "met",
    "enrolments",
    _("First meeting"),
    _("Among complete forms, mentees who held at least one meeting with their mentor."),
    lambda today: _mentee(*SENT) & Q(_first_meeting()),
)
_declare(
    "active",
    "pairs",
    _("Active pairs"),
    _("Pairs under way that logged at least one meeting in the last 45 days."),
    lambda today: Q(status=PairStatus.ACTIVE) & Q(_met(ACTIVE_DAYS)),
)
_declare(
    "followed",
    "pairs",
    _("Pairs under way"),
    _("Pairs formed and not closed, whether or not they have met."),
    lambda today: Q(status=PairStatus.ACTIVE),
)
_declare(
    "well",
    "pairs",
    _("All is well"),
    _("Pairs under way without any follow-up card."),
    lambda today: Q(status=PairStatus.ACTIVE) & ~Q(_alive_card()),
)
_declare(
    "watch",
    "pairs",
    pgettext_lazy("health of pairs", "To watch"),
    _("Pairs under way with a card to watch and no urgent one, postponed cards included."),
    lambda today: (
        Q(status=PairStatus.ACTIVE)
        & Q(_alive_card(level=CardLevel.WATCH))
        & ~Q(_alive_card(level=CardLevel.URGENT))
    ),
)
_declare(
    "urgent",
    "pairs",
    pgettext_lazy("health of pairs", "Urgent"),
    _("Pairs under way with at least one urgent card, postponed cards included."),
    lambda today: Q(status=PairStatus.ACTIVE) & Q(_alive_card(level=CardLevel.URGENT)),
)
_declare(
    "helped",
    "pairs",
    _("Pairs helped"),
    _("Pairs of which the team settled a situation in the last 60 days."),
    lambda today: Q(_helped()),
)
_declare(
    "recovered",
    "pairs",
    _("Met since"),
    _("Among the pairs helped, those that logged a meeting after the situation was settled."),
    lambda today: Q(_helped(met_since=True)),
)
_declare(
    "to_validate",
    "enrolments",
    _("Enrolments to validate"),
    _("Mentors and mentees whose form was sent and waits for the team’s answer."),
    lambda today: Q(status=EnrolmentStatus.SUBMITTED),
)
_declare(
    "waiting",
    "enrolments",
    _("Mentees waiting for a mentor"),
    _("Validated mentees without a pair and without a proposal to answer."),
    lambda today: (
        _mentee(EnrolmentStatus.AVAILABLE)
        & ~Q(_has_pair())
        & ~Q(_announced(status=ProposalStatus.ANNOUNCED))
    ),
)
_declare(
    "to_answer",
    "enrolments",
    _("Proposals to answer"),
    _("Mentees whose proposal waits for an answer, theirs or the mentor’s."),
    lambda today: (
        _mentee(EnrolmentStatus.AVAILABLE) & Q(_announced(status=ProposalStatus.ANNOUNCED))
    ),
)
_declare(
    "training",
    "enrolments",
    _("Training to finish"),
    _("Mentors and mentees whose form was read and whose required training is not finished."),
    lambda today: Q(status=EnrolmentStatus.SUBMITTED, stage=Stage.TRAINING),
)
_declare(
    "free_mentors",
    "enrolments",
    _("Mentors without a pair"),
    _("Validated mentors who accompany nobody and have no proposal to answer."),
    lambda today: (
        Q(side=Side.MENTOR, status=EnrolmentStatus.AVAILABLE)
        & ~Q(_accompanies())
        & ~Q(_announced_to_mentor())
    ),
)
_declare(
    "ending",
    "pairs",
    _("Pairs ending within 30 days"),
    _("Pairs under way whose planned end falls within the next 30 days, or is past."),
    lambda today: Q(status=PairStatus.ACTIVE, ends_on__lte=today + timedelta(days=ENDING_DAYS)),
)
_declare(
    "closing",
    "pairs",
    _("Closures under way"),
    _("Pairs that are closing: a balance is still to be written by one side or both."),
    lambda today: Q(status=PairStatus.CLOSING),
)
