"""What an earlier result of the same people has computed and that serves again: tables, lists, explanations.

A repair, a trade-off curve or a trial of other decisions asks the same questions of the same people; only decisions differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .flow import Arcs
from .places import Longs, Places
from .pricing import Known
from .scoring import Scorer

if TYPE_CHECKING:
    from .problem import Problem
    from .result import Pairing, Result

SAME = ("weights", "criteria", "rules", "fields", "broken", "format", "bands")  # settings


@dataclass(slots=True)
class Earlier:
    """The tables of an earlier result under the decisions of today, its lists when they serve, its pairings by index.

    `known`: what its proof showed of all pairs, when no pair has become possible since.
    """

    scorer: Scorer
    listed: tuple[Arcs, Longs] | None
    known: Known
    counts: Longs
    pairings: Mapping[tuple[int, int], Pairing]


def earlier_of(result: Result, problem: Problem, mentors: Places) -> Earlier | None:
    """Return what a result brings to a problem, None when people, criteria or rules are not the same."""
    before = result.problem
    same = (
        before.mentees == problem.mentees
        and before.mentors == problem.mentors
        and before.plugs == problem.plugs
        and all(getattr(before.settings, name) == getattr(problem.settings, name) for name in SAME)
    )
    if not same:
        return None
    scorer = result.work.scorer.under(problem.rules)
    gains, arcs = result.work.gains, result.solution.arcs
    listed, known = None, Known()
    if gains.plain and not gains.floor and not result.solution.whole:
        bonus = replace(gains, fit=(1, 0)).of_pairs(arcs.rows, arcs.columns, 0 * arcs.gains)
        listed = arcs, scorer.barred(arcs.rows, arcs.columns, arcs.gains - bonus)
        if _narrower(before, problem) and not (mentors.total > result.work.places[1].total).any():
            known = result.solution.known
    rows, columns = problem.mentee_index, problem.mentor_index
    pairings = {(rows[p.mentee_id], columns[p.mentor_id]): p for p in result.pairs}
    return Earlier(scorer, listed, known, result.work.counts.copy(), pairings)


def _narrower(before: Problem, now: Problem) -> bool:
    """Return whether no pair has become possible: what was forbidden or locked still is."""
    return set(before.settings.forbids) <= set(now.settings.forbids) and set(
        before.settings.locks
    ) <= set(now.settings.locks)
