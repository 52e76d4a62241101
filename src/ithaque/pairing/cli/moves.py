"""What a repair changes, person by person, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ithaque.pairing.messages import Message

if TYPE_CHECKING:
    from ithaque.pairing.problem import Problem
    from ithaque.pairing.result import Result
    from ithaque.pairing.settings import Pair


@dataclass(frozen=True, slots=True)
class PersonMoved:
    """A mentee whose mentors are not those announced: before, after, and why."""

    mentee_id: str
    before: list[str]
    after: list[str]
    why: Message


def moves(
    result: Result, announced: Iterable[Pair], refused: Collection[Pair], known: Collection[str]
) -> list[PersonMoved]:
    """Return who changes; `known` are the mentees of the earlier record."""
    before, after = (
        _by_mentee(announced),
        _by_mentee((p.mentee_id, p.mentor_id) for p in result.pairs),
    )
    found = []
    for mentee in sorted(before.keys() | after.keys()):
        was, now = before.get(mentee, []), after.get(mentee, [])
        if was != now:
            lost = [mentor for mentor in was if mentor not in now]
            why = (
                _why_lost(result.problem, mentee, lost[0], refused)
                if lost
                else Message("move.waited" if mentee in known else "move.arrived")
            )
            found.append(PersonMoved(mentee, was, now, why))
    return found


def _by_mentee(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for mentee, mentor in sorted(pairs):
        found.setdefault(mentee, []).append(mentor)
    return found


def _why_lost(problem: Problem, mentee: str, mentor: str, refused: Collection[Pair]) -> Message:
    if (mentee, mentor) in refused:
        return Message("move.refused")
    if mentee not in problem.mentee_index:
        return Message("move.mentee_left")
    if mentor not in problem.mentor_index:
        return Message("move.mentor_left")
    one = problem.mentees[problem.mentee_index[mentee]]
    other = problem.mentors[problem.mentor_index[mentor]]
    broken = next((rule.code for rule in problem.rules if rule.forbids(one, other)), None)
    if broken:
        return Message("move.rule", {"rule": broken})
    return Message("move.for_others" if problem.capacity(other) else "move.no_place")
