"""Who may act on a follow-up card, and on which one."""

from __future__ import annotations

from datetime import date, timedelta

from ithaque.mentoring.enums import CardStatus
from ithaque.mentoring.models import FollowUpCard
from ithaque.people.models import Person
from ithaque.programmes.rules import can_follow_mentee

FURTHEST_DAYS = 60
"""A situation may be postponed this far; beyond, it is not followed any more."""


def can_act_on_card(person: Person, card: FollowUpCard) -> bool:
    """Tell whether the person coordinates the programme of the card's pair, or follows the pair."""
    return can_follow_mentee(person, card.pair.mentee)


def can_settle_card(card: FollowUpCard) -> bool:
    """Tell whether the card still waits for someone."""
    return card.status in (CardStatus.OPEN, CardStatus.SNOOZED)


def can_postpone_until(day: date, today: date) -> bool:
    """Tell whether a situation may wait until this day: from tomorrow to sixty days ahead."""
    return today < day <= today + timedelta(days=FURTHEST_DAYS)
