"""The price of a decision: what imposing a pair costs, who moves, who is left alone.

One augmenting path in the residual network of the optimum, hence exact, without solving again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from .places import Longs
from .pricing import near_pairs
from .residual import NOWHERE, Exchange, Least, Pairs, Residual
from .scoring import MILLION

if TYPE_CHECKING:
    from .result import Result


MARGIN = (
    100_000  # millionths: pairs this near to being useful are completed before prices are asked
)


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee whose mentor changes; None stands for nobody."""

    mentee_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Price:
    """What imposing a pair would do.

    `loss` is what the sum of the scores loses (negative when it gains, because fewer people would be placed);
    `moves` are the other people whose mentor changes; `left_alone` those who would have no mentor any more, and
    `placed` those who would get one. `rules` names the rules that forbid the pair: nothing else is computed then.
    `exact` is False when pairs never listed could make it a little cheaper.
    """

    loss: float = 0.0
    moves: list[Move] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    exact: bool = True


@dataclass(frozen=True, slots=True)
class PlaceWorth:
    """What one more place with a mentor would bring: people served (0 or 1) and gain of the sum of scores."""

    served: int
    gain: float


class Pricer:
    """Prices of decisions on one result.

    When the optimum was found on short lists, the lists are first completed once with the pairs nearest to being
    useful, so that a chain can be shown to be the best over all pairs: see `_exact`.
    """

    def __init__(self, result: Result) -> None:
        self.result, self.work = result, result.work
        solution = result.solution
        self.u, self.p = solution.u, solution.p
        arcs, chosen = solution.arcs, solution.chosen
        self.slack: Longs | None = None
        if not solution.whole:
            near, self.slack = near_pairs(self.work, self.u, self.p, MARGIN)
            held = set(zip(arcs.rows[chosen].tolist(), arcs.columns[chosen].tolist(), strict=True))
            arcs = arcs.merged(near)
            pairs = zip(arcs.rows.tolist(), arcs.columns.tolist(), strict=True)
            chosen = np.fromiter((pair in held for pair in pairs), dtype=bool, count=len(arcs))
        self.residual = Residual(arcs, chosen, *self.work.places)

    def impose(self, row: int, column: int) -> Price:
        """Return the price of making one pair more."""
        start, end = ("mentor", column), ("mentee", row)
        exchange = self.residual.exchange(start, end, self._least(int(self.p[column])))
        told = _told(self.result, exchange.removed, [*exchange.added, (row, column)], row)
        return replace(told, exact=self._exact(exchange, end, int(self.p[column])))

    def forbid(self, row: int, column: int) -> Price:
        """Return the price of undoing one pair and never making it."""
        start, end = ("mentee", row), ("mentor", column)
        residual = self.residual.without(row, column)
        exchange = residual.exchange(start, end, self._least(-int(self.u[row])))
        told = _told(self.result, [*exchange.removed, (row, column)], exchange.added, row)
        return replace(told, exact=self._exact(exchange, end, -int(self.u[row])))

    def _least(self, start: int) -> Least | None:
        if not self.result.certificate.proven:
            return None
        return Least(-self.u - start, self.p - start, self.residual.scale)

    def _exact(self, exchange: Exchange, end: tuple[str, int], start: int) -> bool:
        """Return whether no chain through an unlisted pair could lose less.

        Such a chain reaches a mentee by listed pairs, then loses at least the mentee's slack.
        """
        if self.slack is None:
            return True
        least = self._least(start)
        if least is None:
            return False
        scale = self.residual.scale
        ours = -(-(least.ours * scale - exchange.our_labels) // scale)
        labels = exchange.our_labels if end[0] == "mentee" else exchange.their_labels
        bounds = least.ours if end[0] == "mentee" else least.theirs
        lost = int(bounds[end[1]]) - int(labels[end[1]]) // scale
        reached = exchange.our_labels > NOWHERE
        return bool((ours[reached] + self.slack[reached] >= lost).all())


def price(result: Result, mentee_id: str, mentor_id: str) -> Price:
    """Return the price of imposing a pair, or nothing when it is made. Raises `KeyError` for a stranger."""
    row, column = _indices(result, mentee_id, mentor_id)
    if _paired(result, mentee_id, mentor_id):
        return Price()
    rules = result.work.scorer.rules_against(row, column) or _closed(result, row, column)
    if rules:
        return Price(rules=rules)
    if result.problem.settings.objective == "stable":
        return _solved_again(result, (mentee_id, mentor_id))
    return _pricer(result).impose(row, column)


def _solved_again(result: Result, pair: tuple[str, str]) -> Price:
    """Return the price of imposing a pair on a stable pairing, which has no chain of best moves: by solving again."""
    problem = result.problem
    settings = replace(problem.settings, locks=(*problem.settings.locks, pair))
    again = type(problem)(
        problem.mentees, problem.mentors, settings, list(problem.plugs.values())
    ).solve()
    before, after = (
        {(problem.mentee_index[p.mentee_id], problem.mentor_index[p.mentor_id]) for p in one.pairs}
        for one in (result, again)
    )
    row = problem.mentee_index[pair[0]]
    return _told(result, sorted(before - after), sorted(after - before), row)


def price_without(result: Result, mentee_id: str, mentor_id: str) -> Price:
    """Return the price of forbidding a pair, nothing when it is not made. Raises `KeyError` for a stranger.

    Raises `ValueError` for a stable pairing, where nothing is optimised.
    """
    row, column = _indices(result, mentee_id, mentor_id)
    if not _paired(result, mentee_id, mentor_id):
        return Price()
    if (mentee_id, mentor_id) in result.problem.settings.locks:
        return Price(rules=["locked"])
    _refuse_stable(result)
    return _pricer(result).forbid(row, column)


def place_worths(result: Result) -> dict[str, PlaceWorth]:
    """Return, for each mentor, what one more place would bring: people placed, and change of the sum of gains."""
    _refuse_stable(result)
    labels = _pricer(result).residual.places_worth()
    unit = result.work.unit
    worths = {}
    for mentor, label in zip(result.problem.mentors, labels.tolist(), strict=True):
        units = (2 * label + unit) // (2 * unit)
        worths[mentor.id] = PlaceWorth(int(units >= 2), (label - units * unit) / MILLION)
    return worths


def _refuse_stable(result: Result) -> None:
    if result.problem.settings.objective == "stable":
        raise ValueError("a stable pairing has no such price: nothing is optimised in it")


def _pricer(result: Result) -> Pricer:
    if result.pricer is None:
        result.pricer = Pricer(result)
    return result.pricer


def _indices(result: Result, mentee_id: str, mentor_id: str) -> tuple[int, int]:
    return result.problem.mentee_index[mentee_id], result.problem.mentor_index[mentor_id]


def _paired(result: Result, mentee_id: str, mentor_id: str) -> bool:
    return any(p.mentee_id == mentee_id and p.mentor_id == mentor_id for p in result.pairs)


def _closed(result: Result, row: int, column: int) -> list[str]:
    """Return why one of the two has no place to give: all locked, or none at all."""
    ours, theirs = result.work.places
    if ours.total[row] and theirs.total[column]:
        return []
    mentee, mentor = result.problem.mentees[row].id, result.problem.mentors[column].id
    locked = any(a == mentee or b == mentor for a, b in result.problem.settings.locks)
    return ["locked" if locked else "capacity"]


def _told(result: Result, removed: Pairs, added: Pairs, decided: int) -> Price:
    """Return an exchange of pairs in words of people; the mentee decided upon is not told as moved."""
    work, mentees, mentors = result.work, result.problem.mentees, result.problem.mentors
    lost = sum(
        int(work.scorer.at(*_cells(pairs)).sum()) * sign
        for sign, pairs in ((1, removed), (-1, added))
    )
    held = Counter(pair.mentee_id for pair in result.pairs)
    moves, left_alone, placed = [], [], []
    for row in sorted({row for row, _ in (*removed, *added)}):
        person = mentees[row].id
        before = [mentors[column].id for r, column in removed if r == row]
        after = [mentors[column].id for r, column in added if r == row]
        if row != decided:
            moves.append(Move(person, before[0] if before else None, after[0] if after else None))
        if held[person] and held[person] + len(after) == len(before):
            left_alone.append(person)
        if not held[person] and row != decided:
            placed.append(person)
    return Price(lost / MILLION, moves, left_alone, placed)


def _cells(pairs: Pairs) -> tuple[Longs, Longs]:
    cells = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return cells[:, 0], cells[:, 1]
