"""All optima of an assignment at once, so that a next wish can choose among them without costing the first a unit.

The prices of one optimum describe them all: a pair worth more than its prices is in every optimum, one worth less in
none, and the same holds for places (complementary slackness).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .duals import prices
from .flow import Arcs, Bools, best_flow
from .places import Longs, Places


@dataclass(slots=True)
class Optima:
    """All optima of some steps: arcs in every one, arcs in some; places filled in every one, and in some."""

    arcs: Arcs
    kept: Bools
    inside: Longs
    must: tuple[Longs, Longs]
    may: tuple[Longs, Longs]

    def part(self, gains: Longs) -> Arcs:
        """Return the arcs left to choose among, with these gains."""
        inside = self.inside
        return Arcs(self.arcs.rows[inside], self.arcs.columns[inside], gains[inside])

    def places(self, most: int) -> tuple[Places, Places]:
        """Return the places left, those which must be filled being worth more than any chain of gains up to `most`."""
        must = 2 * (most + 1) * (len(self.must[0]) + len(self.must[1]) + 2)
        ours, theirs = (
            Places([(needed, np.full_like(needed, must)), (free, np.zeros_like(free))])
            for needed, free in zip(self.must, self.may, strict=True)
        )
        return ours, theirs

    def flow(self, gains: Longs) -> Bools:
        """Return, over all arcs, the optimum of some gains."""
        part = self.part(gains)
        flow = best_flow(part, *self.places(int(np.abs(part.gains).max(initial=0))))
        return self.chosen(flow)

    def chosen(self, flow: Bools) -> Bools:
        chosen = self.kept.copy()
        chosen[self.inside[flow]] = True
        return chosen

    def prices(self, gains: Longs, chosen: Bools) -> tuple[Longs, Longs]:
        """Return the prices that prove an optimum of some gains."""
        part = self.part(gains)
        places = self.places(int(np.abs(part.gains).max(initial=0)))
        return prices(part, chosen[self.inside], *places)

    def bound(self, gains: Longs, u: Longs, p: Longs) -> int:
        """Return what no choice left can exceed, at any prices."""
        part = self.part(gains)
        over = part.gains - u[part.rows] - p[part.columns]
        total = int(gains[self.kept].sum()) + int(over[over > 0].sum())
        for price, must, may in zip((u, p), self.must, self.may, strict=True):
            total += int((must * price + may * np.maximum(0, price)).sum())
        return total

    def narrowed(self, gains: Longs, u: Longs, p: Longs) -> Optima:
        """Return the optima of one step more, from the prices of one of them."""
        part = self.part(gains)
        over = part.gains - u[part.rows] - p[part.columns]
        kept = self.kept.copy()
        kept[self.inside[over > 0]] = True
        must, may = [], []
        for price, needed, free, ends in zip(
            (u, p), self.must, self.may, (part.rows, part.columns), strict=True
        ):
            taken = np.bincount(ends[over > 0], minlength=len(price)).astype(np.int64)
            least = needed + np.where(price > 0, free, 0)
            most = needed + np.where(price >= 0, free, 0)
            must.append(np.maximum(0, least - taken))
            may.append(np.maximum(0, most - taken) - np.maximum(0, least - taken))
        sides = (must[0], must[1]), (may[0], may[1])
        return replace(self, kept=kept, inside=self.inside[over == 0], must=sides[0], may=sides[1])

    def without(self, closed: Bools) -> Optima:
        """Return the same with some arcs closed."""
        return replace(self, inside=self.inside[~closed[self.inside]])


def first_optima(arcs: Arcs, places: tuple[Places, Places], u: Longs, p: Longs) -> Optima:
    """Return all ways of filling places at best, from the prices of one."""
    over = -u[arcs.rows] - p[arcs.columns]
    must, may = [], []
    for side, price, ends in zip(places, (u, p), (arcs.rows, arcs.columns), strict=True):
        least = sum(np.where(worth + price > 0, count, 0) for count, worth in side.tiers)
        most = sum(np.where(worth + price >= 0, count, 0) for count, worth in side.tiers)
        taken = np.bincount(ends[over > 0], minlength=len(price)).astype(np.int64)
        must.append(np.maximum(0, least - taken))
        may.append(np.maximum(0, most - taken) - np.maximum(0, least - taken))
    return Optima(arcs, over > 0, np.flatnonzero(over == 0), (must[0], must[1]), (may[0], may[1]))
