"""Odd sets that a fractional matching pairs beyond half: least cuts that separate an odd number (Padberg and Rao 1982).

A tree of least cuts (Gomory and Hu 1961, built as by Gusfield 1990) holds one of the least odd cuts, hence a set to forbid
whenever there is any.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .places import Longs

UNITS = 1_000_000  # a solution's shares as whole capacities


def odd_cuts(n: int, edges: Longs, x: npt.NDArray[np.float64]) -> list[tuple[int, ...]]:
    """Return the odd sets of people that less than one share leaves, among the cuts of the tree.

    A further node takes what each person leaves unpaired, and never counts among the set's people.
    """
    from scipy import sparse

    used = x > 1.0 / UNITS
    shares = np.rint(x[used] * UNITS).astype(np.int32)
    paired = np.zeros(n, dtype=np.int64)
    for side in (0, 1):
        np.add.at(paired, edges[used, side], shares)
    rest = np.maximum(0, UNITS - paired).astype(np.int32)
    rows = np.concatenate((edges[used, 0], np.arange(n)))
    columns = np.concatenate((edges[used, 1], np.full(n, n)))
    values = np.concatenate((shares, rest))
    ends = np.concatenate((rows, columns)), np.concatenate((columns, rows))
    graph = sparse.csr_matrix((np.tile(values, 2), ends), (n + 1, n + 1), dtype=np.int32)
    parent, cuts = _tree(graph)
    found = []
    for node in range(1, n + 1):
        inside = np.array([_below(parent, node, other) for other in range(n + 1)])
        if inside[n]:
            inside = ~inside
        people = tuple(np.flatnonzero(inside).tolist())
        if len(people) % 2 and len(people) > 1 and cuts[node] < UNITS:
            found.append(people)
    return sorted(set(found))


def _tree(graph: Any) -> tuple[list[int], list[int]]:
    """Return a tree of least cuts: the parent of each node but 0, and the least cut between both."""
    size = graph.shape[0]
    parent, cuts = [0] * size, [0] * size
    for node in range(1, size):
        target = parent[node]
        value, side = _least_cut(graph, node, target)
        for other in range(size):
            if other != node and side[other] and parent[other] == target:
                parent[other] = node
        cuts[node] = value
        if side[parent[target]]:
            parent[node], parent[target] = parent[target], node
            cuts[node], cuts[target] = cuts[target], value
    return parent, cuts


def _least_cut(graph: Any, source: int, sink: int) -> tuple[int, npt.NDArray[np.bool_]]:
    """Return the least cut between two nodes, and the side of the source."""
    from scipy.sparse import csgraph

    flow = csgraph.maximum_flow(graph, source, sink)
    left = graph - flow.flow
    left.data = np.where(left.data > 0, left.data, 0)
    left.eliminate_zeros()
    reached = csgraph.breadth_first_order(left, source, return_predecessors=False)
    side = np.zeros(left.shape[0], dtype=bool)
    side[reached] = True
    return int(flow.flow_value), side


def _below(parent: list[int], node: int, other: int) -> bool:
    """Return whether a node of the tree is below another, or it."""
    while other != node and other:
        other = parent[other]
    return other == node
