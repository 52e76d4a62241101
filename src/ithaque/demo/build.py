"""The door of the room: build a world of a size, from a seed, in an empty database."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Literal

from ithaque.demo import letters
from ithaque.demo.multiply import Copier
from ithaque.demo.stage import Stage, calendar, on
from ithaque.demo.village import Village
from ithaque.kernel import clock, outbox
from ithaque.kernel.bilingual import Bilingual
from ithaque.people.models import Person
from ithaque.people.services import create_organisation
from ithaque.programmes.models import Cohort
from ithaque.programmes.services import create_programme, open_programme

Size = Literal["village", "town", "region"]
Progress = Callable[[int, int, str], None]
SIZES: dict[str, tuple[int, int]] = {"village": (3, 60), "town": (5, 400), "region": (13, 5000)}
"""Programmes and people (at least) of each size."""
TOWNS = (
    "Brest",
    "Lorient",
    "Nantes",
    "Quimper",
    "Saint-Brieuc",
    "Vannes",
    "Laval",
    "Angers",
    "Caen",
    "Le Mans",
)


def build_world(
    *, size: Size = "village", seed: int = 2026, progress: Progress = lambda *_: None
) -> None:
    """Write a world: village (3 programmes, about 60 people), town (5, 400) or region (13, 5,000).

    The village is played through the services; larger worlds copy its rows under other names. No message
    of the past leaves: they are counted as sent. Same seed and day, same people and same answers; pairs of
    equal score may differ.
    """
    village = Village(seed)
    village.build(progress)
    if size != "village":
        _enlarge(village, *SIZES[size], progress)
    outbox.put_away(before=clock.now())
    letters.come_back(village.cohort)
    letters.wish(village.stage.enter("claire"))
    letters.announce(village.cohort, village.nadia)


def _enlarge(village: Village, programmes: int, people: int, progress: Progress) -> None:
    stage = Stage(random.Random(village.seed + 1), taken=village.stage.taken)  # noqa: S311 - dice of a demo
    cohorts = [(village.cohort, village.nadia)]
    cohorts += [_programme(stage, town) for town in TOWNS[: programmes - 3]]
    copier = Copier(village.cohort, stage)
    present, number = Person.objects.count(), 0
    while present < people:
        cohort, coordinator = cohorts[(number + 1) % len(cohorts)]
        present += copier.copy_into(cohort, coordinator)
        number += 1
        progress(min(present, people), people, "")


def _programme(stage: Stage, town: str) -> tuple[Cohort, Person]:
    """Open the same programme in another town, with its own coordinator."""
    with on(-145):
        coordinator = stage.villager("mentor")
        organisation = create_organisation(name=f"Cap {town}", by=None)
        programme = create_programme(
            organisation=organisation,
            template="youth-insertion",
            by=coordinator,
            title=Bilingual(fr=f"Cap Insertion {town}", en=f"Cap Insertion {town}"),
            calendar=calendar("Promotion 2026", opens=-140, closes=25, starts=-110, ends=150),
        )
        open_programme(programme=programme, by=coordinator)
    return programme.cohorts.get(), coordinator
