"""The best pairing that holds conditions (floors, hours): plain when it holds them, else by integer programming.

Beyond `INTEGER_ARCS` pairs, multipliers alone look for it. Either way the proof is that of `tilt`: the gap between bound
and total is stated, 0 when the relaxation is tight.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .assign import ARC_BYTES, Solution, assign
from .duals import prices, value
from .floors import too_high
from .flow import Arcs, Bools, best_flow
from .gains import Gains
from .integer import Floats, best_relaxed, best_whole
from .leximin import scored_arcs
from .places import Longs
from .pricing import generate
from .problem import ProblemError
from .scoring import MILLION
from .settings import Fault
from .tilt import Budget, Fit, Placed, Tilt, tilted_bound

if TYPE_CHECKING:
    from .work import Work

INTEGER_ARCS = 60_000  # pairs up to which the integer programme is solved
STEPS = (1.0, 1.001, 1.01, 1.03, 1.1, 1.3, 2.0, 4.0)  # multipliers tried beyond the best ones
BOUND_ROUNDS = 8
MISSED = 10.0  # how much dearer than placing everybody it is to miss a condition by one


@dataclass(slots=True)
class Floored:
    """The best choice found that holds the conditions, and the multipliers whose prices bound all others.

    `searched` when the integer programme came to its end: nothing better exists then, as far as the solver is believed.
    """

    solution: Solution
    multipliers: list[int]
    searched: bool


def best_holding(work: Work) -> Floored:
    """Return the best assignment that holds the conditions. Raises `ProblemError` when none does.

    The error tells, for each floor that cannot be reached with the others, the most that can.
    """
    tilt = Tilt.of(work)
    plain = assign(work)
    arcs, scores, whole = _arcs(work)
    chosen = np.isin(_keys(work, arcs), _keys(work, plain.arcs.taken(plain.chosen)))
    if tilt.held(_reached(work, tilt, arcs, scores, chosen)):
        return Floored(plain, [0] * len(tilt.conditions), False)
    work.tell("floor", 0, 1)
    proved = _proved(work, tilt, arcs, scores, whole)
    programme = proved.programme
    few = len(programme.arcs) <= INTEGER_ARCS
    found, searched = programme.solved() if few else (None, False)
    found = programme.by_multipliers(proved.multipliers) if found is None else found
    if found is None:
        raise ProblemError(_unreachable(programme))
    total = value(programme.arcs, found, *work.places)
    solution = Solution(
        programme.arcs, found, proved.u, proved.p, total, proved.bound, proved.rounds, whole
    )
    return Floored(solution, proved.multipliers, searched and whole)


def _arcs(work: Work) -> tuple[Arcs, Longs, bool]:
    """Return the pairs chosen among, worth their gains, and their scores; all pairs when they are few."""
    n, m = work.scorer.shape
    settings = work.problem.settings
    few = n * m <= min(settings.dense_limit**2, settings.memory_mb * 2**20 // ARC_BYTES)
    arcs = scored_arcs(work) if few else generate(replace(work, gains=Gains())).arcs
    return (
        arcs.with_gains(work.gains.of_pairs(arcs.rows, arcs.columns, arcs.gains)),
        arcs.gains,
        few,
    )


def _keys(work: Work, arcs: Arcs) -> Longs:
    return arcs.rows * work.scorer.shape[1] + arcs.columns


def _reached(work: Work, tilt: Tilt, arcs: Arcs, scores: Longs, chosen: Bools) -> list[int]:
    return tilt.reached(arcs, scores, chosen, work.places[0].tiers[0][0])


@dataclass(slots=True)
class _Proved:
    """Multipliers with the prices and the bound they prove over all pairs, and the programme of the pairs listed."""

    programme: _Programme
    multipliers: list[int]
    u: Longs
    p: Longs
    bound: int
    rounds: int


def _proved(work: Work, tilt: Tilt, arcs: Arcs, scores: Longs, whole: bool) -> _Proved:
    """Return the best multipliers; pairs worth more than their prices are listed, and all is priced again."""
    rounds = 0
    while True:
        rounds += 1
        programme = _Programme(work, tilt, arcs, scores)
        multipliers = programme.multipliers()
        places = tilt.places(multipliers, work.places[0]), work.places[1]
        tilted = arcs.with_gains(arcs.gains + tilt.gains(multipliers, arcs, scores))
        u, p = prices(tilted, best_flow(tilted, *places), *places)
        bound, above = tilted_bound(work, tilt, multipliers, u, p)
        both = arcs.with_gains(scores).merged(above)
        if whole or len(both) == len(arcs) or rounds == BOUND_ROUNDS:
            return _Proved(programme, multipliers, u, p, bound, rounds)
        scores = both.gains
        arcs = both.with_gains(work.gains.of_pairs(both.rows, both.columns, scores))


class _Programme:
    """The assignment and its floors as a linear programme: pairs, then mentees' and mentors' places by tier."""

    def __init__(self, work: Work, tilt: Tilt, arcs: Arcs, scores: Longs) -> None:
        from scipy import sparse

        self.work, self.tilt, self.arcs, self.scores = work, tilt, arcs, scores
        n, m = work.scorer.shape
        tiers = [(0, n, t) for t in work.places[0].tiers] + [
            (n, m, t) for t in work.places[1].tiers
        ]
        size = len(arcs) + sum(count for _, count, _ in tiers)
        number = np.arange(len(arcs))
        rows, columns = [arcs.rows, arcs.columns + n], [number, number]
        signs = [np.ones(len(arcs)), np.ones(len(arcs))]
        upper, rest, units = [np.ones(len(arcs))], [arcs.gains / MILLION], [np.zeros(len(arcs))]
        start = len(arcs)
        for first, count, (places, worth) in tiers:
            rows.append(first + np.arange(count))
            columns.append(start + np.arange(count))
            signs.append(-np.ones(count))
            upper.append(places.astype(float))
            unit = np.rint(worth / work.unit) if self._in_units(first) else np.zeros(count)
            units.append(unit)
            rest.append((worth - unit * work.unit) / MILLION)
            start += count
        self.balance = sparse.csr_array(
            (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns))), (n + m, size)
        )
        self.upper, self.rest, self.units = (np.concatenate(one) for one in (upper, rest, units))
        count = len(tilt.conditions)
        lines = [sparse.csr_array(tilt.row(k, arcs, scores, size)[None, :]) for k in range(count)]
        self.rows: Any = sparse.vstack(lines, format="csr")
        self.needed = np.array([one.needed / one.scale for one in tilt.conditions])

    def _in_units(self, first: int) -> bool:
        return first > 0 or self.work.problem.settings.aims.people_first

    def multipliers(self) -> list[int]:
        """Return whole multipliers from the prices of the relaxation: people placed first, then fit.

        Conditions may be missed there at a price above everything else: what they lack is then worth the most.
        """
        first = self._relaxed(self.units, None)
        second = self._relaxed(self.rest, float(self.units @ first[0]))
        unit = self.work.unit / MILLION - float(second[1][-1])
        return [
            max(0, round(MILLION * (unit * float(a) + float(b))))
            for a, b in zip(first[1], second[1], strict=False)
        ]

    def _relaxed(self, gains: Floats, units: float | None) -> tuple[Floats, Floats]:
        """Return the best values and the prices of the conditions, then that of the units asked."""
        from scipy import sparse

        count = len(self.needed)
        table = -sparse.hstack((self.rows, sparse.eye_array(count)))
        limits = -self.needed
        if units is not None:
            table = sparse.vstack((table, -_padded(self.units[None, :], count)))
            limits = np.append(limits, -units + 1e-7)
        dear = MISSED * (1 + float(np.abs(gains).max(initial=0))) * (1 + len(self.work.places[0]))
        found = best_relaxed(
            np.append(gains, np.full(count, -dear)),
            table,
            limits,
            np.append(self.upper, np.full(count, np.inf)),
            _padded(self.balance, count),
        )
        return found[1][: len(gains)], found[2]

    def solved(self) -> tuple[Bools | None, bool]:
        """Return the best choice that holds the conditions, None without any, and whether the search came to its end."""
        first, ended = self._integer(self.units, None, self.rows)
        if first is None:
            return None, ended
        second, over = self._integer(self.rest, float(self.units @ first), self.rows)
        found = first if second is None else second
        chosen: Bools = found[: len(self.arcs)] > 0.5
        reached = _reached(self.work, self.tilt, self.arcs, self.scores, chosen)
        return (chosen if self.tilt.held(reached) else None), ended and over

    def _integer(
        self, gains: Floats, units: float | None, conditions: Any
    ) -> tuple[Floats | None, bool]:
        size, extra = len(self.upper), len(gains) - len(self.upper)
        rows = [(_padded(self.balance, extra), 0, 0), (conditions, self.needed, np.inf)]
        if units is not None:
            rows.append((_padded(self.units[None, :], extra), units - 0.5, np.inf))
        whole = np.zeros(size + extra)
        whole[: len(self.arcs)] = 1
        upper = np.concatenate((self.upper, np.full(extra, np.inf)))
        return best_whole(gains, rows, upper, whole)

    def by_multipliers(self, multipliers: list[int]) -> Bools | None:
        """Return the best respecting choice among the optima at growing multipliers, None without any."""
        best: tuple[int, Bools] | None = None
        for step in STEPS:
            tried = [round(k * step) for k in multipliers]
            places = self.tilt.places(tried, self.work.places[0]), self.work.places[1]
            added = self.tilt.gains(tried, self.arcs, self.scores)
            chosen = best_flow(self.arcs.with_gains(self.arcs.gains + added), *places)
            reached = _reached(self.work, self.tilt, self.arcs, self.scores, chosen)
            total = value(self.arcs, chosen, *self.work.places)
            if self.tilt.held(reached) and (best is None or total > best[0]):
                best = total, chosen
        return None if best is None else best[1]

    def nearest(self) -> Bools:
        """Return the choice that falls short of the floors as little as can be, each in share of its group.

        Nobody is chosen when the search finds none.
        """
        from scipy import sparse

        count = len(self.needed)
        sizes = np.array([_size(one) for one in self.tilt.conditions])
        short = sparse.hstack((self.rows, sparse.eye_array(count)))
        gains = np.concatenate((np.zeros(len(self.upper)), -1 / sizes))
        found, _ = self._integer(gains, None, short)
        none: Bools = np.zeros(len(self.arcs), dtype=bool)
        return none if found is None else found[: len(self.arcs)] > 0.5


def _padded(table: Any, extra: int) -> Any:
    from scipy import sparse

    return sparse.hstack((sparse.csr_array(table), sparse.csr_array((table.shape[0], extra))))


def _unreachable(programme: _Programme) -> list[Fault]:
    """Return a fault for each floor missed by the choice that falls short as little as can be."""
    work, tilt = programme.work, programme.tilt
    chosen = programme.nearest()
    reached = _reached(work, tilt, programme.arcs, programme.scores, chosen)
    faults = []
    for got, one in zip(reached, tilt.conditions, strict=True):
        if got >= one.needed or isinstance(one, Budget):
            continue
        if isinstance(one, Placed):
            best = one.floor.least - (one.needed - got) / _size(one)
        else:
            own = programme.scores[chosen & one.inside[programme.arcs.rows]].tolist() + one.locked
            best = sum(own) / len(own) / MILLION
        faults.append(Fault(f"floors[{one.floor.group}]", too_high(one.floor, best)))
    return faults


def _size(condition: Placed | Fit | Budget) -> float:
    """Return in what a shortfall is counted: people of the group; for hours, as dear as can be."""
    return 1e-3 if isinstance(condition, Budget) else max(1.0, float(condition.inside.sum()))
