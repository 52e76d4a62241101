"""Who is shown to whom: an exact allotment in which nobody is shown to more people than they have room for.

The engine itself allots. The one who reads wants up to so many people, the one shown has their room: everybody gets a
first suggestion before anybody gets a second, then the fit decides, never how often someone was wished for. Those
already shown stay wherever that leaves nobody with less, those wished for stay in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ithaque.pairing import Person, Problem, Settings
from ithaque.pairing.repair import KEEP_ALL
from ithaque.programmes.enums import Side

Couple = tuple[str, str]
"""The ids of a mentee and of a mentor."""


@dataclass(frozen=True)
class Allotted:
    """One person shown to another, and why."""

    mentee: str
    mentor: str
    reasons: list[dict[str, Any]]

    @property
    def couple(self) -> Couple:
        """Return the two ids."""
        return self.mentee, self.mentor


def allot(
    mentees: Sequence[Person],
    mentors: Sequence[Person],
    settings: Settings,
    *,
    readers: str,
    each: int,
    shown: Iterable[Couple] = (),
    wished: Iterable[Couple] = (),
) -> list[Allotted]:
    """Return who is shown to the people on the side `readers`, up to `each` people to each of them.

    A mentor has the room their `capacity` says, a mentee room for one. `shown` and `wished` are couples of an earlier
    allotment; those that a rule now forbids, or that have no room left, go.
    """
    mentees, mentors = _roomy(mentees, mentors, readers, each)
    if not (mentees and mentors):
        return []
    plain = _plain(settings)
    problem = Problem(mentees, mentors, plain)
    kept = _that_hold(problem, wished)
    current = tuple(sorted({*shown, *kept}))
    result = Problem(
        mentees, mentors, replace(plain, locks=kept, current=current, inertia=KEEP_ALL)
    ).solve()
    return [
        Allotted(one.mentee_id, one.mentor_id, [reason.as_dict() for reason in one.reasons])
        for one in result.pairs
    ]


def _roomy(
    mentees: Sequence[Person], mentors: Sequence[Person], readers: str, each: int
) -> tuple[list[Person], list[Person]]:
    """Return both sides with the room of each in `capacity`, those without any left out."""
    with_places = [replace(one, wishes=()) for one in mentors if one.capacity > 0]
    if readers == Side.MENTEE:
        return [replace(one, wishes=(), capacity=each) for one in mentees], with_places
    return [replace(one, wishes=(), capacity=1) for one in mentees], [
        replace(one, capacity=each, minimum_load=1) for one in with_places
    ]


def _plain(settings: Settings) -> Settings:
    """Return the settings without wishes (they would feed on themselves), aims and decisions."""
    weights = {code: weight for code, weight in settings.weights.items() if code != "wishes"}
    return Settings(
        weights=weights if any(weights.values()) else Settings().weights,
        criteria=settings.criteria,
        rules=settings.rules,
        fields=settings.fields,
        format=settings.format,
    )


def _that_hold(problem: Problem, couples: Iterable[Couple]) -> tuple[Couple, ...]:
    """Return the couples that rules and rooms still allow, in order."""
    people = {one.id: one for one in (*problem.mentees, *problem.mentors)}
    used: Counter[str] = Counter()
    held: list[Couple] = []
    for couple in dict.fromkeys(couples):
        here = couple[0] in problem.mentee_index and couple[1] in problem.mentor_index
        if not here or any(used[one] >= people[one].capacity for one in couple):
            continue
        if not any(rule.forbids(people[couple[0]], people[couple[1]]) for rule in problem.rules):
            used.update(couple)
            held.append(couple)
    return tuple(sorted(held))
