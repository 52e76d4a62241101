"""The hard rules by code, and how settings make those of one problem."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ithaque.pairing.people import Person
from ithaque.pairing.settings import Settings

from .base import Forbidden, Rule
from .conditions import (
    AdultMentor,
    Checks,
    FieldRule,
    Language,
    Modality,
    Near,
    Overlap,
    SeniorityAbove,
    Training,
)
from .links import Decided, Exclusion, Family, Hierarchy, Oneself, OtherOrganisation, Team

KINDS: dict[str, Callable[..., Rule]] = {
    "language": Language,
    "modality": Modality,
    "overlap": Overlap,
    "hierarchy": Hierarchy,
    "family": Family,
    "team": Team,
    "exclusion": Exclusion,
    "adult": AdultMentor,
    "checks": Checks,
    "training": Training,
    "seniority": SeniorityAbove,
    "distance": Near,
    "organisation": OtherOrganisation,
}


def make_rules(settings: Settings, people: Iterable[Person]) -> list[Rule]:
    """Return the rules in force: those of the settings, and the two that always hold (oneself, forbidden pairs)."""
    managers = {person.id: person.manager for person in people if person.manager}
    rules: list[Rule] = [Oneself()]
    for code, options in settings.active_rules.items():
        if code == "broken":
            rules.append(Decided("broken", frozenset(settings.broken)))
        elif code == "hierarchy":
            rules.append(Hierarchy(managers))
        else:
            rules.append(KINDS[code](**options))
    rules += [FieldRule.from_mapping(data) for data in settings.fields]
    rules.append(Decided("forbidden", frozenset(settings.forbids)))
    return rules


RuleOptions = Mapping[str, Any]

__all__ = ["KINDS", "FieldRule", "Forbidden", "Rule", "make_rules"]
