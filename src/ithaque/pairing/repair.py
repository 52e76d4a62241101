"""Repair instead of redo: after refusals, arrivals and departures, the optimum that keeps the announced pairs.

Each announced pair that is still possible is worth a bonus. Most people are placed first, as always; then a bonus of 1,
a whole score, undoes an announced pair only where the fit gained by it exceeds a whole score, which few pairs ever
bring. With less, more pairs change where more is gained: the trade-off curve shows both, and each of its points is an
exact, proved optimum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .problem import Problem
from .result import Result
from .settings import Pair

INERTIAS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
KEEP_ALL = 1.0  # the best fit a pair can have


@dataclass(frozen=True, slots=True)
class Point:
    """One exact trade-off: with this inertia, how many announced pairs change, and what total is reached.

    `changed` counts announced pairs undone although both people are still there and did not refuse; `lost` those
    that could not be kept.
    """

    inertia: float
    changed: int
    lost: int
    placed: int
    total: float
    result: Result


def repair(
    problem: Problem,
    announced: Iterable[Pair],
    refused: Iterable[Pair] = (),
    inertia: float = KEEP_ALL,
    before: Result | None = None,
) -> Result:
    """Return the optimum of a problem as it is now that keeps announced pairs as the inertia weighs.

    `problem` holds the people and capacities of today: those who left are no longer in it, newcomers are. `refused`
    pairs are never made again. `before` is a result whose work serves again when the people are the same.
    """
    return repaired_problem(problem, announced, refused, inertia).solve(before=before)


def repaired_problem(
    problem: Problem, announced: Iterable[Pair], refused: Iterable[Pair], inertia: float
) -> Problem:
    """Return the problem whose solution is the repair."""
    refusals = tuple(sorted(set(refused)))
    known = tuple(pair for pair in refusals if _known(problem, pair))
    settings = replace(
        problem.settings,
        current=tuple(sorted(set(announced) - set(refusals))),
        inertia=inertia,
        forbids=tuple(dict.fromkeys((*problem.settings.forbids, *known))),
    )
    return Problem(problem.mentees, problem.mentors, settings, list(problem.plugs.values()))


def trade_off(
    problem: Problem,
    announced: Sequence[Pair],
    refused: Sequence[Pair] = (),
    inertias: Sequence[float] = INERTIAS,
    before: Result | None = None,
) -> list[Point]:
    """Return the exact repairs for several inertias, from the freest to the most faithful; see `repair`."""
    points = []
    for inertia in sorted(inertias):
        result = before = repair(problem, announced, refused, inertia, before)
        changed, lost = changes(result, announced, refused)
        placed, total = result.summary.paired, result.summary.total
        points.append(Point(inertia, len(changed), len(lost), placed, total, result))
    return points


def changes(
    result: Result, announced: Iterable[Pair], refused: Iterable[Pair] = ()
) -> tuple[list[Pair], list[Pair]]:
    """Return the announced pairs undone by choice, and those that could not be kept.

    A pair cannot be kept when it was refused, when one of the two is gone, when a rule now forbids it, or when one of
    them has no place any more.
    """
    refusals, made = set(refused), {(pair.mentee_id, pair.mentor_id) for pair in result.pairs}
    changed, lost = [], []
    for pair in sorted(set(announced) - made):
        if pair in refusals or not _known(result.problem, pair) or _impossible(result, pair):
            lost.append(pair)
        else:
            changed.append(pair)
    return changed, lost


def _known(problem: Problem, pair: Pair) -> bool:
    return pair[0] in problem.mentee_index and pair[1] in problem.mentor_index


def _impossible(result: Result, pair: Pair) -> bool:
    problem = result.problem
    mentee, mentor = (
        problem.mentees[problem.mentee_index[pair[0]]],
        problem.mentors[problem.mentor_index[pair[1]]],
    )
    if not mentee.capacity or not problem.capacity(mentor):
        return True
    return any(rule.forbids(mentee, mentor) for rule in problem.rules)
