"""The residual network of an optimum: from each person, the moves that could follow, and what each one loses.

A chain of moves undoes used pairs, makes unused ones, fills open places, frees filled ones. Prices that prove the optimum
make every move lose 0 or more: chains that lose least are shortest paths, found by Dijkstra's algorithm, and the prices
stay a proof after such a chain is carried out (Edmonds and Karp's potentials, 1972).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from .flow import Arcs, Bools, loads
from .places import Longs, Places

CLOSED = (
    2.0**52
)  # length of a move that cannot be made; any other chain is shorter, and exact in float64
COMPLETE = 2**60  # slack of a mentee all of whose pairs are listed
Pairs = list[tuple[int, int]]


@dataclass(slots=True)
class Tree:
    """Shortest chains from one node to all, or from all to one: lengths, and the neighbour on the way."""

    lengths: npt.NDArray[np.float64]
    towards: npt.NDArray[np.int32]
    root: int
    scale: int
    backwards: bool

    def lost(self, node: int) -> int:
        """Return what the chain of a node loses, CLOSED when there is none."""
        return int(min(self.lengths[node], CLOSED)) // self.scale

    def within(self, most: int) -> Longs:
        """Return what the chain of each node loses, or `most` where it is more."""
        capped = np.minimum(self.lengths, float(most * self.scale)) // self.scale
        return capped.astype(np.int64)

    def path(self, node: int) -> list[int]:
        """Return the nodes of the chain of a node, from where it starts to where it ends."""
        nodes = [node]
        while nodes[-1] != self.root:
            nodes.append(int(self.towards[nodes[-1]]))
        return nodes if self.backwards else nodes[::-1]


class Network:
    """Listed pairs, those in use, places and prices. `slack`: what pairs not listed lose at least, by mentee."""

    def __init__(
        self,
        arcs: Arcs,
        scores: Longs,
        used: Bools,
        places: tuple[Places, Places],
        prices: tuple[Longs, Longs],
        slack: Longs,
    ) -> None:
        self.n, self.m = len(places[0]), len(places[1])
        self.hub = self.n + self.m
        self.arcs, self.scores, self.used = arcs, scores, used
        self.ours, self.theirs = places
        self.u, self.p = (np.array(side, dtype=np.int64) for side in prices)
        self.slack = np.array(slack, dtype=np.int64)
        self.forget()

    def forget(self) -> None:
        """Drop what was drawn from lists, places and prices: they have changed."""
        self.filled, self.load = loads(self.arcs, self.used, self.n, self.m)
        self.starts = np.searchsorted(self.arcs.rows, np.arange(self.n + 1))
        self._graphs: dict[bool, csr_matrix] = {}

    def index(self, row: int, column: int) -> int:
        """Return the number of a listed pair, -1 when it is not listed."""
        first, last = self.starts[row], self.starts[row + 1]
        found = int(first + np.searchsorted(self.arcs.columns[first:last], column))
        return found if found < last and self.arcs.columns[found] == column else -1

    def tree_from(self, node: int, barred: int = -1) -> Tree:
        """Return the shortest chains from a node, without one listed pair when asked."""
        graph = self._graph(False)
        if barred >= 0:
            row, column = int(self.arcs.rows[barred]), int(self.arcs.columns[barred])
            graph = csr_matrix((graph.data.copy(), graph.indices, graph.indptr), graph.shape)
            graph.data[barred + row] = CLOSED
            first, last = graph.indptr[self.n + column : self.n + column + 2]
            undone = first + np.flatnonzero(graph.indices[first:last] == row)
            graph.data[undone] = CLOSED
        return self._tree(graph, node, backwards=False)

    def tree_to(self, node: int) -> Tree:
        """Return the shortest chains from all nodes to one."""
        return self._tree(self._graph(True), node, backwards=True)

    def _tree(self, graph: csr_matrix, node: int, backwards: bool) -> Tree:
        lengths, towards = dijkstra(graph, indices=np.array(node), return_predecessors=True)
        return Tree(lengths, towards, node, self.scale, backwards)

    def doubtful(self, tree: Tree, most: int) -> Longs:
        """Return the mentees through whose pairs not listed a chain could lose less than `most`, nearest first."""
        nearest = tree.within(most)[: self.n] + self.slack
        rows = np.flatnonzero((nearest < most) & (self.ours.total > 0))
        return rows[np.argsort(nearest[rows], kind="stable")]

    def exchange(self, path: list[int]) -> tuple[Pairs, Pairs]:
        """Return the pairs undone and those made by a chain, in its order."""
        removed: Pairs = []
        added: Pairs = []
        for a, b in pairwise(path):
            if b < self.n <= a < self.hub:
                removed.append((b, a - self.n))
            elif a < self.n <= b < self.hub:
                added.append((a, b - self.n))
        return removed, added

    def carry_out(self, removed: Pairs, added: Pairs) -> None:
        """Undo and make pairs; all are listed."""
        for row, column in removed:
            self.used[self.index(row, column)] = False
        for row, column in added:
            self.used[self.index(row, column)] = True

    def move_prices(self, tree: Tree, most: int) -> None:
        """Move the prices by the lengths of a tree from a node, up to `most`: they prove what a chain of it leaves."""
        lost = tree.within(most)
        hub = lost[self.hub]
        self.u += lost[: self.n] - hub
        self.p -= lost[self.n : self.hub] - hub
        self.slack -= np.where(self.slack < COMPLETE, most - lost[: self.n], 0)

    def add_pairs(self, arcs: Arcs, scores: Longs) -> None:
        """List more pairs; those listed before stay as they are."""
        keys = np.concatenate(
            (self.arcs.rows * self.m + self.arcs.columns, arcs.rows * self.m + arcs.columns)
        )
        keys, first = np.unique(keys, return_index=True)
        gains = np.concatenate((self.arcs.gains, arcs.gains))[first]
        self.arcs = Arcs(keys // self.m, keys % self.m, gains)
        self.scores = np.concatenate((self.scores, scores))[first]
        self.used = np.concatenate((self.used, np.zeros(len(arcs), bool)))[first]
        self.forget()

    def drop_pair(self, row: int, column: int) -> None:
        """Take a pair out of the lists when it is there."""
        found = self.index(row, column)
        if found >= 0:
            keep = np.arange(len(self.arcs)) != found
            self.arcs = self.arcs.taken(keep)
            self.scores, self.used = self.scores[keep], self.used[keep]
        self.forget()

    def _graph(self, backwards: bool) -> csr_matrix:
        if backwards not in self._graphs:
            self._graphs[backwards] = self._graph(False).T.tocsr() if backwards else self._drawn()
        return self._graphs[backwards]

    def _drawn(self) -> csr_matrix:
        """Return the moves: from mentees over unused pairs, from mentors over used ones, and all through the hub."""
        n, m, arcs = self.n, self.m, self.arcs
        picked = np.flatnonzero(self.used)
        picked = picked[np.argsort(arcs.columns[picked], kind="stable")]
        over = self.u[arcs.rows] + self.p[arcs.columns] - arcs.gains
        freed = self.ours.last_worth(self.filled) + self.u, self.filled > 0
        spare = -self.theirs.next_worth(self.load) - self.p, self.load < self.theirs.total
        waiting = -self.ours.next_worth(self.filled) - self.u, self.filled < self.ours.total
        loaded = self.theirs.last_worth(self.load) + self.p, self.load > 0
        moves = [
            (over, ~self.used),
            freed,
            (-over[picked], np.ones(len(picked), bool)),
            spare,
            waiting,
            loaded,
        ]
        self.scale = self._scale(moves)
        lengths = [self._lengths(*move) for move in moves]
        lengths[0] = np.minimum(lengths[0] + (self.scale > 1), CLOSED)
        nodes = np.arange(n + m)
        ends = [
            arcs.columns + n,
            np.full(n, self.hub),
            arcs.rows[picked],
            np.full(m, self.hub),
            nodes,
        ]
        order = _interleaved(self.starts, len(arcs))
        held = np.append(0, np.cumsum(self.load))
        order = np.concatenate((order, _interleaved(held, len(picked)) + len(order)))
        order = np.concatenate((order, len(order) + nodes))
        starts = self.starts + np.arange(n + 1)
        theirs = held[1:] + np.arange(1, m + 1) + starts[-1]
        indptr = np.concatenate((starts, theirs, [len(order)]))
        shape = (self.hub + 1, self.hub + 1)
        return csr_matrix(
            (np.concatenate(lengths)[order], np.concatenate(ends)[order], indptr), shape
        )

    def _scale(self, moves: list[tuple[Longs, Bools]]) -> int:
        """Return how many times losses are counted, so that among equal chains the one that makes fewest pairs wins.

        A chain comes by a person once; where numbers would grow beyond what float64 holds exactly, it is once.
        """
        longest = max(int(loss[can].max(initial=0)) for loss, can in moves)
        scale = min(self.n, self.m) + 2
        return scale if (4 * longest + 2) * scale < CLOSED else 1

    def _lengths(self, loss: Longs, can: Bools) -> npt.NDArray[np.float64]:
        return np.where(can, loss * float(self.scale), CLOSED)


def _interleaved(starts: Longs, size: int) -> Longs:
    """Return the order that puts after each run of the first numbers, by their starts, one of those that follow."""
    runs = len(starts) - 1
    order = np.empty(size + runs, dtype=np.int64)
    ends = starts[1:] + np.arange(runs)
    order[ends] = size + np.arange(runs)
    inside = np.ones(size + runs, dtype=bool)
    inside[ends] = False
    order[inside] = np.arange(size)
    return order
