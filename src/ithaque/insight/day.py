"""A coordinator's day: what waits for them, what was settled, how their programmes go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ithaque.insight.selectors import Overview, overview
from ithaque.matching.answers_to_give import questions_waiting, repairs_waiting
from ithaque.mentoring.enums import CardLevel
from ithaque.mentoring.followup import selectors as followup
from ithaque.mentoring.followup.selectors import CardCounts, Case
from ithaque.mentoring.selectors.trials import debriefs_to_have
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole
from ithaque.programmes.models import Programme, TeamMember
from ithaque.programmes.selectors import programmes_of_team
from ithaque.safeguarding.selectors import waiting_concerns

SHOWN = 6
SETTLED_SHOWN = 3
MINUTES = {CardLevel.URGENT: 10, CardLevel.WATCH: 5}
"""Ours: a call for an urgent situation, a message for one to watch."""


@dataclass(frozen=True)
class Scope:
    """The programmes looked at: one that was chosen, or all those the person coordinates."""

    all: list[Programme]
    chosen: Programme | None = None

    @property
    def programmes(self) -> list[Programme]:
        """Return the programmes to count."""
        return [self.chosen] if self.chosen else self.all

    @property
    def several(self) -> bool:
        """Tell whether a card has to say its programme."""
        return len(self.programmes) > 1


@dataclass(frozen=True)
class Day:
    """Everything the page says."""

    scope: Scope
    today: list[Case]
    this_week: list[Case]
    counts: CardCounts
    settled: list[Case]
    overview: Overview
    colleagues: dict[int, list[Person]] = field(default_factory=dict)
    concerns: int = 0
    to_answer: int = 0
    """Questions about a proposal, repairs and words after a pair that wait for a coordinator."""

    @property
    def minutes(self) -> int:
        """Return how long the situations should take: ten minutes when urgent, five otherwise."""
        return (
            MINUTES[CardLevel.URGENT] * self.counts.urgent
            + MINUTES[CardLevel.WATCH] * self.counts.watch
        )

    @property
    def to_validate(self) -> int:
        """Return how many enrolments wait for the team's answer."""
        return next(
            (
                figure.value
                for figure in self.overview.soon
                if figure.indicator.code == "to_validate"
            ),
            0,
        )

    @property
    def others_well(self) -> int:
        """Return how many pairs have no card at all."""
        return next(
            figure.value for figure in self.overview.health if figure.indicator.code == "well"
        )


def scope_for(person: Person, chosen: str = "") -> Scope:
    """Return what the person coordinates, narrowed to the programme whose public id is `chosen`.

    An id that is not theirs, or not an id, narrows nothing.
    """
    programmes = list(programmes_of_team(person))
    try:
        wanted = UUID(chosen)
    except ValueError:
        return Scope(programmes)
    return Scope(programmes, next((each for each in programmes if each.public_id == wanted), None))


def day_of(person: Person, scope: Scope) -> Day:
    """Return the coordinator's day over these programmes; the number of questions is constant."""
    cards = followup.cards_visible_to(person, scope.programmes)
    waiting = followup.waiting_for(person, cards)
    urgent = waiting.filter(level=CardLevel.URGENT)[:SHOWN]
    watch = waiting.filter(level=CardLevel.WATCH)[:SHOWN]
    settled = followup.recently_settled(cards)[:SETTLED_SHOWN]
    today, this_week = followup.by_pair(
        followup.cases(urgent, several_programmes=scope.several),
        followup.cases(watch, several_programmes=scope.several),
    )
    return Day(
        scope=scope,
        today=today,
        this_week=this_week,
        counts=followup.card_counts(person, cards),
        settled=followup.cases(settled),
        overview=overview(scope.programmes),
        colleagues=_colleagues(scope.programmes),
        concerns=waiting_concerns(person),
        to_answer=questions_waiting(person, scope.programmes).count()
        + repairs_waiting(person, scope.programmes).count()
        + debriefs_to_have(person, scope.programmes).count(),
    )


def _colleagues(programmes: Iterable[Programme]) -> dict[int, list[Person]]:
    """Return the coordinators of each programme, in one question."""
    members = TeamMember.objects.filter(
        programme__in=list(programmes), role=TeamRole.COORDINATOR, person__is_active=True
    ).select_related("person")
    found: dict[int, list[Person]] = {}
    for member in members.order_by("person__first_name", "person__last_name"):
        found.setdefault(member.programme_id, []).append(member.person)
    return found
