"""A price book: what each manual change of a solved run would cost, exactly, long after the run and without it.

Made from a result, written as bytes, read back in milliseconds by any process. A change is priced by one best chain of
moves over the lists and prices of the run (see `network`), and may be applied: the book then describes the pairing changed,
and its prices prove that it is the best one that respects the changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from .changes import Alternative, Change, Move, PlaceWorth, Price
from .flow import Arcs
from .gains import Gains
from .network import CLOSED, COMPLETE, Network, Pairs, Tree
from .places import Longs, Places
from .scoring import MILLION, Scorer

if TYPE_CHECKING:
    from .problem import Problem

MOST_COMPLETED = 256  # mentees whose pairs are all scored, at most, to make one price exact
AT_ONCE = 16


class Scores(Protocol):
    """Scores of pairs that a book does not list, asked for whenever one could matter."""

    def block(self, mentee_ids: Sequence[str], mentor_ids: Sequence[str]) -> Longs:
        """Return the scores of mentees with mentors in millionths, -1 where a rule forbids."""
        ...

    def rules(self, mentee_id: str, mentor_id: str) -> list[str]:
        """Return the codes of the rules that forbid a pair."""
        ...


class ProblemScores:
    """Scores of a problem, prepared for the people asked for only: no run is needed."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def block(self, mentee_ids: Sequence[str], mentor_ids: Sequence[str]) -> Longs:
        """Return the scores of a block; see `Scores`."""
        problem = self.problem
        mentees = [problem.mentees[problem.mentee_index[name]] for name in mentee_ids]
        mentors = [problem.mentors[problem.mentor_index[name]] for name in mentor_ids]
        table = Scorer(mentees, mentors, problem.weighted, problem.rules).matrix()
        return table.astype(np.int64)

    def rules(self, mentee_id: str, mentor_id: str) -> list[str]:
        """Return the codes of the rules that forbid a pair."""
        mentee = self.problem.mentees[self.problem.mentee_index[mentee_id]]
        mentor = self.problem.mentors[self.problem.mentor_index[mentor_id]]
        return [rule.code for rule in self.problem.rules if rule.forbids(mentee, mentor)]


@dataclass(slots=True)
class _Plan:
    """A change found: pairs undone and made in the order of the chain, and the tree that shows it loses least."""

    removed: Pairs = field(default_factory=list)
    added: Pairs = field(default_factory=list)
    tree: Tree | None = None
    most: int = 0
    exact: bool = True


