"""The price of a decision on a result: what imposing a pair costs, who moves, who is left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .book import PriceBook, ProblemScores
from .changes import Change, Move, PlaceWorth, Price
from .duals import prices
from .network import CLOSED, COMPLETE, Network
from .places import Longs, Places
from .pricing import near_pairs
from .scoring import MILLION

if TYPE_CHECKING:
    from .assign import Solution
    from .result import Result
    from .work import Work

KEPT = 2_000_000  # pairs a book lists at most, or FEWEST for each mentee when that is more
FEWEST = 20
KEPT_WHOLE = 100_000  # pairs a book lists at least, when the run held them all
MARGIN = 100_000  # millionths: pairs at least this near to being useful are listed


def price(result: Result, mentee_id: str, mentor_id: str) -> Price:
    """Return the price of imposing a pair, or nothing when it is made. Raises `KeyError` for a stranger."""
    problem = result.problem
    row, column = problem.mentee_index[mentee_id], problem.mentor_index[mentor_id]
    if any(p.mentee_id == mentee_id and p.mentor_id == mentor_id for p in result.pairs):
        return Price()
    if has_book(result):
        return result.book().price(Change.impose(mentee_id, mentor_id))
    rules = result.work.scorer.rules_against(row, column) or _full(result, row, column)
    locks = (*problem.settings.locks, (mentee_id, mentor_id))
    return Price(rules=rules) if rules else _solved_again(result, mentee_id, locks=locks)


def price_without(result: Result, mentee_id: str, mentor_id: str) -> Price:
    """Return the price of forbidding a pair, nothing when it is not made. Raises `KeyError` for a stranger."""
    settings, pair = result.problem.settings, (mentee_id, mentor_id)
    if has_book(result):
        return result.book().price(Change.forbid(*pair))
    if pair in settings.locks:
        return Price(rules=["locked"])
    if pair not in {(one.mentee_id, one.mentor_id) for one in result.pairs}:
        return Price()
    return _solved_again(result, mentee_id, forbids=(*settings.forbids, pair))


def place_worths(result: Result) -> dict[str, PlaceWorth]:
    """Return, for each mentor with places, what one more would bring: people placed, and change of the sum of gains."""
    return result.book().place_worths()


def has_book(result: Result) -> bool:
    """Return whether a decision moves one chain of people; otherwise its price takes solving again."""
    settings = result.problem.settings
    plain = not settings.conditions and not result.problem.format.grouped
    return settings.aims.moved_by_chains and plain


def book_of(result: Result) -> PriceBook:
    """Return the price book of a result. Raises `ValueError` for an objective of which one chain is not the price."""
    work, problem = result.work, result.problem
    if not has_book(result):
        raise ValueError("no price book for this objective: a decision may move everybody")
    locked = {
        (problem.mentee_index[pair.mentee_id], problem.mentor_index[pair.mentor_id]): round(
            pair.score * MILLION
        )
        for pair in result.pairs
        if pair.locked
    }
    return PriceBook(
        [person.id for person in problem.mentees],
        [person.id for person in problem.mentors],
        _network(work, result.solution, result.certificate.proven),
        work.gains,
        locked,
        set(),
        work.unit,
        result.certificate.proven,
        ProblemScores(problem),
    )


def _network(work: Work, solution: Solution, proven: bool) -> Network:
    """Return the network of a solution: the pairs in use and those nearest to being useful."""
    arcs, used, n = solution.arcs, solution.chosen, work.scorer.shape[0]
    u, p = (solution.u, solution.p) if proven else prices(arcs, used, *work.places)
    if solution.whole:
        near, scores = arcs, work.scorer.matrix().astype(np.int64)[arcs.rows, arcs.columns]
        over = u[arcs.rows] + p[arcs.columns] - arcs.gains
        nearest = np.partition(over, KEPT_WHOLE)[KEPT_WHOLE] if len(over) > KEPT_WHOLE else CLOSED
        keep = used | (over < max(nearest, MARGIN))
        slack = np.full(n, COMPLETE, dtype=np.int64)
        np.minimum.at(slack, arcs.rows[~keep], over[~keep])
    else:
        near, scores, slack = near_pairs(work, u, p, MARGIN, max(FEWEST, KEPT // max(1, n)))
        keep = u[near.rows] + p[near.columns] >= near.gains
    network = Network(
        near.taken(keep),
        scores[keep],
        np.zeros(int(keep.sum()), dtype=bool),
        (Places(_copies(work.places[0])), Places(_copies(work.places[1]))),
        (u, p),
        slack,
    )
    rows, columns = arcs.rows[used], arcs.columns[used]
    network.add_pairs(arcs.taken(used), work.scorer.at(rows, columns))
    network.carry_out([], list(zip(rows.tolist(), columns.tolist(), strict=True)))
    network.forget()
    return network


def _copies(places: Places) -> list[tuple[Longs, Longs]]:
    return [(count.copy(), worth.copy()) for count, worth in places.tiers]


def _solved_again(result: Result, decided: str, **decisions: tuple[tuple[str, str], ...]) -> Price:
    """Return the price of a decision by solving again with it."""
    problem = result.problem
    settings = replace(problem.settings, **decisions)  # type: ignore[arg-type]
    plugs = list(problem.plugs.values())
    again = type(problem)(problem.mentees, problem.mentors, settings, plugs).solve()
    before, after = (
        {(p.mentee_id, p.mentor_id): p.score for p in one.pairs} for one in (result, again)
    )
    return _compared(before, after, decided)


def _compared(
    before: dict[tuple[str, str], float], after: dict[tuple[str, str], float], decided: str
) -> Price:
    """Return what changes from some pairs to others."""
    held, holds = ({mentee for mentee, _ in pairs} for pairs in (before, after))
    moves = []
    for mentee in sorted({mentee for mentee, _ in before.keys() ^ after.keys()}):
        old = [mentor for one, mentor in sorted(before.keys() - after.keys()) if one == mentee]
        new = [mentor for one, mentor in sorted(after.keys() - before.keys()) if one == mentee]
        moves.append(Move(mentee, old[0] if old else None, new[0] if new else None))
    return Price(
        round(sum(before.values()) - sum(after.values()), 6),
        [move for move in moves if move.mentee_id != decided],
        sorted(held - holds),
        sorted(holds - held - {decided}),
        own=next((move for move in moves if move.mentee_id == decided), None),
    )


def _full(result: Result, row: int, column: int) -> list[str]:
    """Return why one of the two has no place to give: all locked, or none at all."""
    ours, theirs = result.work.places
    if ours.total[row] and theirs.total[column]:
        return []
    locked = (row in result.work.locked[0]) or (column in result.work.locked[1])
    return ["locked" if locked else "capacity"]
