"""Judge every pair by every rule and keep the cards true: open, raise, lower, wake, lapse.

Set-based and in slices, so that 20,000 pairs take the memory of one slice. Nothing is journalled here:
the card itself says when it opened and that it resolved by itself; the journal is for people's acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from ithaque.kernel import clock
from ithaque.mentoring.enums import CardLevel, CardStatus, MeetingStatus, PairStatus
from ithaque.mentoring.followup import alerts
from ithaque.mentoring.models import FollowUpCard, Meeting, Pair
from ithaque.programmes.models import Programme
from ithaque.programmes.settings import ProgrammeSettings

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
    policies = _Policies()
    for pair_ids in _slices():
        _settle(_states(pair_ids, policies), tally)
    return tally


def evaluate_pair(pair_id: int) -> Tally:
    """Judge one pair now, after something happened in it."""
    tally = Tally(lapsed=_lapse_cards_of_other_pairs(pair_id))
    _settle(_states([pair_id], _Policies()), tally)
    return tally


def judged_pairs() -> QuerySet[Pair]:
    """Return the pairs the rules look at: active, not suspended by the safeguarding lead."""
    return Pair.objects.filter(status=PairStatus.ACTIVE, frozen_at=None)


@dataclass
class _Policies:
    """The settings of each programme, read once per evaluation."""

    known: dict[int, ProgrammeSettings] = field(default_factory=dict)

    def load(self, programme_ids: set[int]) -> None:
        missing = programme_ids - self.known.keys()
        if missing:
            rows = Programme.objects.filter(pk__in=missing).values_list("pk", "settings")
            self.known |= {pk: ProgrammeSettings.model_validate(raw) for pk, raw in rows}


def _slices() -> Iterator[list[int]]:
    last = 0
    while True:
        ids = judged_pairs().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
        found = list(ids[:SLICE])
        if not found:
            return
        yield found
        last = found[-1]


def _states(pair_ids: list[int], policies: _Policies) -> dict[int, alerts.PairState]:
    meetings = Meeting.objects.filter(pair=OuterRef("pk"))
    held = meetings.filter(status=MeetingStatus.HELD).order_by("-starts_at")
    planned = meetings.filter(status=MeetingStatus.PLANNED, starts_at__gte=clock.now())
    rows = list(
        judged_pairs()
        .filter(pk__in=pair_ids)
        .annotate(
            last_held=Subquery(held.values("starts_at")[:1]),
            next_planned=Subquery(planned.order_by("starts_at").values("starts_at")[:1]),
        )
        .values_list("pk", "started_on", "cohort__programme_id", "last_held", "next_planned")
    )
    policies.load({programme_id for _, _, programme_id, _, _ in rows})
    today = clock.today()
    return {
        pk: alerts.PairState(
            today=today,
            started_on=started_on,
            last_held_on=_day(last_held),
            next_on=_day(next_planned),
            rhythm_days=policies.known[programme_id].rhythm_days,
            thresholds=policies.known[programme_id].follow_up,
        )
        for pk, started_on, programme_id, last_held, next_planned in rows
    }


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


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
        for alert in alerts.declared():
            card, found = cards.get((pair_id, alert.code)), alert.judge(state)
            if found is None:
                over += [card.pk] if card else []
            elif card is not None:
                changed += [card] if _bring_up_to_date(card, found) else []
            elif found.level not in rested.get((pair_id, alert.code), ()):
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
