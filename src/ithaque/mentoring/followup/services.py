"""What a coordinator does with a card. Each act first makes sure that no colleague acted meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NoReturn

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.mentoring.enums import CardStatus
from ithaque.mentoring.followup import journal as entries
from ithaque.mentoring.followup import mails
from ithaque.mentoring.followup.alerts import Letter
from ithaque.mentoring.followup.alerts.voices import HelpAsked
from ithaque.mentoring.followup.enums import Outcome
from ithaque.mentoring.followup.helping import settle_help
from ithaque.mentoring.followup.rules import can_act_on_card, can_postpone_until, can_settle_card
from ithaque.mentoring.followup.selectors import last_act_on, version_of
from ithaque.mentoring.models import FollowUpCard
from ithaque.people.models import Person


@transaction.atomic
def assign_card(
    *, card: FollowUpCard, to: Person, by: Person, seen: str | None = None
) -> FollowUpCard:
    """Hand the situation to a coordinator of the programme, who gets a message unless it is themselves.

    The other cards of the pair go with it. A postponed card comes back. Raises Refusal when a colleague acted since `seen` (a `version_of`), when
    the card is settled, or when `to` is not of the team. Saying it twice changes nothing.
    """
    card = _locked(card, seen)
    if not can_act_on_card(to, card):
        raise Refusal("card.not_of_the_team", _("This person does not coordinate this programme."))
    if card.assigned_to_id == to.pk and card.status == CardStatus.OPEN:
        return card
    _whole_situation(card).update(assigned_to=to, status=CardStatus.OPEN, snoozed_until=None)
    card.assigned_to, card.status, card.snoozed_until = to, CardStatus.OPEN, None
    journal.record(entries.ASSIGNED, by=by, target=card, scope=card.pair.cohort.programme)
    if to != by:
        _tell_colleague(card, to, by)
    return card


@transaction.atomic
def snooze_card(
    *, card: FollowUpCard, until: date, by: Person, seen: str | None = None
) -> FollowUpCard:
    """Put the situation away until a day, at most sixty days ahead; it comes back by itself that morning.

    The other cards of the pair go with it. Raises Refusal when a colleague acted since `seen`, when the card is settled, or for another day.
    """
    card = _locked(card, seen)
    if not can_postpone_until(until, clock.today()):
        raise Refusal(
            "card.day_out_of_range",
            _("Choose a day between tomorrow and sixty days ahead."),
            conflict=False,
        )
    _whole_situation(card).update(status=CardStatus.SNOOZED, snoozed_until=until)
    card.status, card.snoozed_until = CardStatus.SNOOZED, until
    journal.record(entries.POSTPONED, by=by, target=card, scope=card.pair.cohort.programme)
    return card


@transaction.atomic
def close_card(
    *,
    card: FollowUpCard,
    outcome: Outcome | str,
    by: Person,
    note: str = "",
    also: Iterable[FollowUpCard] = (),
    seen: str | None = None,
) -> FollowUpCard:
    """Settle the card with its outcome and a factual note, and `also` these other cards of the pair.

    The same rule stays quiet about this pair for a week; a hand asked for counts as given. A card of `also`
    that is settled already stays as it is. Raises Refusal when a colleague acted since `seen` or when the card
    is settled.
    """
    card = _locked(card, seen)
    wanted = [card.pk, *(other.pk for other in also if other.pk != card.pk)]
    cards = _whole_situation(card).filter(pk__in=wanted)
    for one in cards.order_by("pk"):
        _close(card if one.pk == card.pk else one, Outcome(outcome), note.strip(), by)
        journal.record(
            entries.CLOSED,
            by=by,
            target=one,
            scope=card.pair.cohort.programme,
            data={"outcome": str(outcome)},
        )
    return card


def _close(card: FollowUpCard, outcome: Outcome, note: str, by: Person) -> None:
    card.status, card.outcome, card.outcome_note = CardStatus.DONE, outcome, note
    card.closed_at, card.closed_by, card.snoozed_until = clock.now(), by, None
    card.save(
        update_fields=[
            "status",
            "outcome",
            "outcome_note",
            "closed_at",
            "closed_by",
            "snoozed_until",
        ]
    )
    if card.rule == HelpAsked.code:
        settle_help(pair_id=card.pair_id)


@transaction.atomic
def write_from_card(
    *,
    card: FollowUpCard,
    letters: Mapping[str, Letter],
    to: Sequence[Person],
    by: Person,
    look_again_on: date | None = None,
    seen: str | None = None,
) -> FollowUpCard:
    """Send to people of the pair, each apart, the message in their language; their answers go to the writer.

    With `look_again_on` the situation is put away until that day. Raises Refusal when a colleague acted since
    `seen`, when the card is settled, or when nobody is chosen; KeyError without a letter in someone's language.
    """
    card = _locked(card, seen)
    if not to or not {person.pk for person in to} <= {person.pk for person in card.pair.people}:
        raise Refusal(
            "card.nobody_to_write_to", _("Choose who receives the message."), conflict=False
        )
    for person in to:
        notify(
            mails.MESSAGE,
            to=person,
            context={"letter": letters[person.locale]},
            action=MailAction(gettext_lazy("Open my space"), reverse("participant:home")),
            headers={"Reply-To": by.email},
        )
    journal.record(
        entries.WRITTEN,
        by=by,
        target=card,
        scope=card.pair.cohort.programme,
        data={"people": len(to)},
    )
    return snooze_card(card=card, until=look_again_on, by=by) if look_again_on else card


@transaction.atomic
def log_call(
    *,
    card: FollowUpCard,
    person: Person,
    reached: bool,
    look_again_on: date,
    by: Person,
    seen: str | None = None,
) -> FollowUpCard:
    """Note whom the coordinator called and what came of it, and put the situation away until the day to look again.

    Raises Refusal for someone who is not of the pair, and as `snooze_card` does.
    """
    if person not in card.pair.people:
        raise Refusal("card.nobody_to_call", _("This person is not one of them."), conflict=False)
    card = snooze_card(card=card, until=look_again_on, by=by, seen=seen)
    journal.record(
        entries.CALLED if reached else entries.CALLED_IN_VAIN,
        by=by,
        target=card,
        scope=card.pair.cohort.programme,
        data={"reached": reached, "to": str(person.public_id)},
    )
    return card


def _whole_situation(card: FollowUpCard) -> QuerySet[FollowUpCard]:
    """Return the cards of the pair that wait for someone, under lock."""
    alive = (CardStatus.OPEN, CardStatus.SNOOZED)
    return FollowUpCard.objects.select_for_update().filter(pair=card.pair_id, status__in=alive)


def _locked(card: FollowUpCard, seen: str | None) -> FollowUpCard:
    """Return the card, those of its pair under lock in one order, or refuse with the name of who was faster."""
    list(_whole_situation(card).order_by("pk").values_list("pk"))
    locked = (
        FollowUpCard.objects.select_for_update(of=("self",))
        .select_related("pair__cohort__programme", "pair__mentor__person", "pair__mentee__person")
        .get(pk=card.pk)
    )
    if not can_settle_card(locked):
        _refuse_settled(locked)
    if seen is not None and seen != version_of(locked):
        _refuse_overtaken(locked)
    return locked


def _refuse_settled(card: FollowUpCard) -> NoReturn:
    if card.status == CardStatus.LAPSED:
        raise Refusal(
            "card.lapsed", _("This situation resolved by itself: there is nothing left to do.")
        )
    name = card.closed_by.get_full_name() if card.closed_by else "Ithaque"
    raise Refusal(
        "card.settled",
        _("{name} settled this situation meanwhile. Nothing of yours was sent.").format(name=name),
    )


def _refuse_overtaken(card: FollowUpCard) -> NoReturn:
    last = last_act_on(card)
    done = journal.say(last) if last else _("This situation changed")
    raise Refusal(
        "card.overtaken",
        _(
            "{done} meanwhile. Nothing of yours was saved: look at the card again, then choose."
        ).format(done=done),
    )


def _tell_colleague(card: FollowUpCard, to: Person, by: Person) -> None:
    notify(
        mails.HANDED,
        to=to,
        context={"by": by, "programme": card.pair.cohort.programme},
        action=MailAction(
            gettext_lazy("Open the card"), reverse("coordination:card", args=[card.public_id])
        ),
    )
