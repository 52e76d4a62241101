"""Who sits in which group, as one programme: a seat for each guest an option can take, and whether the option is used.

Without whole values it prices guests and hosts: as an option may be used with any of its guests from the least to the most,
its bound is the lowest that prices can prove. With whole values it is the best choice itself. Only the options need whole
values to be asked for: guests of given options are a flow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .grouping import FINE, NEVER, Bools, Group, Grouping, Priced
from .integer import Floats, best_relaxed, best_whole


class Seats:
    """The programme of a grouping, or of a part of its seats (`open_to`, options x guests)."""

    def __init__(self, grouping: Grouping, open_to: Bools | None = None) -> None:
        self.grouping = grouping
        allowed = grouping.gains > NEVER
        self.options, self.guests = np.nonzero(allowed if open_to is None else allowed & open_to)
        self.used = np.unique(self.options)
        self.rank = np.searchsorted(self.used, self.options)
        seats = grouping.gains[self.options, self.guests]
        self.gains = np.concatenate((seats, grouping.opening[self.used])).astype(float)

    def __len__(self) -> int:
        return len(self.options)

    def relaxed(self, placed: int | None = None) -> Priced:
        """Return the prices with the lowest bound; with `placed`, of the choices that place so many people."""
        one = self.grouping
        table, limits = _stacked(self._shared() + self._sizes() + self._people(placed))
        _, found, prices = best_relaxed(self.gains, table, limits)
        fine = np.rint(prices * FINE).astype(np.int64)
        guests, hosts = fine[: one.guests], fine[one.guests : one.guests + one.host_count]
        shares = np.zeros(len(one.hosts))
        shares[self.used] = found[len(self) :]
        person = 0 if placed is None else round(float(prices[-1] - prices[-2]))
        return Priced(guests, hosts, shares, person)

    def whole(self, placed: int | None = None) -> tuple[list[Group], bool]:
        """Return the best groups found, none without any, and whether the search came to its end."""
        rows = self._shared() + self._sizes() + self._people(placed) + self._apart()
        table, limits = _stacked(rows)
        whole = np.arange(len(self.gains)) >= len(self)
        found, ended = best_whole(self.gains, [(table, -np.inf, limits)], whole=whole)
        if found is None:
            return [], ended
        taken = found[: len(self)] > 0.5
        groups = [
            (int(option), tuple(self.guests[taken & (self.options == option)].tolist()))
            for option in self.used[found[len(self) :] > 0.5]
        ]
        return [group for group in groups if group[1]], ended

    def _rows(self, cells: Sequence[tuple[Any, Any, Any]], limits: Any) -> list[_Rows]:
        """Return rows made of cells (row, column, value), each side one number or many, with their limits."""
        from scipy import sparse

        rows, columns, values = (
            np.concatenate(side)
            for side in zip(*(np.broadcast_arrays(*cell) for cell in cells), strict=True)
        )
        size = len(limits), len(self.gains)
        return [(sparse.csr_array((values.astype(float), (rows, columns)), size), limits)]

    def _shared(self) -> list[_Rows]:
        """Return that guests and hosts have so many places."""
        one = self.grouping
        leads = [
            (host, len(self) + k)
            for k, option in enumerate(self.used.tolist())
            for host in one.hosts[option]
        ]
        hosts, columns = np.array(leads, dtype=np.int64).reshape(-1, 2).T
        return self._rows([(self.guests, np.arange(len(self)), 1)], one.places) + self._rows(
            [(hosts, columns, 1)], np.ones(one.host_count)
        )

    def _sizes(self) -> list[_Rows]:
        """Return that seats are those of options used, from the least to the most in each."""
        one, seats, count = self.grouping, np.arange(len(self)), len(self.used)
        options = np.arange(count)
        use = len(self) + options
        return [
            *self._rows(
                [(seats, seats, 1), (seats, len(self) + self.rank, -1)], np.zeros(len(self))
            ),
            *self._rows([(self.rank, seats, 1), (options, use, -one.most)], np.zeros(count)),
            *self._rows([(self.rank, seats, -1), (options, use, one.least)], np.zeros(count)),
        ]

    def _people(self, placed: int | None) -> list[_Rows]:
        """Return that so many people are placed, neither more nor less."""
        if placed is None:
            return []
        count = len(self)
        counted = (
            np.arange(count, len(self.gains)) if self.grouping.places_hosts else np.arange(count)
        )
        return self._rows([(0, counted, 1), (1, counted, -1)], np.array([placed, -placed]))

    def _apart(self) -> list[_Rows]:
        """Return that guests who clash are not seated together."""
        seat = np.full(self.grouping.gains.shape, -1, dtype=np.int64)
        seat[self.options, self.guests] = np.arange(len(self))
        ours, theirs = self.grouping.clashes
        a, b = seat[:, ours].ravel(), seat[:, theirs].ravel()
        both = np.flatnonzero((a >= 0) & (b >= 0))
        a, b, row = a[both], b[both], np.arange(len(both))
        cells = [(row, a, 1), (row, b, 1), (row, len(self) + self.rank[a], -1)]
        return self._rows(cells, np.zeros(len(both)))


_Rows = tuple[Any, Any]  # a sparse table and its limits


def _stacked(rows: Sequence[_Rows]) -> tuple[Any, Floats]:
    from scipy import sparse

    return (
        sparse.vstack([table for table, _ in rows], format="csr"),
        np.concatenate([limits for _, limits in rows]).astype(float),
    )