@dataclass(slots=True)
class PriceBook:
    """Prices of changes on one pairing; see the module.

    `mentees` and `mentors` are ids in the order of the network's numbers. `locked` pairs, with their scores, were decided
    before or by changes applied; `barred` ones were forbidden by changes. `unit` is what placing people is counted in.
    `scores` is asked for pairs that are not listed; without it a price that they could lower is said not to be exact.
    """

    mentees: list[str]
    mentors: list[str]
    network: Network
    gains: Gains
    locked: dict[tuple[int, int], int]
    barred: set[tuple[int, int]]
    unit: int
    proven: bool
    scores: Scores | None = None
    _rows: dict[str, int] = field(init=False, repr=False)
    _columns: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._rows = {name: row for row, name in enumerate(self.mentees)}
        self._columns = {name: column for column, name in enumerate(self.mentors)}

    def price(self, change: Change) -> Price:
        """Return what a change would do. Raises `KeyError` for a stranger, `LookupError` for a score nobody knows."""
        rules = self._against(change)
        return Price(rules=rules) if rules else self._told(change, self._plan(change))

    def apply(self, change: Change) -> Price:
        """Make a change, moves included, and return its price; a change that `rules` forbid is not made."""
        rules = self._against(change)
        if rules:
            return Price(rules=rules)
        plan = self._plan(change)
        price = self._told(change, plan)
        self._carry_out(change, plan)
        self.proven = self.proven and price.exact
        return price

    def alternatives(self, mentee_id: str, most: int = 5) -> list[Alternative]:
        """Return the mentors that cost least when imposed on a mentee, with their prices, the cheapest first
        (in what the objective counts: people before points when they come first, kept pairs with their bonus).

        One search serves them all. A mentor not listed is looked at when one could be among them, with `scores`.
        """
        row, net = self._rows[mentee_id], self.network
        tree = net.tree_to(row)
        columns, dearest = self._cheapest(row, tree, most)
        if net.slack[row] < dearest and self.scores is not None and self.proven:
            self._complete(np.array([row]))
            columns, _ = self._cheapest(row, tree, most)
        doubt = int(net.slack[net.ours.total > 0].min(initial=COMPLETE))
        return [self._alternative(row, column, tree, doubt) for column in columns]

    def place_worths(self) -> dict[str, PlaceWorth]:
        """Return, for each mentor with places, what one more would bring: people served, and gain of the total."""
        net = self.network
        tree = net.tree_from(net.hub)
        within = tree.within(int(CLOSED) // tree.scale)
        lost = np.minimum(within[net.n : net.hub], net.p)
        doubt = int((within[: net.n] + net.slack)[net.ours.total > 0].min(initial=COMPLETE))
        worths = {}
        for column in np.flatnonzero(net.theirs.total).tolist():
            worth = int(net.p[column] - lost[column])
            units = (2 * worth + self.unit) // (2 * self.unit)
            gain = (worth - units * self.unit) / MILLION
            exact = self.proven and int(lost[column]) <= doubt
            worths[self.mentors[column]] = PlaceWorth(int(units >= 2), gain, exact)
        return worths

    def pairs(self) -> dict[tuple[str, str], float]:
        """Return the pairs as they are after the changes applied, with their scores."""
        net = self.network
        used = zip(
            net.arcs.rows[net.used].tolist(), net.arcs.columns[net.used].tolist(), strict=True
        )
        found = dict(zip(used, net.scores[net.used].tolist(), strict=True)) | self.locked
        return {
            (self.mentees[row], self.mentors[column]): score / MILLION
            for (row, column), score in sorted(found.items())
        }

    def to_bytes(self) -> bytes:
        """Return the book as bytes, without `scores`."""
        from .book_bytes import to_bytes

        return to_bytes(self)

    @classmethod
    def from_bytes(cls, data: bytes, scores: Scores | None = None) -> PriceBook:
        """Return the book of these bytes. Raises `ValueError` when they are not a book of this version."""
        from .book_bytes import from_bytes

        return replace(from_bytes(data), scores=scores)

    def _against(self, change: Change) -> list[str]:
        """Return why a change cannot be made: rules, a lock, no place to give."""
        net, column = self.network, self._columns[change.mentor_id]
        if change.kind in ("add", "remove"):
            return self._full(None, column) if change.kind == "remove" else []
        row = self._rows[change.mentee_id]
        if (row, column) in self.locked:
            return ["locked"] if change.kind == "forbid" else []
        if change.kind == "forbid":
            return []
        if (row, column) in self.barred:
            return ["forbidden"]
        rules: list[str] = []
        if self.scores is not None and net.index(row, column) < 0:
            rules = self.scores.rules(change.mentee_id, change.mentor_id)
        return rules or self._full(row, column)

    def _full(self, row: int | None, column: int) -> list[str]:
        """Return why one of the two has no place to give: all locked, or none at all."""
        net = self.network
        if (row is None or net.ours.total[row]) and net.theirs.total[column]:
            return []
        return ["locked" if any(i == row or j == column for i, j in self.locked) else "capacity"]

    def _plan(self, change: Change) -> _Plan:
        """Return the best way to make a change that can be made."""
        net, column = self.network, self._columns[change.mentor_id]
        mentor = net.n + column
        if change.kind == "add":
            return self._plan_place(column)
        if change.kind == "remove":
            full = net.load[column] == net.theirs.total[column]
            return self._chain(mentor, net.hub) if full else _Plan()
        row = self._rows[change.mentee_id]
        listed = net.index(row, column)
        made = listed >= 0 and bool(net.used[listed])
        if change.kind == "forbid":
            plan = self._chain(row, mentor, (row, column)) if made else _Plan()
            return replace(plan, removed=[(row, column)] * made + plan.removed)
        if made or (row, column) in self.locked:
            return _Plan()
        plan = self._chain(mentor, row)
        return replace(plan, added=[*plan.added, (row, column)])

    def _plan_place(self, column: int) -> _Plan:
        """Return whom one more place of a mentor would serve: nobody when the place is better left empty."""
        net = self.network
        known = bool(net.theirs.total[column]) or self._open(column)
        plan = self._chain(net.hub, net.n + column, most=int(net.p[column]))
        return replace(plan, exact=plan.exact and known)

    def _chain(
        self, start: int, end: int, without: tuple[int, int] | None = None, most: int | None = None
    ) -> _Plan:
        """Return the chain that loses least, no chain when it loses `most` or more.

        While a pair not listed could shorten it, all pairs of the mentees nearest to the start are listed.
        """
        net = self.network
        for _ in range(MOST_COMPLETED // AT_ONCE):
            tree = net.tree_from(start, -1 if without is None else net.index(*without))
            lost = tree.lost(end)
            rows = net.doubtful(tree, lost if most is None else min(lost, most))
            if len(rows) == 0 or self.scores is None or not self.proven:
                break
            self._complete(rows[:AT_ONCE])
        exact = self.proven and len(rows) == 0
        if most is not None and lost >= most:
            return _Plan([], [], tree, most, exact)
        return _Plan(*net.exchange(tree.path(end)), tree, lost, exact)

    def _told(self, change: Change, plan: _Plan) -> Price:
        """Return an exchange of pairs in words of people."""
        net = self.network
        decided = self._rows.get(change.mentee_id, -1)
        scores = {pair: self._score(*pair, change) for pair in (*plan.removed, *plan.added)}
        lost = sum(scores[pair] for pair in plan.removed) - sum(scores[pair] for pair in plan.added)
        moves, left_alone, placed, own = [], [], [], None
        for row in dict.fromkeys(row for row, _ in (*plan.removed, *plan.added)):
            before = [self.mentors[column] for r, column in plan.removed if r == row]
            after = [self.mentors[column] for r, column in plan.added if r == row]
            person = self.mentees[row]
            move = Move(person, before[0] if before else None, after[0] if after else None)
            held = int(net.filled[row]) + sum(i == row for i, _ in self.locked)
            if row == decided:
                own = move
            else:
                moves.append(move)
            if held and held + len(after) == len(before):
                left_alone.append(person)
            if not held and row != decided:
                placed.append(person)
        return Price(lost / MILLION, moves, left_alone, placed, exact=plan.exact, own=own)

    def _score(self, row: int, column: int, change: Change) -> int:
        """Return the score of a pair: listed, told with the change, or computed. Raises `LookupError`."""
        listed = self.network.index(row, column)
        if listed >= 0:
            return int(self.network.scores[listed])
        if change.score is not None:
            return round(change.score * MILLION)
        if self.scores is None:
            raise LookupError(f"the score of {change.mentee_id} with {change.mentor_id}")
        return int(self.scores.block([self.mentees[row]], [self.mentors[column]])[0, 0])

    def _cheapest(self, row: int, tree: Tree, most: int) -> tuple[list[int], int]:
        """Return the listed mentors that cost least, by the chains to a mentee, and what one more would cost at least."""
        net = self.network
        listed = slice(net.starts[row], net.starts[row + 1])
        columns, gains = net.arcs.columns[listed], net.arcs.gains[listed]
        free = ~net.used[listed] & (net.theirs.total[columns] > 0) & (net.ours.total[row] > 0)
        columns, gains = columns[free], gains[free]
        chains = np.minimum(tree.lengths[net.n + columns], CLOSED).astype(np.int64)
        loss = net.u[row] + net.p[columns] - gains
        best = np.lexsort((columns, chains + loss * tree.scale))[:most]
        full = len(best) == most > 0
        dearest = int(loss[best[-1]] + chains[best[-1]] // tree.scale) if full else COMPLETE
        return columns[best].tolist(), dearest

    def _alternative(self, row: int, column: int, tree: Tree, doubt: int) -> Alternative:
        """Return what imposing a pair would do, from the chains to its mentee unless a pair not listed could matter."""
        net = self.network
        change = Change.impose(self.mentees[row], self.mentors[column])
        lost = tree.lost(net.n + column)
        if self.proven and lost > doubt:
            price = self.price(change)
        else:
            removed, added = net.exchange(tree.path(net.n + column))
            plan = _Plan(removed, [*added, (row, column)], exact=self.proven)
            price = self._told(change, plan)
        return Alternative(self.mentors[column], self._score(row, column, change) / MILLION, price)

    def _carry_out(self, change: Change, plan: _Plan) -> None:
        """Make a change and its moves; the prices follow."""
        net, column = self.network, self._columns[change.mentor_id]
        row = self._rows.get(change.mentee_id, -1)
        pair, imposed = (row, column), change.kind == "impose"
        if plan.tree is not None:
            net.move_prices(plan.tree, plan.most)
        if imposed and pair not in self.locked:
            self.locked[pair] = self._score(row, column, change)
            _take(net.ours, row, first=True)
            _take(net.theirs, column, first=True)
        if change.kind == "forbid":
            self.barred.add(pair)
        elif change.kind == "remove":
            _take(net.theirs, column, first=False)
        elif change.kind == "add":
            net.theirs.tiers[-1][0][column] += 1
        net.carry_out(
            [one for one in plan.removed if one != pair], [one for one in plan.added if one != pair]
        )
        net.drop_pair(row, column) if row >= 0 else net.forget()

    def _complete(self, rows: Longs) -> None:
        """List all pairs of some mentees with the mentors who have places."""
        columns = np.flatnonzero(self.network.theirs.total)
        self._list(rows, columns)
        self.network.slack[rows] = COMPLETE

    def _open(self, column: int) -> bool:
        """List all pairs of a mentor who had no place, at the least price that proves them; return whether it can be."""
        net = self.network
        if self.scores is None:
            return False
        rows = np.flatnonzero(net.ours.total)
        arcs = self._list(rows, np.array([column]))
        net.p[column] = max(0, int((arcs.gains - net.u[arcs.rows]).max(initial=0)))
        net.forget()
        return True

    def _list(self, rows: Longs, columns: Longs) -> Arcs:
        """List the pairs of a block that are allowed and not decided, and return them."""
        assert self.scores is not None
        block = self.scores.block(
            [self.mentees[row] for row in rows.tolist()],
            [self.mentors[column] for column in columns.tolist()],
        )
        closed = np.array(sorted({*self.locked, *self.barred}), dtype=np.int64).reshape(-1, 2)
        i, j = np.nonzero(block >= self.gains.floor)
        found, scores = (rows[i], columns[j]), block[i, j]
        m = self.network.m
        keep = ~np.isin(found[0] * m + found[1], closed[:, 0] * m + closed[:, 1])
        found, scores = (found[0][keep], found[1][keep]), scores[keep]
        arcs = Arcs(*found, self.gains.of_pairs(*found, scores))
        self.network.add_pairs(arcs, scores)
        return arcs


def _take(places: Places, person: int, *, first: bool) -> None:
    """Take one place of a person away: of the first tier that has one, or of the last."""
    tiers = places.tiers if first else reversed(places.tiers)
    next(count for count, _ in tiers if count[person])[person] -= 1
