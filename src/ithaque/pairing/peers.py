"""Pairs within one list: the best matching of a graph, proved by prices of people and of odd sets.

Edmonds' theorem: no matching is worth more than the prices of people, plus the prices of odd sets times half their size
rounded down, plus what pairs exceed the prices of their people and sets; and the best matching reaches that bound. A linear
programme (HiGHS) gives the prices, an odd set being added wherever too much of the solution lies within it; when a solution
remains in fractions, the integer programme decides and the gap is stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .integer import Floats, best_relaxed, best_whole
from .odd_cuts import odd_cuts
from .places import Longs

FINE = 1000  # prices are counted in thousandths of a millionth
NEAR = 1e-6
ROUNDS = 60
FIRST = 20  # pairs first listed for each person
ADDED = 10


@dataclass(frozen=True, slots=True)
class OddSet:
    """People of whom at most half can be paired among themselves, and the price of that."""

    people: tuple[int, ...]
    price: int


@dataclass(slots=True)
class Matched:
    """Pairs i < j, prices of people and of odd sets (thousandths of a millionth)."""

    pairs: list[tuple[int, int]]
    prices: Longs
    sets: list[OddSet] = field(default_factory=list)


def bound(gains: Longs, prices: Longs, sets: Sequence[OddSet]) -> int:
    """Return what no matching can exceed, from any prices, in whole millionths; negative gains are no pairs."""
    n = len(gains)
    prices = np.maximum(prices, 0)
    over = gains * FINE - prices[:, None] - prices[None, :]
    total = int(prices.sum())
    for one in sets:
        price = max(0, one.price)
        over[np.ix_(one.people, one.people)] -= price
        total += price * (len(set(one.people)) // 2)
    upper = np.triu(gains >= 0, 1) if n else np.zeros((0, 0), dtype=bool)
    return (total + int(over[upper & (over > 0)].sum())) // FINE


def best_matching(gains: Longs) -> Matched:
    """Return the best matching for symmetric gains in whole millionths; negative ones are no pairs."""
    n = len(gains)
    edges = _first_edges(gains)
    sets = [people for people in _parts(n, np.argwhere(gains >= 0)) if len(people) % 2]
    best: tuple[int, Longs, list[OddSet]] | None = None
    for _ in range(ROUNDS):
        x, prices, costs = _relaxed(gains, edges, sets)
        fine = np.rint(prices * FINE).astype(np.int64)
        priced = [
            OddSet(people, round(cost * FINE))
            for people, cost in zip(sets, costs, strict=True)
            if cost > 0
        ]
        proved = bound(gains, fine, priced)
        if best is None or proved < best[0]:
            best = proved, fine, priced
        cuts = [one for one in _odd_sets(n, edges, x) if one not in sets]
        more = _worth_adding(gains, edges, prices, list(zip(sets, costs, strict=True)))
        if not cuts and len(more) == len(edges):
            break
        sets, edges, x = sets + cuts, more, np.full(len(more), 0.5)
    whole = bool((np.abs(x - np.rint(x)) < NEAR).all())
    chosen = x > 0.5 if whole else _integer(gains, edges, sets) > 0.5
    pairs = [(i, j) for i, j in edges[chosen].tolist()]
    assert best is not None
    return Matched(sorted(pairs), best[1], best[2])


def _first_edges(gains: Longs) -> Longs:
    """Return the best pairs of each person, each once as i < j."""
    n = len(gains)
    order = np.argsort(-gains, axis=1, kind="stable")[:, :FIRST]
    rows = np.repeat(np.arange(n), order.shape[1])
    columns = order.ravel()
    keep = gains[rows, columns] >= 0
    return _once(np.column_stack((rows[keep], columns[keep])).reshape(-1, 2))


def _once(cells: Longs) -> Longs:
    edges: Longs = np.unique(np.sort(cells, axis=1), axis=0)
    return edges


def _programme(gains: Longs, edges: Longs, sets: Sequence[tuple[int, ...]]) -> tuple[Any, Floats]:
    """Return the rows of the programme: people, then odd sets; and their limits."""
    from scipy import sparse

    n, count = len(gains), len(edges)
    number = np.arange(count)
    rows, columns = [edges[:, 0], edges[:, 1]], [number, number]
    for k, people in enumerate(sets):
        member = np.zeros(n, dtype=bool)
        member[list(people)] = True
        within = np.flatnonzero(member[edges].all(axis=1))
        rows.append(np.full(len(within), n + k))
        columns.append(within)
    cells = np.concatenate(rows), np.concatenate(columns)
    table = sparse.csr_array((np.ones(len(cells[0])), cells), (n + len(sets), count))
    return table, np.concatenate((np.ones(n), [len(people) // 2 for people in sets]))


def _relaxed(
    gains: Longs, edges: Longs, sets: Sequence[tuple[int, ...]]
) -> tuple[Floats, Floats, Floats]:
    n = len(gains)
    worth = gains[edges[:, 0], edges[:, 1]].astype(float)
    found = best_relaxed(worth, *_programme(gains, edges, sets))
    return found[1], found[2][:n], found[2][n:]


def _integer(gains: Longs, edges: Longs, sets: Sequence[tuple[int, ...]]) -> Floats:
    """Return the best matching of these edges, as far as the search goes."""
    table, limits = _programme(gains, edges, sets)
    worth = gains[edges[:, 0], edges[:, 1]].astype(float)
    found, _ = best_whole(worth, [(table, -np.inf, limits)])
    return np.zeros(len(edges)) if found is None else found


def _odd_sets(n: int, edges: Longs, x: Floats) -> list[tuple[int, ...]]:
    """Return odd sets within which the solution pairs more than half, the easily seen ones first."""
    part = (x > NEAR) & (x < 1 - NEAR)
    if not part.any():
        return []
    parts = [people for people in _parts(n, edges[part]) if len(people) % 2]
    found = [people for people in parts if _too_much(edges, x, people)]
    return found or [people for people in odd_cuts(n, edges, x) if _too_much(edges, x, people)]


def _parts(n: int, edges: Longs) -> list[tuple[int, ...]]:
    """Return the connected parts of more than one person."""
    from scipy import sparse

    graph = sparse.csr_array((np.ones(len(edges)), tuple(edges.T)), (n, n))
    count, labels = sparse.csgraph.connected_components(graph, directed=False)
    parts = [tuple(np.flatnonzero(labels == label).tolist()) for label in range(count)]
    return [people for people in parts if len(people) > 1]


def _too_much(edges: Longs, x: Floats, people: tuple[int, ...]) -> bool:
    within = np.isin(edges, people).all(axis=1)
    return bool(x[within].sum() > len(people) // 2 + NEAR)


def _worth_adding(
    gains: Longs,
    edges: Longs,
    prices: Floats,
    sets: Sequence[tuple[tuple[int, ...], float]],
) -> Longs:
    """Return the edges with the pairs never listed that are worth more than their prices, the best of each person."""
    over = gains - prices[:, None] - prices[None, :]
    for people, cost in sets:
        over[np.ix_(people, people)] -= cost
    over[gains < 0] = -1
    over[edges[:, 0], edges[:, 1]] = over[edges[:, 1], edges[:, 0]] = -1
    order = np.argsort(-over, axis=1, kind="stable")[:, :ADDED]
    rows = np.repeat(np.arange(len(gains)), order.shape[1])
    columns = order.ravel()
    keep = over[rows, columns] > 1e-3
    new = np.column_stack((rows[keep], columns[keep])).reshape(-1, 2)
    return _once(np.concatenate((edges, new)))
