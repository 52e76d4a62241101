"""What a programme asks of the pairing: weights, rules, objective, decisions already taken.

`Settings` is plain data; `Settings.from_mapping` reads it from a YAML or JSON document and refuses it with one
`SettingsError` that lists every fault with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .aims import OBJECTIVES, Aims, Objective
from .messages import Message

Pair = tuple[str, str]

# Prior weights of the matching score; a programme edits them. Those at 0 are offered, not imposed.
WEIGHTS: dict[str, float] = {
    "needs": 35,
    "path": 15,
    "style": 20,
    "interests": 8,
    "expectations": 10,
    "availability": 7,
    "wishes": 5,
    "distance": 0,
    "time_zone": 0,
    "seniority": 0,
    "organisation": 0,
    "text": 0,
}

# Rules on when nothing is said, with their options. Protective ones stay on unless switched off by name.
RULES: dict[str, dict[str, Any]] = {
    "language": {},
    "modality": {},
    "overlap": {"hours": 1},
    "hierarchy": {},
    "family": {},
    "team": {},
    "exclusion": {},
    "adult": {},
    "checks": {},
    "training": {},
    "broken": {},
}
OPTIONAL_RULES: dict[str, dict[str, Any]] = {
    "seniority": {"steps": 1, "most": 1000},
    "distance": {"km": 50},
    "organisation": {},
}
PROTECTIVE = frozenset({"adult", "checks"})

__all__ = [
    "OBJECTIVES",
    "OPTIONAL_RULES",
    "PROTECTIVE",
    "RULES",
    "WEIGHTS",
    "Fault",
    "FaultsError",
    "Pair",
    "Settings",
    "SettingsError",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong and where: a path in the settings, or a person of the problem."""

    place: str
    message: Message

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class FaultsError(ValueError):
    """Several faults at once, each with its place; `faults` holds them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class SettingsError(FaultsError):
    """The settings cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of one pairing.

    `weights`: criterion code -> weight, 0 leaves the criterion out; codes left out keep no weight when any is
    given. `criteria`: criterion code -> options of its constructor. `rules`: rule code -> options, or False to
    switch a default rule off; `fields`: custom rules on fields (see `rules.FieldRule`). `inertia`: bonus (0..1 of a
    score) for keeping a pair of `current`. `capacities`: mentor id -> places, above the person's own figure.
    `objective`: a name, weights, or steps in order of importance (see `aims`); `most_people_first` is for a single name:
    nobody waits while a place is possible, whatever the fit. `floors`: bounds below which no group may fall (see
    `floors.Floor`). `hours`: what mentors offer each month and mentees take (see `hours.Hours`). `format`: who meets whom and how many at once (see `formats.Format`). `prove`: price every pair, so
    that the optimum holds over all of them. `candidates`: how many mentors are first listed for each mentee above
    `dense_limit` people. `memory_mb`: bound on what the engine itself keeps.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: dict(WEIGHTS))
    criteria: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any] | bool] = field(default_factory=dict)
    fields: tuple[Mapping[str, Any], ...] = ()
    objective: Objective = "total"
    most_people_first: bool = True
    floors: tuple[Mapping[str, Any], ...] = ()
    hours: Mapping[str, Any] = field(default_factory=dict)
    format: str | Mapping[str, Any] = "one_to_one"
    seed: int = 0
    locks: tuple[Pair, ...] = ()
    forbids: tuple[Pair, ...] = ()
    broken: tuple[Pair, ...] = ()
    current: tuple[Pair, ...] = ()
    inertia: float = 0.0
    capacities: Mapping[str, int] = field(default_factory=dict)
    bands: tuple[float, float, float] = (0.45, 0.6, 0.75)
    prove: bool = True
    candidates: int = 20
    dense_limit: int = 1000
    memory_mb: int = 4096
    workers: int = 0

    @property
    def aims(self) -> Aims:
        """Return the objective, read."""
        return Aims.of(self.objective, self.most_people_first)

    @property
    def conditions(self) -> bool:
        """Return whether the pairing as a whole must hold something: floors, or hours offered."""
        return bool(self.floors) or bool(self.hours.get("offered"))

    @property
    def active_rules(self) -> dict[str, dict[str, Any]]:
        """Return the rules in force with their options."""
        active = {code: dict(options) for code, options in RULES.items()}
        for code, options in self.rules.items():
            if options is False:
                active.pop(code, None)
            else:
                given = dict(options) if isinstance(options, Mapping) else {}
                active[code] = {**RULES.get(code, OPTIONAL_RULES.get(code, {})), **given}
        return active

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Settings:
        """Return the settings written in a document.

        `rules` may be a list of codes (those and the protective ones, no other) or a mapping code -> options.
        Pairs are lists of two ids or mappings {mentee, mentor}. Raises `SettingsError` listing every fault.
        """
        from .reading import read_settings

        return read_settings(data)

    def as_mapping(self) -> dict[str, Any]:
        """Return the settings as a document that `from_mapping` reads back to an equal object."""
        return {
            "weights": dict(self.weights),
            "criteria": {code: dict(options) for code, options in self.criteria.items()},
            "rules": {
                code: dict(o) if isinstance(o, Mapping) else o for code, o in self.rules.items()
            },
            "fields": [dict(rule) for rule in self.fields],
            "objective": _plain(self.objective),
            "most_people_first": self.most_people_first,
            "floors": [dict(floor) for floor in self.floors],
            "hours": _plain(self.hours),
            "format": _plain(self.format),
            "seed": self.seed,
            "locks": _lists(self.locks),
            "forbids": _lists(self.forbids),
            "broken": _lists(self.broken),
            "current": _lists(self.current),
            "inertia": self.inertia,
            "capacities": dict(self.capacities),
            "bands": list(self.bands),
            "prove": self.prove,
            "candidates": self.candidates,
            "dense_limit": self.dense_limit,
            "memory_mb": self.memory_mb,
            "workers": self.workers,
        }


def _plain(value: Any) -> Any:
    """Return names, mappings and lists of them as a document holds them."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def _lists(pairs: Iterable[Pair]) -> list[list[str]]:
    return [list(pair) for pair in pairs]
