"""The people to pair: what the engine knows of each, all optional, nothing imputed.

An empty field means "not answered". A criterion without answers leaves the score of the pair and lowers its
confidence; a rule without answers does not bite, except those which protect minors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal

Place = tuple[float, float] | str
Side = Literal["mentees", "mentors"]


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill needed or offered; `level` goes from 1 (basics) to 3 (expert), None when not said."""

    key: str
    label: str = ""
    level: int | None = None

    @property
    def name(self) -> str:
        return self.label or self.key


@dataclass(frozen=True, slots=True)
class Person:
    """One mentee or one mentor.

    `id` is unique on its side. `needs` and `wishes` are ranked, the first is the most wanted. `path` holds
    occupation, sector or study codes (or plain words): aimed at by a mentee, lived by a mentor. `style` and
    `expectations` are answers by item, the same items on both sides. `themes` holds what their own words speak of,
    concept -> weight (see `themes.Themes`): the words themselves are never compared. `availability` holds the hours of the week
    (0 = Monday 00:00 to 167) in UTC. `place` is (latitude, longitude) in degrees, or a name compared as such.
    `team`, `family`, `organisation` and `manager` (an id) serve the rules. `excluded` holds ids, or
    "organisation:NAME". `group` serves the fairness figures only and is never scored.
    """

    id: str
    _: KW_ONLY
    name: str = ""
    needs: tuple[Skill, ...] = ()
    offers: tuple[Skill, ...] = ()
    path: tuple[str, ...] = ()
    style: Mapping[str, float] = field(default_factory=dict)
    expectations: Mapping[str, float] = field(default_factory=dict)
    interests: tuple[str, ...] = ()
    themes: Mapping[str, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()
    availability: frozenset[int] = frozenset()
    time_zone: str | None = None
    modality: frozenset[str] = frozenset()
    place: Place | None = None
    radius_km: float | None = None
    capacity: int = 1
    minimum_load: int = 0
    waiting_since: date | None = None
    minor: bool = False
    adult: bool | None = None
    check_valid: bool | None = None
    trained: bool | None = None
    organisation: str | None = None
    team: str | None = None
    manager: str | None = None
    family: str | None = None
    seniority: int | None = None
    excluded: frozenset[str] = frozenset()
    wishes: tuple[str, ...] = ()
    group: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        """Accept lists, sets and None where a tuple, a frozen set or a mapping is kept."""
        for name, kind in _KEPT.items():
            value = getattr(self, name)
            if not isinstance(value, kind):
                object.__setattr__(self, name, kind(value if value is not None else ()))


_KEPT: dict[str, Any] = {
    "needs": tuple,
    "offers": tuple,
    "path": tuple,
    "interests": tuple,
    "wishes": tuple,
    "languages": frozenset,
    "availability": frozenset,
    "modality": frozenset,
    "excluded": frozenset,
    "style": dict,
    "themes": dict,
    "expectations": dict,
    "group": dict,
}


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Return a word as compared by the engine: no case, no surrounding or repeated space."""
    return " ".join(word.casefold().split())
