"""The ways to find someone for a mentee whose proposal fell through: exact, fewest announced pairs changed first.

Only the mentee and the people who were told and have not answered are concerned: nobody who said yes is moved, nobody
ends up alone. Taking nothing back is the next best choice; taking some back is a repair, kept when it brings a better fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ithaque.matching import engine
from ithaque.matching.enums import Answer, ProposalStatus
from ithaque.matching.models import Proposal, Repair
from ithaque.matching.people import gather
from ithaque.pairing import Problem, Result
from ithaque.pairing.repair import KEEP_ALL, trade_off
from ithaque.programmes.selectors import settings_of

Couple = tuple[str, str]
INERTIAS = (0.0, 0.1, KEEP_ALL)
"""How strongly announced pairs are kept: not at all, unless a tenth of a whole fit is gained, always."""
MOST = 3


@dataclass(frozen=True)
class Way:
    """One way: how many announced pairs it takes back, and the result it comes from."""

    changed: int
    result: Result
    new: list[Couple]


def movable(repair: Repair) -> list[Proposal]:
    """Return what was announced in the cohort and nobody has answered yet."""
    told = Proposal.objects.filter(
        run__cohort=repair.mentee.cohort_id,
        status=ProposalStatus.ANNOUNCED,
        mentee_answer=Answer.WAITING,
        mentor_answer=Answer.WAITING,
    )
    return list(told.select_related("mentee", "mentor").order_by("pk"))


def ways_for(repair: Repair) -> list[Way]:
    """Return the ways to find someone for the mentee, fewest changes first; empty when there is none."""
    told = movable(repair)
    problem = _problem(repair, told)
    mentee = str(repair.mentee.public_id)
    if problem is None or mentee not in problem.mentee_index or not problem.mentors:
        return []
    announced = [couple_of(one) for one in told]
    found: dict[tuple[Couple, ...], Way] = {}
    for point in trade_off(problem, announced, [couple_of(repair.lost)], INERTIAS):
        pairs = [(one.mentee_id, one.mentor_id) for one in point.result.pairs]
        if len(pairs) == len(problem.mentees):  # nobody left alone
            new = sorted(set(pairs) - set(announced))
            found.setdefault(tuple(new), Way(point.changed, point.result, new))
    return _worth_showing(list(found.values()))


def _worth_showing(ways: list[Way]) -> list[Way]:
    """Return the ways by number of changes, those that change more and bring no more left out."""
    kept: list[Way] = []
    for way in sorted(ways, key=lambda one: (one.changed, -one.result.summary.total)):
        if not kept or way.result.summary.total > kept[-1].result.summary.total:
            kept.append(way)
    return kept[:MOST]


def _problem(repair: Repair, told: Sequence[Proposal]) -> Problem | None:
    cohort = repair.mentee.cohort
    people = gather(cohort, freeing=told)
    concerned = {str(one.mentee.public_id) for one in told} | {str(repair.mentee.public_id)}
    people.mentees = [one for one in people.mentees if one.id in concerned]
    here = {one.id for one in people.mentees}
    for couples in (people.locks, people.forbids, people.broken):
        couples[:] = [one for one in couples if one[0] in here]
    if not people.mentees:
        return None
    mentees, mentors = engine.wishing_for_those_here(people.mentees, people.mentors)
    people.mentees, people.mentors = mentees, mentors
    return engine.problem_of(people, engine.settings_in(settings_of(cohort.programme)))


def couple_of(proposal: Proposal) -> Couple:
    """Return the ids of the two."""
    return str(proposal.mentee.public_id), str(proposal.mentor.public_id)
