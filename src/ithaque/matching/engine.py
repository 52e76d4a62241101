"""The engine as this room uses it: a cohort's problem, the best draft under decisions, the words of a pair.

A run keeps the record of its result. Everything said later about the run (prices, alternatives, changes
by hand) is computed from that record, hence about the people as they were when it was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ithaque.matching import records
from ithaque.matching.models import MatchRun
from ithaque.matching.people import Gathered
from ithaque.matching.wished import wishing_for_those_here
from ithaque.pairing import Problem, Result, Settings
from ithaque.pairing.settings import OPTIONAL_RULES, PROTECTIVE, RULES, WEIGHTS
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.settings import Matching, ProgrammeSettings

__all__ = [
    "CRITERIA",
    "HARD_RULES",
    "POINTS",
    "PROTECTIVE",
    "Couple",
    "Draft",
    "problem_of",
    "settings_from",
    "settings_in",
    "settled",
]

Couple = tuple[str, str]
POINTS = 100
"""A pair that fits on everything is worth 100 points."""
STAY = 1e-6
"""What keeping a proposed pair is worth after a change by hand: the least there is, it only settles ties."""
CRITERIA = tuple(WEIGHTS)
"""The criteria a programme may weigh. Of own words the record keeps the themes, never the text."""
HARD_RULES = (*RULES, *OPTIONAL_RULES)
PROMISED = frozenset({"exclusion", "broken"})
"""Rules no programme switches off: we promised people never to pair them again with whom they ruled out or left."""


def of_two(programme: ProgrammeSettings) -> str:
    """Return how a mentor and a mentee meet in a programme: the other way round where the junior mentors."""
    return PairFormat.REVERSE if programme.format == "reverse" else PairFormat.ONE_TO_ONE


def settings_in(programme: ProgrammeSettings) -> Settings:
    """Return the engine's settings for the pairs of a mentor and a mentee in a programme."""
    return settings_from(programme.matching, of_two(programme))


def settings_from(
    matching: Matching, format: str | Mapping[str, Any] = PairFormat.ONE_TO_ONE
) -> Settings:
    """Return the engine's settings for what a programme decided; what it left out takes the defaults.

    `format` is how people meet, as `ithaque.pairing` reads it.
    """
    rules: dict[str, Any] = {}
    if matching.rules:
        kept = {*matching.rules, *PROTECTIVE, *PROMISED}
        rules = {code: {} if code in kept else False for code in {*Settings().active_rules, *kept}}
    if matching.minimum_weekly_hours and rules.get("overlap") is not False:
        rules["overlap"] = {"hours": matching.minimum_weekly_hours}
    if "distance" in matching.rules:
        rules["distance"] = {"km": matching.maximum_km}
    if "seniority" in matching.rules:
        rules["seniority"] = {"steps": matching.seniority_steps}
    weights = {code: float(weight) for code, weight in matching.weights.items() if code in CRITERIA}
    return Settings(
        weights=weights or dict(WEIGHTS),
        rules=dict(sorted(rules.items())),
        objective=matching.objective,
        most_people_first=matching.most_people_first,
        format=str(format) if isinstance(format, str) else dict(format),
    )


def problem_of(gathered: Gathered, settings: Settings) -> Problem:
    """Return the problem of these people under these settings; raises ProblemError."""
    settings = replace(
        settings,
        locks=tuple(gathered.locks),
        forbids=tuple(gathered.forbids),
        broken=tuple(gathered.broken),
    )
    return Problem(gathered.mentees, gathered.mentors, settings)


@dataclass(frozen=True)
class Draft:
    """What binds the proposals of a run that can still change.

    `current` are the pairs proposed, `locks` and `forbids` the decisions, `told` the pairs announced or
    accepted, which do not move; `gone` are the people of the record who are not to be paired any more.
    """

    current: list[Couple] = field(default_factory=list)
    locks: list[Couple] = field(default_factory=list)
    forbids: list[Couple] = field(default_factory=list)
    told: list[Couple] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)


def settled(run: MatchRun, draft: Draft) -> Result | None:
    """Return the best result for the people of a run's record under these decisions; None without a record.

    The pairs of `current` are kept wherever that costs nothing. Raises ProblemError when decisions
    contradict each other, a place or a protective rule.
    """
    document = records.read(run)
    if document is None:
        return None
    problem = records.problem_of(document)
    mentees = [one for one in problem.mentees if one.id not in draft.gone]
    mentors = [one for one in problem.mentors if one.id not in draft.gone]
    mentees, mentors = wishing_for_those_here(mentees, mentors)
    known = _Known({one.id for one in mentees}, {one.id for one in mentors})
    settings = replace(
        problem.settings,
        locks=known.couples([*draft.told, *draft.locks]),
        forbids=known.couples(draft.forbids),
        current=known.couples([*draft.current, *draft.told]),
        inertia=STAY,
        capacities={
            mentor: places
            for mentor, places in problem.settings.capacities.items()
            if mentor in known.mentors
        },
    )
    return Problem(mentees, mentors, settings).solve()


@dataclass(frozen=True)
class _Known:
    """The people a problem still holds."""

    mentees: set[str]
    mentors: set[str]

    def couples(self, couples: Iterable[Couple]) -> tuple[Couple, ...]:
        """Return those whose two people are here, each once, in order."""
        found = {one for one in couples if one[0] in self.mentees and one[1] in self.mentors}
        return tuple(sorted(found))
