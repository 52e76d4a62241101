"""A hand asked for in private: the coordination is told at once, the other of the pair never."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ithaque.correspondence.services import MailAction, notify
from ithaque.kernel import clock, journal
from ithaque.mentoring.enums import HelpKind
from ithaque.mentoring.followup import journal as entries
from ithaque.mentoring.followup import mails
from ithaque.mentoring.followup.evaluation import evaluate_pair
from ithaque.mentoring.models import HelpRequest, Pair
from ithaque.mentoring.rules import require_of_pair
from ithaque.mentoring.services.locking import locked_pair
from ithaque.people.models import Person
from ithaque.programmes.enums import TeamRole


@transaction.atomic
def ask_for_help(*, pair: Pair, by: Person, kind: HelpKind | str, words: str = "") -> HelpRequest:
    """Return what was asked; asked again before an answer, the newer words replace the older.

    Opens an urgent card and writes to the coordinators, without the words. Raises Refusal for anyone else.
    """
    pair = locked_pair(pair)
    require_of_pair(by, pair)
    request, is_new = HelpRequest.objects.update_or_create(
        pair=pair,
        person=by,
        settled_at=None,
        defaults={"kind": HelpKind(kind), "words": words.strip(), "asked_at": clock.now()},
    )
    journal.record(entries.HELP_ASKED, by=by, target=pair, scope=pair.programme)
    evaluate_pair(pair.pk)
    if is_new:
        _tell_team(request)
    return request


@transaction.atomic
def withdraw_help(*, pair: Pair, by: Person) -> None:
    """Say that it is settled; the card resolves by itself. Doing it twice changes nothing."""
    pair = locked_pair(pair)
    if settle_help(pair_id=pair.pk, person=by):
        journal.record(entries.HELP_WITHDRAWN, by=by, target=pair, scope=pair.programme)
        evaluate_pair(pair.pk)


def settle_help(*, pair_id: int, person: Person | None = None) -> int:
    """Mark the open requests of a pair (of one person when given) as settled; return how many there were."""
    requests = HelpRequest.objects.filter(pair=pair_id, settled_at=None)
    if person is not None:
        requests = requests.filter(person=person)
    return requests.update(settled_at=clock.now())


def _tell_team(request: HelpRequest) -> None:
    programme = request.pair.programme
    team = Person.objects.filter(
        team_roles__programme=programme, team_roles__role=TeamRole.COORDINATOR, is_active=True
    ).distinct()
    for coordinator in team:
        notify(
            mails.HELP_ASKED,
            to=coordinator,
            context={"person": request.person, "programme": programme},
            action=MailAction(gettext_lazy("Open my day"), reverse("coordination:day")),
            dedupe_key=f"help:{request.public_id}:{coordinator.public_id}",
        )
