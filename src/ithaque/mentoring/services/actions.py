"""What one of the two will do by a date."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ithaque.kernel import clock, journal
from ithaque.mentoring import journal as acts
from ithaque.mentoring import rules
from ithaque.mentoring.models import Action, Meeting, Pair
from ithaque.mentoring.services.locking import locked_action, open_to
from ithaque.people.models import Person


@transaction.atomic
def add_action(
    *,
    pair: Pair,
    by: Person,
    owner: Person,
    text: str,
    due_on: date | None = None,
    meeting: Meeting | None = None,
) -> Action:
    """Return the action written for one of the two; the same one twice is the same action."""
    pair = open_to(by, pair)
    rules.require_of_pair(owner, pair)
    same = pair.actions.filter(owner=owner, text=text.strip(), due_on=due_on, done_at=None).first()
    if same is not None:
        return same
    action = Action.objects.create(
        pair=pair, meeting=meeting, owner=owner, text=text.strip(), due_on=due_on
    )
    journal.record(acts.ACTION_ADDED, by=by, target=pair, scope=pair.programme)
    return action


@transaction.atomic
def complete_action(*, action: Action, by: Person) -> Action:
    """Return the action ticked; the first tick keeps its instant."""
    action = locked_action(action, by)
    if action.done_at is None:
        action.done_at = clock.now()
        action.save(update_fields=["done_at"])
        journal.record(acts.ACTION_DONE, by=by, target=action.pair, scope=action.pair.programme)
    return action


@transaction.atomic
def reopen_action(*, action: Action, by: Person) -> Action:
    """Return the action to do again."""
    action = locked_action(action, by)
    if action.done_at is not None:
        action.done_at = None
        action.save(update_fields=["done_at"])
        journal.record(acts.ACTION_REOPENED, by=by, target=action.pair, scope=action.pair.programme)
    return action
