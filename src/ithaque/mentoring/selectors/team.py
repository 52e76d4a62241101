"""A pair as its coordinator may see it: goals, dates, counts, the state of the agreement; never the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from ithaque.kernel import journal
from ithaque.mentoring import journal as acts
from ithaque.mentoring.enums import MeetingStatus
from ithaque.mentoring.models import Balance, Closure, Goal, Meeting, Pair
from ithaque.mentoring.selectors.agreements import AgreementState, agreement_state
from ithaque.mentoring.selectors.room import goals_of

ENTRIES_READ, ENTRIES_SHOWN = 400, 40
KEPT_FROM_TEAM = frozenset(
    type_.code
    for type_ in (
        acts.MESSAGE_SENT,
        acts.NOTE_WRITTEN,
        acts.PULSE_GIVEN,
        acts.CARD_KEPT,
        acts.CARD_RETURNED,
        acts.ACTION_ADDED,
        acts.ACTION_DONE,
        acts.ACTION_REOPENED,
    )
)
"""How and when the two write to each other is theirs too."""


@dataclass(frozen=True)
class TeamPair:
    """What the coordination reads of a pair."""

    pair: Pair
    meetings: list[Meeting]
    goals: list[Goal]
    agreement: AgreementState
    closure: Closure | None
    balances: list[Balance]
    messages: int
    entries: list[tuple[datetime, str]]
    """What happened, newest first; the same thing said again at once, the same day, is said once."""

    @property
    def held(self) -> list[Meeting]:
        """Return the meetings that took place."""
        return [one for one in self.meetings if one.status == MeetingStatus.HELD]

    @property
    def minutes_held(self) -> int:
        """Return the minutes spent together."""
        return sum(one.minutes for one in self.held)


def team_pair(pair: Pair) -> TeamPair:
    """Return a pair for its coordinator (the door has checked that they are)."""
    closure = Closure.objects.select_related("asked_by").filter(pair=pair).first()
    goals = goals_of(pair)
    return TeamPair(
        pair=pair,
        meetings=list(pair.meetings.all()),
        goals=goals,
        agreement=agreement_state(pair),
        closure=closure,
        balances=list(closure.balances.select_related("person")) if closure else [],
        messages=pair.messages.count(),
        entries=_entries(pair),
    )


def _entries(pair: Pair) -> list[tuple[datetime, str]]:
    found = (
        one for one in journal.entries_about(pair, ENTRIES_READ) if one.type not in KEPT_FROM_TEAM
    )
    said = ((one.at, journal.say(one)) for one in found)
    told_once = (next(same) for _, same in groupby(said, key=lambda row: (row[0].date(), row[1])))
    return list(islice(told_once, ENTRIES_SHOWN))
