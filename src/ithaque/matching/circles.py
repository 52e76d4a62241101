"""Circles and teams as the engine would compose them, for a coordinator to read, change and open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from ithaque.matching.engine import problem_of, settings_from
from ithaque.matching.people import gather
from ithaque.pairing import ProblemError
from ithaque.programmes.enums import PairFormat
from ithaque.programmes.models import Cohort, Enrolment
from ithaque.programmes.selectors import settings_of

MENTEES, MENTORS = 24, 8
"""How many people a composition looks at, those who wait longest: its time grows fast beyond."""


@dataclass(frozen=True)
class Composition:
    """Who would be together; an agreement of the coordinator makes it a circle or a team."""

    mentors: list[Enrolment]
    mentees: list[Enrolment]


def compositions(cohort: Cohort, format: str) -> list[Composition]:
    """Return circles (or teams) made of those who wait longest, with the criteria and the sizes of the programme.

    Nobody is told and nothing is kept. Empty when no group is possible.
    """
    settings = settings_of(cohort.programme)
    gathered = gather(cohort)
    gathered.mentees = sorted(gathered.mentees, key=lambda one: (one.waiting_since, one.id))
    gathered.mentees = list(islice(gathered.mentees, MENTEES))
    gathered.mentors = list(islice((one for one in gathered.mentors if one.capacity), MENTORS))
    gathered.locks = []
    if not gathered.mentees or not gathered.mentors:
        return []
    kind: dict[str, Any] = {"kind": format}
    if format == PairFormat.CIRCLE:
        kind |= {"least": settings.circle_least, "most": settings.circle_most}
    asked = replace(settings_from(settings.matching), format=kind, objective="total")
    try:
        result = problem_of(gathered, asked).solve()
    except ProblemError:
        return []
    rows = Enrolment.objects.filter(cohort=cohort).select_related("person")
    named = {str(one.public_id): one for one in rows}
    return [
        Composition([named[key] for key in one.mentors], [named[key] for key in one.mentees])
        for one in result.meetings
    ]
