"""From a problem to its result: assign for the objective asked, then explain."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from .aims import told
from .explain import explain_pairs, explain_unmatched
from .leximin import Level
from .meeting import solve_meetings
from .objectives import Sought, filled_worth, sought
from .people import Person
from .places import Longs
from .problem import Cancel, Problem, Progress
from .result import Certificate, Pairing, Result, Step, Summary
from .scoring import MILLION
from .work import Executor, Work


def solve(
    problem: Problem,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    executor: Executor | None = None,
    before: Result | None = None,
) -> Result:
    """Return the result of a problem; see `Problem.solve`."""
    started = time.perf_counter()
    work = Work.start(problem, progress, cancel, executor, before)
    if problem.format.grouped:
        return solve_meetings(work)
    found = sought(work)
    work.tell("explain", 0, 1)
    result = _result(work, found, started)
    work.tell("done", 1, 1)
    return result


def _result(work: Work, found: Sought, started: float) -> Result:
    problem, solution = work.problem, found.solution
    rows = np.concatenate((work.locked[0], solution.arcs.rows[solution.chosen]))
    columns = np.concatenate((work.locked[1], solution.arcs.columns[solution.chosen]))
    order = np.lexsort((columns, rows))
    locked = np.arange(len(rows)) < len(work.locked[0])
    pairs = explain_pairs(work, rows[order], columns[order], locked[order])
    unmatched = explain_unmatched(work, rows, columns)
    certificate = _certificate(work, found, pairs)
    scores = [pair.score for pair in pairs]
    summary = Summary(
        mentees=len(problem.mentees),
        mentors=len(problem.mentors),
        places=sum(problem.capacity(mentor) for mentor in problem.mentors),
        paired=len({pair.mentee_id for pair in pairs}),
        unmatched=len(unmatched),
        total=round(sum(scores), 6),
        mean=sum(scores) / len(scores) if scores else 0.0,
        lowest=min(scores, default=0.0),
        excluded=work.scorer.excluded(work.counts),
        objective=told(problem.settings.objective),
        seconds=time.perf_counter() - started,
    )
    return Result(problem, pairs, unmatched, certificate, summary, work, solution)


def _certificate(work: Work, found: Sought, pairs: list[Pairing]) -> Certificate:
    """Return the proof in ids: what filled places are worth is taken off, what locked pairs score is added."""
    solution, floor = found.solution, found.floor
    fixed = sum(round(pair.score * MILLION) for pair in pairs if pair.locked)
    change = fixed - filled_worth(work, solution)
    return Certificate(
        objective=solution.objective + change,
        bound=solution.bound + change,
        proven=solution.objective == solution.bound,
        rounds=solution.rounds,
        mentees=_by_id(work.problem.mentees, solution.u),
        mentors=_by_id(work.problem.mentors, solution.p),
        stable=work.problem.settings.aims.stable,
        floor=None if floor is None else floor.score,
        floor_mentees={} if floor is None else _by_id(work.problem.mentees, floor.u),
        floor_mentors={} if floor is None else _by_id(work.problem.mentors, floor.p),
        levels=tuple(_step(work.problem, level) for level in found.levels),
        all_levels=found.all_levels,
        multipliers=tuple(found.multipliers),
        searched=found.searched,
    )


def _step(problem: Problem, level: Level) -> Step:
    mentees, mentors = (
        {one: price for one, price in _by_id(people, prices).items() if price}
        for people, prices in ((problem.mentees, level.u), (problem.mentors, level.p))
    )
    return Step(level.score, level.pairs, mentees, mentors)


def _by_id(people: Sequence[Person], prices: Longs) -> dict[str, int]:
    return {person.id: int(price) for person, price in zip(people, prices, strict=True)}
