"""Wishes: people ranked among those suggested, people ruled out; read by their author and by the engine alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ithaque.kernel import clock, journal
from ithaque.kernel.errors import Refusal
from ithaque.matching import journal as entries
from ithaque.matching.models import Suggestion, Veto, Wish
from ithaque.matching.services.suggestions import ask_refresh, held_round
from ithaque.matching.windows import may_wish, wish_window
from ithaque.pairing.settings import WEIGHTS
from ithaque.people.models import Person
from ithaque.programmes.enums import EnrolmentStatus
from ithaque.programmes.models import Enrolment, Programme
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.services import change_settings


@dataclass(frozen=True)
class Placed:
    """What became of a ranking: how many wishes are kept, how many named someone who is not suggested any more."""

    kept: int
    gone: int


@transaction.atomic
def change_wishes(*, programme: Programme, changes: dict[str, Any], by: Person) -> None:
    """Change who wishes, when and for how many (settings by path), and suggest again in the cohorts under way.

    Wishes that would weigh nothing among the criteria take the engine’s usual points.
    """
    settings = change_settings(programme=programme, changes=changes, by=by)
    weights = settings.matching.weights
    if settings.wishes.sides and weights and not weights.get("wishes"):
        usual = {**weights, "wishes": WEIGHTS["wishes"]}
        change_settings(programme=programme, changes={"matching.weights": usual}, by=by)
    for cohort in programme.cohorts.filter(ends_on__gte=clock.today()):
        ask_refresh(cohort)


@transaction.atomic
def place_wishes(*, enrolment: Enrolment, order: Sequence[str], by: Person) -> Placed:
    """Keep these wishes, most wanted first, in place of the earlier ones; none withdraws them all.

    `order` are public ids of suggestions. Who is not suggested any more is left out, and counted; the others are
    kept. Refuses outside the window, for someone who may not wish, and more wishes than the programme allows.
    """
    enrolment = _wishing(enrolment, by)
    most = settings_of(enrolment.cohort.programme).wishes.most
    chosen = list(dict.fromkeys(order))
    if len(chosen) > most:
        raise Refusal(
            "too_many",
            _("Keep %(most)d wishes at most. Nothing was changed.") % {"most": most},
            conflict=False,
        )
    shown = {str(one.public_id): one for one in enrolment.suggestions.all()}
    kept = [shown[one] for one in chosen if one in shown]
    former = list(enrolment.wishes.order_by("rank").values_list("wanted", flat=True))
    if [one.other_id for one in kept] != former:
        _replace(enrolment, kept, by)
    return Placed(len(kept), len(chosen) - len(kept))


def _replace(enrolment: Enrolment, kept: list[Suggestion], by: Person) -> None:
    Wish.objects.filter(by=enrolment).delete()
    Wish.objects.bulk_create(
        Wish(by=enrolment, wanted_id=one.other_id, rank=rank, alias=one.alias)
        for rank, one in enumerate(kept, start=1)
    )
    journal.record(
        entries.WISHES_PLACED,
        by=by,
        target=enrolment,
        scope=enrolment.cohort.programme,
        data={"count": len(kept)},
    )


@transaction.atomic
def rule_out(*, suggestion: Suggestion, by: Person) -> Veto:
    """Never be paired with someone suggested: they leave the suggestions and the wishes, and nobody is told."""
    enrolment = _wishing(suggestion.to, by)
    veto, made = Veto.objects.get_or_create(
        by=enrolment, other_id=suggestion.other_id, defaults={"alias": suggestion.alias}
    )
    Wish.objects.filter(by=enrolment, wanted=suggestion.other_id).delete()
    _close_ranks(enrolment)
    Suggestion.objects.filter(to=enrolment, other=suggestion.other_id).delete()
    if made:
        journal.record(entries.RULED_OUT, target=enrolment.cohort, scope=enrolment.cohort.programme)
        ask_refresh(enrolment.cohort)
    return veto


@transaction.atomic
def allow_again(*, veto: Veto, by: Person) -> None:
    """Lift what one had ruled out; they may be suggested, or proposed, again. Twice changes nothing."""
    enrolment = _of(veto.by, by)
    if Veto.objects.filter(pk=veto.pk).delete()[0]:
        ask_refresh(enrolment.cohort)


def _close_ranks(enrolment: Enrolment) -> None:
    for rank, wish in enumerate(enrolment.wishes.order_by("rank"), start=1):
        if wish.rank != rank:
            Wish.objects.filter(pk=wish.pk).update(rank=rank)


def _of(enrolment: Enrolment, by: Person) -> Enrolment:
    """Return the enrolment, its cohort's suggestions held, for the one whose it is."""
    enrolment = Enrolment.objects.select_related("person", "cohort__programme").get(pk=enrolment.pk)
    if enrolment.person_id != by.pk:
        raise Refusal("stranger", _("These wishes are someone else’s."))
    held_round(enrolment.cohort)
    return enrolment


def _wishing(enrolment: Enrolment, by: Person) -> Enrolment:
    """Return the same, for someone who may wish today."""
    enrolment = _of(enrolment, by)
    settings = settings_of(enrolment.cohort.programme)
    if enrolment.status != EnrolmentStatus.AVAILABLE or not may_wish(enrolment, settings):
        raise Refusal("may_not_wish", _("Wishes are not open to you here. Nothing was changed."))
    if not wish_window(enrolment.cohort, settings).is_open():
        raise Refusal(
            "window",
            _("The time to wish is over: your wishes stay as they were."),
        )
    return enrolment
