"""Take the rows one is about to change, with what the services read of them."""

from __future__ import annotations

from ithaque.mentoring import rules
from ithaque.mentoring.models import Action, Goal, Meeting, Message, Pair
from ithaque.people.models import Person

PAIR = ("cohort__programme__organisation", "mentor__person", "mentee__person")


def locked_pair(pair: Pair | int) -> Pair:
    """Return the pair as it is now, its row locked until the end of the transaction."""
    pk = pair if isinstance(pair, int) else pair.pk
    return Pair.objects.select_for_update(of=("self",)).select_related(*PAIR).get(pk=pk)


def open_to(person: Person, pair: Pair | int) -> Pair:
    """Return the locked pair for one of its two members; refuse others, and a closed pair."""
    found = locked_pair(pair)
    rules.require_of_pair(person, found)
    rules.require_open(found)
    return found


def locked_meeting(meeting: Meeting, by: Person) -> Meeting:
    """Return the meeting as it is now, its pair locked and open to `by`."""
    pair = open_to(by, meeting.pair_id)
    found = (
        Meeting.objects.select_for_update(of=("self",)).select_related("series").get(pk=meeting.pk)
    )
    found.pair = pair
    if found.series is not None:
        found.series.pair = pair
    return found


def locked_goal(goal: Goal, by: Person) -> Goal:
    """Return the goal as it is now, its pair locked and open to `by`."""
    pair = open_to(by, goal.pair_id)
    found = Goal.objects.select_for_update().get(pk=goal.pk)
    found.pair = pair
    return found


def locked_action(action: Action, by: Person) -> Action:
    """Return the action as it is now, its pair locked and open to `by`."""
    pair = open_to(by, action.pair_id)
    found = Action.objects.select_for_update().get(pk=action.pk)
    found.pair = pair
    return found


def locked_message(message: Message, by: Person) -> Message:
    """Return the message as it is now, its pair locked and open to `by`."""
    pair = open_to(by, message.pair_id)
    found = Message.objects.select_for_update().get(pk=message.pk)
    found.pair = pair
    return found
