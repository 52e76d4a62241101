"""Checking a result from the problem alone: places, rules, locks, scores, and the proof, without any solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from .check_levels import levels_bound, levels_faults
from .duals import places_bound
from .floors import fault_data, figures
from .hours import over_hours
from .meeting import check_meetings
from .messages import Message
from .objectives import at_floor
from .places import Longs
from .pricing import CLOSED
from .result import Result
from .scoring import FORBIDDEN, MILLION
from .settings import Fault
from .stable import Stability, blocking_pairs, stability
from .tilt import Tilt, tilted_bound
from .work import Work


def check(result: Result) -> list[Fault]:
    """Return every fault of a result; an empty list means that it is what it says."""
    strangers = list(_strangers(result))
    if strangers:
        return strangers
    work = Work.start(result.problem)
    if result.problem.format.grouped:
        return [*_waiting(result), *_pairs(result, work), *check_meetings(result, work)]
    work.gains.floor = result.certificate.floor or 0
    found = [*_waiting(result), *_people(result), *_pairs(result, work), *_proof(result, work)]
    found += [*_floor(result, work), *levels_faults(result, work), *_groups(result)]
    found += over_hours(result)
    return [*found, *_stability(result)]


def _fault(place: str, code: str, **data: Any) -> Fault:
    return Fault(place, Message(f"check.{code}", data))


def _strangers(result: Result) -> Iterator[Fault]:
    problem = result.problem
    for k, pair in enumerate(result.pairs):
        if pair.mentee_id not in problem.mentee_index:
            yield _fault(f"pairs[{k}]", "stranger", id=pair.mentee_id)
        if pair.mentor_id not in problem.mentor_index:
            yield _fault(f"pairs[{k}]", "stranger", id=pair.mentor_id)
    for k, one in enumerate(result.unmatched):
        if one.mentee_id not in problem.mentee_index:
            yield _fault(f"unmatched[{k}]", "stranger", id=one.mentee_id)
    for k, meeting in enumerate(result.meetings):
        strangers = {*meeting.mentees} - problem.mentee_index.keys()
        strangers |= {*meeting.mentors} - problem.mentor_index.keys()
        for person in sorted(strangers):
            yield _fault(f"meetings[{k}]", "stranger", id=person)


def _waiting(result: Result) -> Iterator[Fault]:
    """Yield the people both paired and waiting, or neither, and the locked pairs that were not made."""
    problem = result.problem
    placed = {pair.mentee_id for pair in result.pairs}
    waiting = {one.mentee_id for one in result.unmatched}
    for mentee in problem.mentees:
        if mentee.id in placed & waiting:
            yield _fault("unmatched", "both", mentee=mentee.id)
        if mentee.id not in placed | waiting and mentee.capacity > 0:
            yield _fault("pairs", "missing", mentee=mentee.id)
    paired = {(pair.mentee_id, pair.mentor_id) for pair in result.pairs}
    for mentee_id, mentor_id in problem.settings.locks:
        if (mentee_id, mentor_id) not in paired:
            yield _fault("pairs", "lock", mentee=mentee_id, mentor=mentor_id)


def _people(result: Result) -> Iterator[Fault]:
    """Yield faults of places: more than a person has."""
    problem = result.problem
    times = Counter(pair.mentee_id for pair in result.pairs)
    load = Counter(pair.mentor_id for pair in result.pairs)
    for mentee in problem.mentees:
        if times[mentee.id] > mentee.capacity:
            yield _fault("pairs", "twice", mentee=mentee.id, times=times[mentee.id])
    for mentor in problem.mentors:
        capacity = problem.capacity(mentor)
        if load[mentor.id] > capacity:
            yield _fault(
                "pairs", "capacity", mentor=mentor.id, load=load[mentor.id], capacity=capacity
            )
    paired = Counter((pair.mentee_id, pair.mentor_id) for pair in result.pairs)
    for pair, count in paired.items():
        if count > 1:
            yield _fault("pairs", "twice", mentee=pair[0], times=count)


def _pairs(result: Result, work: Work) -> Iterator[Fault]:
    """Yield faults of single pairs: a rule broken, a score that is not the right one."""
    problem, locks = result.problem, set(result.problem.settings.locks)
    if problem.format.kind == "peers":
        locks |= {(b, a) for a, b in locks}
    for pair in result.pairs:
        row, column = problem.mentee_index[pair.mentee_id], problem.mentor_index[pair.mentor_id]
        ids = {"mentee": pair.mentee_id, "mentor": pair.mentor_id}
        if (pair.mentee_id, pair.mentor_id) not in locks:
            for code in work.scorer.rules_against(row, column):
                yield _fault("pairs", "rule", **ids, rule=code)
        right = work.scorer.score_of(work.scorer.parts(row, column))
        if right != round(pair.score * MILLION):
            yield _fault("pairs", "score", **ids, right=right / MILLION, written=pair.score)


def _proof(result: Result, work: Work) -> Iterator[Fault]:
    """Yield faults of the certificate: value, dual bound over all pairs, claim of optimality."""
    certificate = result.certificate
    value, worth = pairs_value(result, work)
    if value != certificate.objective:
        yield _fault(
            "certificate.objective", "objective", right=value, written=certificate.objective
        )
    fixed = sum(
        round(pair.score * MILLION)
        for pair in result.pairs
        if _is_locked(result, pair.mentee_id, pair.mentor_id)
    )
    bound = _bound(result, work, worth) + fixed
    if bound != certificate.bound:
        yield _fault("certificate.bound", "bound", right=bound, written=certificate.bound)
    if certificate.proven and bound > value:
        yield _fault("certificate.proven", "proof", bound=bound, objective=value)
    if bound > value:
        yield from _loads(result)


def _bound(result: Result, work: Work, worth: int) -> int:
    """Return what the certificate's prices prove of the gains of pairs, whatever the objective."""
    certificate = result.certificate
    u, p = _prices(result, certificate.mentees, certificate.mentors)
    if certificate.levels:
        return levels_bound(result, work, u, p)
    if result.problem.settings.conditions:
        tilt = Tilt.of(work)
        multipliers = _multipliers(certificate.multipliers, tilt)
        return tilted_bound(work, tilt, multipliers, u, p)[0] - worth
    return dual_bound(work, u, p) - worth


