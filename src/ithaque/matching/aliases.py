"""What people are called before they have both said yes: a mentor by first name, a mentee by a borrowed one.

A mentee stays unknown to the mentors who read about them: they get the name of an island, which says nothing of them.
"""

from __future__ import annotations

from collections.abc import Collection

from ithaque.programmes.enums import Side
from ithaque.programmes.models import Enrolment

ISLANDS = (
    "Andros",
    "Corfou",
    "Délos",
    "Égine",
    "Hydra",
    "Icaria",
    "Kéa",
    "Kos",
    "Lefkada",
    "Lemnos",
    "Leros",
    "Milos",
    "Naxos",
    "Patmos",
    "Paros",
    "Paxos",
    "Rhodes",
    "Samos",
    "Sifnos",
    "Skyros",
    "Syros",
    "Tinos",
    "Zante",
)


def alias_for(other: Enrolment, taken: Collection[str]) -> str:
    """Return what a reader calls someone, different from the names they already read."""
    if other.side == Side.MENTOR:
        return _free(other.person.get_short_name(), taken)
    start = int(other.public_id) % len(ISLANDS)
    names = [*ISLANDS[start:], *ISLANDS[:start]]
    return next((name for name in names if name not in taken), _free(names[0], taken))


def _free(name: str, taken: Collection[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found
