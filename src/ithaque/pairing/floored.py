"""The best pairing under floors (see `floors`): plain when it respects them, else by integer programming and multipliers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .assign import ARC_BYTES, Solution, assign
from .duals import prices, value
from .floors import Tilt, floors_bound, too_high
from .flow import Arcs, Bools, best_flow, loads
from .gains import Gains
from .leximin import scored_arcs
from .places import Longs
from .pricing import generate
from .problem import ProblemError
from .scoring import MILLION
from .settings import Fault

if TYPE_CHECKING:
    from .work import Work

Floats = npt.NDArray[np.float64]
INTEGER_ARCS = 60_000  # pairs up to which the integer programme is solved
SECONDS = 60.0  # given to the integer programme
STEPS = (1.0, 1.001, 1.01, 1.03, 1.1, 1.3, 2.0, 4.0)  # multipliers tried beyond the best ones
BOUND_ROUNDS = 3


@dataclass(slots=True)
class Floored:
    """The best choice found above the floors, and the multipliers whose prices bound all others."""

    solution: Solution
    multipliers: list[int]


def best_above_floors(work: Work) -> Floored:
    """Return the best assignment that respects the floors. Raises `ProblemError` when none does.

    The error tells, for each floor that cannot be reached with the others, the most that can.
    """
    tilt = Tilt.of(work)
    plain = assign(work)
    arcs, scores, whole = _arcs(work)
    chosen = np.isin(_keys(work, arcs), _keys(work, plain.arcs.taken(plain.chosen)))
    if tilt.respected(_reached(work, tilt, arcs, scores, chosen)):
        return Floored(plain, [0] * len(tilt.floors))
    programme = _Programme(work, tilt, arcs, scores)
    work.tell("floor", 0, 1)
    multipliers = programme.multipliers()
    found = programme.solved() if len(arcs) <= INTEGER_ARCS else None
    found = programme.by_multipliers(multipliers) if found is None else found
    if found is None:
        raise ProblemError(_unreachable(programme))
    total = value(arcs, found, *work.places)
    u, p, bound = _bounded(work, tilt, multipliers, arcs, scores, whole)
    return Floored(Solution(arcs, found, u, p, total, bound, 1, whole), multipliers)


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
    filled = loads(arcs, chosen, *work.scorer.shape)[0]
    return tilt.reached(arcs.rows[chosen], scores[chosen], filled, work.places[0].tiers[0][0])


def _bounded(
    work: Work, tilt: Tilt, multipliers: list[int], arcs: Arcs, scores: Longs, whole: bool
) -> tuple[Longs, Longs, int]:
    """Return prices at these multipliers and what they prove over all pairs."""
    places = tilt.places(multipliers, work.places[0]), work.places[1]
    for _ in range(1 if whole else BOUND_ROUNDS):
        tilted = arcs.with_gains(arcs.gains + tilt.gains(multipliers, arcs.rows, scores))
        u, p = prices(tilted, best_flow(tilted, *places), *places)
        bound, above = floors_bound(work, tilt, multipliers, u, p)
        both = arcs.with_gains(scores).merged(above)
        if len(both) == len(arcs):
            break
        scores = both.gains
        arcs = both.with_gains(work.gains.of_pairs(both.rows, both.columns, scores))
    return u, p, bound


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
        self.floors = sparse.csr_array(
            np.array([self._row(k, size) for k in range(len(tilt.floors))])
        )
        scale = [1 if floor.measure == "placed" else MILLION for floor in tilt.floors]
        self.needed = np.array(tilt.needed) / np.array(scale)

    def _in_units(self, first: int) -> bool:
        return first > 0 or self.work.problem.settings.aims.people_first

    def _row(self, k: int, size: int) -> Floats:
        """Return the coefficients of one floor: first places filled, or scores above the mean asked."""
        row, floor, inside = np.zeros(size), self.tilt.floors[k], self.tilt.rows[k]
        if floor.measure == "placed":
            row[len(self.arcs) : len(self.arcs) + len(inside)] = inside
        else:
            over = (self.scores - round(floor.least * MILLION)) / MILLION
            row[: len(self.arcs)] = np.where(inside[self.arcs.rows], over, 0)
        return row

    def multipliers(self) -> list[int]:
        """Return whole multipliers from the dual of the relaxation: people placed first, then fit."""
        first = self._relaxed(self.units, None)
        if first is None:
            return [0] * len(self.needed)
        floors = -np.minimum(0, first.ineqlin.marginals[: len(self.needed)])
        second = self._relaxed(self.rest, -first.fun)
        if second is None:
            return [0] * len(self.needed)
        marginals = -np.minimum(0, second.ineqlin.marginals)
        unit = self.work.unit / MILLION - marginals[-1]
        return [
            max(0, round(MILLION * (unit * float(a) + float(b))))
            for a, b in zip(floors, marginals, strict=False)
        ]

    def _relaxed(self, gains: Floats, units: float | None) -> Any:
        from scipy import optimize, sparse

        blocks, limits = [-self.floors], [-self.needed]
        if units is not None:
            blocks.append(sparse.csr_array(-self.units[None, :]))
            limits.append(np.array([-units]))
        found = optimize.linprog(
            -gains,
            A_ub=sparse.vstack(blocks),
            b_ub=np.concatenate(limits),
            A_eq=self.balance,
            b_eq=np.zeros(self.balance.shape[0]),
            bounds=np.column_stack((np.zeros(len(self.upper)), self.upper)),
            method="highs",
        )
        return found if found.status == 0 else None

    def solved(self) -> Bools | None:
        """Return the best choice that respects the floors, None when there is none or time ran out."""
        first = self._integer(self.units, None, self.floors, self.needed)
        if first is None:
            return None
        second = self._integer(self.rest, float(self.units @ first), self.floors, self.needed)
        return self._respecting(first if second is None else second)

    def _respecting(self, found: Floats) -> Bools | None:
        chosen: Bools = found[: len(self.arcs)] > 0.5
        reached = _reached(self.work, self.tilt, self.arcs, self.scores, chosen)
        return chosen if self.tilt.respected(reached) else None

    def _integer(
        self, gains: Floats, units: float | None, floors: Any, needed: Floats
    ) -> Floats | None:
        from scipy import optimize

        size, extra = len(self.upper), len(gains) - len(self.upper)
        balance = _padded(self.balance, extra)
        rules = [
            optimize.LinearConstraint(balance, 0, 0),
            optimize.LinearConstraint(floors, needed, np.inf),
        ]
        if units is not None:
            rules.append(
                optimize.LinearConstraint(_padded(self.units[None, :], extra), units - 0.5)
            )
        whole = np.zeros(size + extra)
        whole[: len(self.arcs)] = 1
        upper = np.concatenate((self.upper, np.full(extra, np.inf)))
        found = optimize.milp(
            -gains,
            integrality=whole,
            bounds=optimize.Bounds(0, upper),
            constraints=rules,
            options={"time_limit": SECONDS, "mip_rel_gap": 0},
        )
        return found.x

    def by_multipliers(self, multipliers: list[int]) -> Bools | None:
        """Return the best respecting choice among the optima at growing multipliers, None without any."""
        best: tuple[int, Bools] | None = None
        for step in STEPS:
            tried = [round(k * step) for k in multipliers]
            places = self.tilt.places(tried, self.work.places[0]), self.work.places[1]
            added = self.tilt.gains(tried, self.arcs.rows, self.scores)
            chosen = best_flow(self.arcs.with_gains(self.arcs.gains + added), *places)
            reached = _reached(self.work, self.tilt, self.arcs, self.scores, chosen)
            total = value(self.arcs, chosen, *self.work.places)
            if self.tilt.respected(reached) and (best is None or total > best[0]):
                best = total, chosen
        return None if best is None else best[1]

    def nearest(self) -> Bools:
        """Return the choice that falls short of the floors as little as can be, each in share of its group.

        Nobody is chosen when the time given does not suffice to find one.
        """
        from scipy import sparse

        count = len(self.needed)
        sizes = np.maximum(1, [inside.sum() for inside in self.tilt.rows])
        short = sparse.hstack((self.floors, sparse.eye_array(count)))
        gains = np.concatenate((np.zeros(len(self.upper)), -1 / sizes))
        found = self._integer(gains, None, short, self.needed)
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
    for k, (floor, inside) in enumerate(zip(tilt.floors, tilt.rows, strict=True)):
        if reached[k] >= tilt.needed[k]:
            continue
        if floor.measure == "placed":
            best = floor.least - (tilt.needed[k] - reached[k]) / max(1, int(inside.sum()))
        else:
            own = programme.scores[chosen & inside[programme.arcs.rows]].tolist() + tilt.locked[k]
            best = sum(own) / len(own) / MILLION
        faults.append(Fault(f"floors[{floor.group}]", too_high(floor, best)))
    return faults