def _multipliers(written: tuple[int, ...], tilt: Tilt) -> list[int]:
    """Return one multiplier for each condition, none of them negative: others would prove nothing."""
    count = len(tilt.conditions)
    return [max(0, k) for k in (*written, *[0] * count)[:count]]


def _loads(result: Result) -> Iterator[Fault]:
    """Yield the mentors below their minimum load, which nothing proves to be out of reach."""
    load = Counter(pair.mentor_id for pair in result.pairs)
    for mentor in result.problem.mentors:
        if load[mentor.id] < mentor.minimum_load:
            data = {"load": load[mentor.id], "minimum": mentor.minimum_load}
            yield _fault("pairs", "load", mentor=mentor.id, **data)


def _floor(result: Result, work: Work) -> Iterator[Fault]:
    """Yield faults of the lowest score: a pair below it, or prices that do not prove it the highest."""
    certificate, problem = result.certificate, result.problem
    if not problem.settings.aims.worst or certificate.levels:
        return
    floor = certificate.floor or 0
    free = [pair for pair in result.pairs if not _is_locked(result, pair.mentee_id, pair.mentor_id)]
    lowest = min((round(pair.score * MILLION) for pair in free), default=MILLION)
    u, p = _prices(result, certificate.floor_mentees, certificate.floor_mentors)
    higher = dual_bound(at_floor(work, floor + 1), u, p)
    if lowest < floor or (free and higher >= pairs_value(result, work)[1]):
        data = {"lowest": lowest / MILLION, "floor": floor / MILLION}
        yield _fault("certificate.floor", "lowest", **data)


def _stability(result: Result) -> Iterator[Fault]:
    """Yield the pairs who would both rather leave, when the result says that there is none."""
    if result.problem.settings.aims.stable or result.certificate.stable:
        for mentee_id, mentor_id in unstable(result, 0.0):
            yield _fault("pairs", "blocking", mentee=mentee_id, mentor=mentor_id)


def _groups(result: Result) -> Iterator[Fault]:
    """Yield the floors that are not reached."""
    for floor, value in figures(result):
        if value < floor.least - 1e-9:
            yield _fault("pairs", "floor", **fault_data(floor, value))


def stability_of(result: Result, epsilon: float, examples: int) -> Stability:
    """Return how far a result is from stable; locked pairs keep their places."""
    cells = free_cells(result)
    return stability(Work.start(result.problem), *cells, round(epsilon * MILLION), examples)


def free_cells(result: Result) -> tuple[Longs, Longs]:
    """Return the indices of the pairs that were not locked."""
    problem = result.problem
    free = [pair for pair in result.pairs if not _is_locked(result, pair.mentee_id, pair.mentor_id)]
    rows = [problem.mentee_index[pair.mentee_id] for pair in free]
    columns = [problem.mentor_index[pair.mentor_id] for pair in free]
    return np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)


def unstable(result: Result, epsilon: float) -> list[tuple[str, str]]:
    """Return pairs where both would gain more than epsilon by leaving, looked for among all pairs."""
    problem = result.problem
    found = blocking_pairs(Work.start(problem), *free_cells(result), round(epsilon * MILLION))
    return [(problem.mentees[row].id, problem.mentors[column].id) for row, column in found]


def _prices(
    result: Result, mentees: Mapping[str, int], mentors: Mapping[str, int]
) -> tuple[Longs, Longs]:
    problem = result.problem
    return (
        np.array([mentees.get(person.id, 0) for person in problem.mentees], dtype=np.int64),
        np.array([mentors.get(person.id, 0) for person in problem.mentors], dtype=np.int64),
    )


def _is_locked(result: Result, mentee_id: str, mentor_id: str) -> bool:
    return (mentee_id, mentor_id) in result.problem.settings.locks


def pairs_value(result: Result, work: Work) -> tuple[int, int]:
    """Return what the pairs are worth, and what the places they fill are worth (locked ones set apart)."""
    free = [pair for pair in result.pairs if not _is_locked(result, pair.mentee_id, pair.mentor_id)]
    rows, columns = free_cells(result)
    scores = np.array([round(pair.score * MILLION) for pair in free], dtype=np.int64)
    gained = int(work.gains.of_pairs(rows, columns, scores).sum())
    fixed = sum(round(pair.score * MILLION) for pair in result.pairs) - int(scores.sum())
    ours, theirs = work.places
    worth = ours.worth(np.bincount(rows, minlength=len(ours)).astype(np.int64))
    worth += theirs.worth(np.bincount(columns, minlength=len(theirs)).astype(np.int64))
    return gained + fixed, worth


def dual_bound(work: Work, u: Longs, p: Longs) -> int:
    """Return what no assignment over all pairs can exceed, at these prices, priced block by block."""
    ours, theirs = work.places
    total = places_bound(u, p, ours, theirs)
    u = np.where(ours.total > 0, u, CLOSED)
    p = np.where(theirs.total > 0, p, CLOSED)
    for rows, columns, block in work.scorer.blocks():
        gains = work.gains.of_block(rows, columns, block, work.locked)
        over = gains - u[rows, None] - p[None, columns]
        total += int(over[(over > 0) & (block != FORBIDDEN)].sum())
    return total
