"""Judge every pair by every rule and keep the cards true: open, raise, lower, wake, lapse.

Set-based and in slices, so that 20,000 pairs take the memory of one slice. Nothing is journalled here:
the card itself says when it opened and that it resolved by itself; the journal is for people's acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ithaque.kernel import clock
from ithaque.mentoring.enums import CardLevel, CardStatus, PairStatus
from ithaque.mentoring.followup import alerts
from ithaque.mentoring.followup.states import Policies, states_of
from ithaque.mentoring.models import FollowUpCard, Pair
from ithaque.programmes.enums import PairFormat

SLICE = 1000
REST_DAYS = 7
"""After a coordinator settled a situation, the same rule at the same level is quiet this long."""

ALIVE = (CardStatus.OPEN, CardStatus.SNOOZED)


@dataclass
class Tally:
    """What an evaluation did."""

    pairs: int = 0
    opened: int = 0
    changed: int = 0
    lapsed: int = 0


def evaluate_all() -> Tally:
    """Judge every active pair today; idempotent, safe to run while people act."""
    tally = Tally(lapsed=_lapse_cards_of_other_pairs())
    _wake_postponed_cards()
    policies = Policies()
    for pair_ids in _slices():
        _settle(states_of(judged_pairs().filter(pk__in=pair_ids), policies), tally)
    return tally


def evaluate_pair(pair_id: int) -> Tally:
    """Judge one pair now, after something happened in it."""
    tally = Tally(lapsed=_lapse_cards_of_other_pairs(pair_id))
    _settle(states_of(judged_pairs().filter(pk=pair_id), Policies()), tally)
    return tally


def judged_pairs() -> QuerySet[Pair]:
    """Return the pairs the rules look at: active, not suspended by the safeguarding lead, not one flash meeting."""
    found = Pair.objects.filter(status=PairStatus.ACTIVE, frozen_at=None)
    return found.exclude(format=PairFormat.FLASH)


def _slices() -> Iterator[list[int]]:
    last = 0
    while True:
        ids = judged_pairs().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        found = list(ids[:SLICE])
        if not found:
            return
        yield found
        last = found[-1]


@transaction.atomic
def _settle(states: dict[int, alerts.PairState], tally: Tally) -> None:
    cards = {
        (card.pair_id, card.rule): card
        for card in FollowUpCard.objects.select_for_update().filter(
            pair__in=states, status__in=ALIVE
        )
    }
    rested = _recently_settled(list(states))
    opened, changed, over = [], [], []
    for pair_id, state in states.items():
        for alert, found in alerts.findings(state):
            card = cards.get((pair_id, alert.code))
            if found is None:
                over += [card.pk] if card else []
            elif card is not None:
                changed += [card] if _bring_up_to_date(card, found) else []
            elif not alert.rests or found.level not in rested.get((pair_id, alert.code), ()):
                opened.append(_new_card(pair_id, alert.code, found))
    FollowUpCard.objects.bulk_create(opened, ignore_conflicts=True)
    FollowUpCard.objects.bulk_update(changed, ["level", "facts", "status", "snoozed_until"])
    tally.pairs += len(states)
    tally.opened += len(opened)
    tally.changed += len(changed)
    tally.lapsed += _lapse(FollowUpCard.objects.filter(pk__in=over))


def _recently_settled(pair_ids: list[int]) -> dict[tuple[int, str], set[str]]:
    """Return the levels at which a rule rests: the one that was settled, and those below it."""
    since = clock.now() - timedelta(days=REST_DAYS)
    done = FollowUpCard.objects.filter(
        pair__in=pair_ids, status=CardStatus.DONE, closed_at__gte=since
    ).values_list("pair_id", "rule", "level")
    rested: dict[tuple[int, str], set[str]] = {}
    for pair_id, rule, level in done:
        levels = {CardLevel.WATCH, CardLevel.URGENT} if level == CardLevel.URGENT else {level}
        rested.setdefault((pair_id, rule), set()).update(levels)
    return rested


def _new_card(pair_id: int, rule: str, found: alerts.Finding) -> FollowUpCard:
    return FollowUpCard(pair_id=pair_id, rule=rule, level=found.level, facts=found.facts)


def _bring_up_to_date(card: FollowUpCard, found: alerts.Finding) -> bool:
    """Give the card today's level and facts; a postponed one that became urgent comes back at once."""
    if card.level == found.level and card.facts == found.facts:
        return False
    if found.level == CardLevel.URGENT and card.level == CardLevel.WATCH:
        card.status, card.snoozed_until = CardStatus.OPEN, None
    card.level, card.facts = found.level, found.facts
    return True


def _wake_postponed_cards() -> None:
    FollowUpCard.objects.filter(status=CardStatus.SNOOZED, snoozed_until__lte=clock.today()).update(
        status=CardStatus.OPEN, snoozed_until=None
    )


def _lapse_cards_of_other_pairs(pair_id: int | None = None) -> int:
    """Let go of the cards of pairs that are no longer judged (all of them, or one pair's)."""
    cards = FollowUpCard.objects.exclude(pair__in=judged_pairs().values("pk"))
    return _lapse(cards if pair_id is None else cards.filter(pair=pair_id))


def _lapse(cards: QuerySet[FollowUpCard]) -> int:
    values: dict[str, Any] = {
        "status": CardStatus.LAPSED,
        "snoozed_until": None,
        "closed_at": clock.now(),
    }
    return cards.filter(status__in=ALIVE).update(**values)
