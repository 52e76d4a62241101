"""Whom to recruit: the profiles that would serve most of the people left waiting.

Each waiting person draws the mentor who would suit them: the skills they need, the path they aim at, their languages,
hours, place and way of meeting. Each such profile is then scored with all who wait, under the criteria and the rules of
the run, and the fewest profiles that serve most are taken, the best first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from .people import Person
from .rules import make_rules
from .scoring import MILLION, Scorer

if TYPE_CHECKING:
    from .result import Result

DRAWN = 400  # profiles drawn at most, from those who have waited longest


@dataclass(frozen=True, slots=True)
class Recruit:
    """A mentor to look for, and the people waiting whom such a mentor could serve, best fit first."""

    profile: Person
    serves: list[str]
    mean_fit: float


def recruits(result: Result, most: int = 3) -> list[Recruit]:
    """Return at most so many profiles, each serving people that those before do not."""
    index = result.problem.mentee_index
    waiting = [result.problem.mentees[index[one.mentee_id]] for one in result.unmatched]
    waiting.sort(key=lambda person: (person.waiting_since or date.max, person.id))
    profiles = [suited(person, f"profile {k}") for k, person in enumerate(waiting[:DRAWN])]
    rules = make_rules(result.problem.settings, waiting)
    scores = Scorer(waiting, profiles, result.problem.weighted, rules).matrix()
    useful = scores >= max(1, round(result.problem.settings.bands[0] * MILLION))
    left = np.ones(len(waiting), dtype=bool)
    found: list[Recruit] = []
    while len(found) < most and (useful & left[:, None]).any():
        fits = np.where(useful & left[:, None], scores, 0)
        served = (fits > 0).sum(axis=0)
        best = int(np.lexsort((-fits.sum(axis=0), -served))[0])
        rows = np.flatnonzero(fits[:, best])
        rows = rows[np.argsort(-fits[rows, best], kind="stable")]
        mean = float(fits[rows, best].mean()) / MILLION
        found.append(Recruit(profiles[best], [waiting[row].id for row in rows.tolist()], mean))
        left[rows] = False
    return found


def suited(mentee: Person, name: str) -> Person:
    """Return the mentor a person would need: what they miss, offered where and when they can meet."""
    return Person(
        name,
        offers=tuple(replace(skill, level=skill.level or 2) for skill in mentee.needs),
        path=mentee.path,
        style=mentee.style,
        expectations=mentee.expectations,
        interests=mentee.interests,
        languages=mentee.languages,
        availability=mentee.availability,
        time_zone=mentee.time_zone,
        modality=mentee.modality,
        place=mentee.place,
        seniority=None if mentee.seniority is None else mentee.seniority + 1,
        adult=True,
        check_valid=True,
        trained=True,
    )
