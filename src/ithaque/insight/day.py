"""A coordinator's day: what waits for them, what was settled, how their programmes go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ithaque.insight.selectors import Overview, overview, values_of
from ithaque.matching.answers_to_give import questions_waiting, repairs_waiting
from ithaque.mentoring.enums import CardLevel
from ithaque.mentoring.followup import selectors as followup
from ithaque.mentoring.followup.selectors import CardCounts, Case
from ithaque.mentoring.followup.week import Week, week_of
from ithaque.mentoring.selectors.trials import debriefs_to_have
from ithaque.people.models import Person
from ithaque.programmes.alarms import Alarm, alarms_for
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


GOING = ("to_validate", "followed", "well")


@dataclass(frozen=True)
class Day:
    """The situations that wait, and what the head of the page says."""

    scope: Scope
    today: list[Case]
    this_week: list[Case]
    counts: CardCounts
    to_validate: int
    """Enrolments that wait for the team's answer."""
    followed: int
    others_well: int
    """Pairs without any card."""
    colleagues: dict[int, list[Person]] = field(default_factory=dict)
    concerns: int = 0

    @property
    def minutes(self) -> int:
        """Return how long the situations should take: ten minutes when urgent, five otherwise."""
        return (
            MINUTES[CardLevel.URGENT] * self.counts.urgent
            + MINUTES[CardLevel.WATCH] * self.counts.watch
        )


@dataclass(frozen=True)
class AlsoWaiting:
    """What waits for a coordinator outside follow-up."""

    to_answer: int
    """Questions about a proposal, repairs and words after a pair."""
    alarms: list[Alarm]


@dataclass(frozen=True)
class Figures:
    """How the programmes go, and what the week of follow-up changed."""

    scope: Scope
    overview: Overview
    week: Week
    settled: list[Case]


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
    """Return what waits for the coordinator in these programmes; five questions, whatever their size."""
    cards = followup.cards_visible_to(person, scope.programmes)
    first = followup.first_situations(followup.waiting_for(person, cards), SHOWN)
    cases = followup.situations(first, several_programmes=scope.several)
    going = values_of(GOING, scope.programmes)
    return Day(
        scope=scope,
        today=[case for case in cases if case.card.level == CardLevel.URGENT],
        this_week=[case for case in cases if case.card.level == CardLevel.WATCH],
        counts=followup.card_counts(person, cards),
        to_validate=going["to_validate"],
        followed=going["followed"],
        others_well=going["well"],
        colleagues=_colleagues(scope.programmes),
        concerns=waiting_concerns(person),
    )


def also_waiting(person: Person, scope: Scope) -> AlsoWaiting:
    """Return the questions, repairs, words after a pair and enrolments that wait in these programmes."""
    return AlsoWaiting(
        to_answer=questions_waiting(person, scope.programmes).count()
        + repairs_waiting(person, scope.programmes).count()
        + debriefs_to_have(person, scope.programmes).count(),
        alarms=alarms_for(person, scope.programmes),
    )


def figures_for(person: Person, scope: Scope) -> Figures:
    """Return the figures of these programmes and the last seven days of their cards."""
    cards = followup.cards_visible_to(person, scope.programmes)
    return Figures(
        scope=scope,
        overview=overview(scope.programmes),
        week=week_of(cards),
        settled=followup.cases(followup.recently_settled(cards)[:SETTLED_SHOWN]),
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
