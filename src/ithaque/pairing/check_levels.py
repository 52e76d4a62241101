"""Checking a leximin from its prices: each level as few pairs as can be, the next one as high as can be; no solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from .flow import Arcs, Bools
from .leximin import Level, scored_arcs, walk
from .messages import Message
from .people import Person
from .places import Longs
from .result import Result
from .scoring import MILLION
from .settings import Fault
from .work import Work


def levels_bound(result: Result, work: Work, u: Longs, p: Longs) -> int:
    """Return what the pairings with the same levels cannot exceed, at these prices."""
    arcs = scored_arcs(work)
    *_, (_, _, optima) = walk(arcs, work.places, _levels(result))
    return optima.bound(work.gains.of_pairs(arcs.rows, arcs.columns, arcs.gains), u, p)


def levels_faults(result: Result, work: Work) -> Iterator[Fault]:
    """Yield the levels that the pairs do not have or that the prices do not prove."""
    certificate = result.certificate
    if not certificate.levels:
        return
    arcs = scored_arcs(work)
    chosen = _chosen(result, work, arcs)
    scores = arcs.gains[chosen]
    levels, below = _levels(result), -1
    for k, (level, bound, _) in enumerate(walk(arcs, work.places, levels)):
        if level.score is None:
            filled = np.bincount(arcs.rows[chosen], minlength=len(work.places[0]))
            load = np.bincount(arcs.columns[chosen], minlength=len(work.places[1]))
            right = work.places[0].worth(filled.astype(np.int64))
            right += work.places[1].worth(load.astype(np.int64))
            sound = right == bound and len(scores) == level.pairs
        else:
            had = int((scores == level.score).sum())
            skipped = ((scores > below) & (scores < level.score)).any()
            sound = had == level.pairs > 0 and -bound == had and not skipped
            below = level.score
        if not sound:
            yield _fault(k, level)
    if certificate.all_levels and (scores > below).any():
        yield _fault(len(levels) - 1, levels[-1])


def _fault(k: int, level: Level) -> Fault:
    data = {"score": None if level.score is None else level.score / MILLION, "pairs": level.pairs}
    return Fault(f"certificate.levels[{k}]", Message("check.level", data))


def _levels(result: Result) -> list[Level]:
    problem = result.problem
    return [
        Level(
            step.score if k else None,
            step.pairs,
            _prices(problem.mentees, step.mentees),
            _prices(problem.mentors, step.mentors),
        )
        for k, step in enumerate(result.certificate.levels)
    ]


def _prices(people: Sequence[Person], written: Mapping[str, int]) -> Longs:
    return np.array([written.get(person.id, 0) for person in people], dtype=np.int64)


def _chosen(result: Result, work: Work, arcs: Arcs) -> Bools:
    """Return which pairs that may be are in the result, the locked ones apart."""
    problem, m = result.problem, work.scorer.shape[1]
    made = [
        problem.mentee_index[pair.mentee_id] * m + problem.mentor_index[pair.mentor_id]
        for pair in result.pairs
    ]
    chosen: Bools = np.isin(arcs.rows * m + arcs.columns, made)
    return chosen
