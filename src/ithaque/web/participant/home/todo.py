"""What is to do, as lines of the home: sign, note a meeting, answer a pulse, tick an action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ithaque.insight.home import Relation
from ithaque.mentoring import paths
from ithaque.mentoring.models import Action, Meeting
from ithaque.mentoring.selectors.trials import debriefs_to_write, trials_to_answer
from ithaque.people.models import Person
from ithaque.ui import dates


@dataclass(frozen=True)
class ToDo:
    """One thing to do: what, a word more, and where."""

    id: str
    title: str
    note: str
    href: str = ""
    tick: str = ""
    done: bool = False


def things_to_do(relation: Relation) -> Iterator[ToDo]:
    """Give what the person has to do in this relation, most pressing first."""
    key, other = relation.pair.public_id.hex, relation.other.get_short_name()
    if relation.balance_to_write:
        yield ToDo(
            f"b{key}",
            _("Write my balance and my thanks"),
            _("With {name}").format(name=other),
            paths.closure(relation.pair),
        )
    if relation.to_sign:
        yield ToDo(
            f"s{key}",
            _("Sign the agreement"),
            _("With {name}").format(name=other),
            paths.agreement(relation.pair),
        )
    if relation.to_answer:
        yield ToDo(
            f"i{key}",
            _("Say whether the hour proposed suits you"),
            dates.moment(relation.to_answer.starts_at),
            paths.meeting(relation.to_answer),
        )
    if relation.to_log:
        moment = dates.moment(relation.to_log.starts_at)
        yield ToDo(
            f"l{key}",
            _("Say whether the meeting took place"),
            moment,
            paths.meeting(relation.to_log),
        )
    if relation.pulse_to_give:
        yield pulse_to_give(relation.pulse_to_give)
    if relation.next is None and not relation.is_closing:
        yield ToDo(
            f"m{key}",
            _("Choose the date of our next meeting"),
            _("With {name}").format(name=other),
            plan_address(relation),
        )
    yield from (action_to_do(action) for action in relation.actions)


def trials_and_debriefs(person: Person) -> Iterator[ToDo]:
    """Give what is asked at the end of a trial, and after a pair that ended early."""
    for trial in trials_to_answer(person):
        name = trial.pair.other(person).get_short_name()
        yield ToDo(
            f"t{trial.public_id.hex}",
            _("Say whether you go on with {name}").format(name=name),
            _("One tap"),
            reverse("participant:trial", args=[trial.pair.public_id]),
        )
    for pair in debriefs_to_write(person):
        name = pair.other(person).get_short_name()
        yield ToDo(
            f"d{pair.public_id.hex}",
            _("Say what you would like now"),
            _("After {name}").format(name=name),
            paths.debrief(pair),
        )


def plan_address(relation: Relation) -> str:
    """Return the address of the page that plans the next meeting."""
    return reverse("participant:meeting-plan", args=[relation.pair.public_id])


def pulse_to_give(meeting: Meeting) -> ToDo:
    """Return the line that asks for the pulse of a meeting."""
    href = reverse("participant:meeting-pulse", args=[meeting.public_id])
    note = _("Three questions, 30 seconds")
    return ToDo(f"u{meeting.public_id.hex}", _("Say how the mentoring is going"), note, href)


def action_to_do(action: Action) -> ToDo:
    """Return the line of an action, to tick."""
    if action.done_at:
        note = _("Done on {day}").format(day=dates.day(action.done_at, weekday=False))
    else:
        note = dates.day(action.due_on) if action.due_on else ""
        note = note[:1].upper() + note[1:]
    tick = reverse("participant:action-toggle", args=[action.public_id])
    return ToDo(f"a{action.public_id.hex}", action.text, note, tick=tick, done=bool(action.done_at))
