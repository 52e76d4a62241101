"""The residual network of an optimum: the best chain of moves that makes room for a decision."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .duals import ranges
from .flow import Arcs, Bools, loads
from .places import Longs, Places

NOWHERE = -(2**60)
Pairs = list[tuple[int, int]]
Node = tuple[str, int]  # "mentee" or "mentor" and an index, or ("hub", 0)


@dataclass(slots=True)
class _Labels:
    """Longest paths found so far, and the round in which each label was last raised."""

    ours: Longs
    theirs: Longs
    hub: int = NOWHERE
    our_round: Longs = field(init=False)
    their_round: Longs = field(init=False)
    hub_round: int = 0

    def __post_init__(self) -> None:
        self.our_round, self.their_round = np.zeros_like(self.ours), np.zeros_like(self.theirs)


@dataclass(slots=True)
class Least:
    """Potentials: at these values, minus a label, nothing is ever lost below 0."""

    ours: Longs
    theirs: Longs
    scale: int

    def to(self, end: Node, labels: _Labels) -> int:
        """Return what the chain found so far to a node loses over the potentials."""
        potentials, found = (
            (self.ours, labels.ours) if end[0] == "mentee" else (self.theirs, labels.theirs)
        )
        return int(potentials[end[1]]) * self.scale - int(found[end[1]])


@dataclass(slots=True)
class Exchange:
    """Pairs to undo and to make, and the labels the search ended with (longest paths from the start)."""

    removed: Pairs
    added: Pairs
    our_labels: Longs
    their_labels: Longs


class Residual:
    """Chains of moves over the optimum: used pairs may be undone, unused ones made, places filled or freed."""

    def __init__(self, arcs: Arcs, chosen: Bools, mentees: Places, mentors: Places) -> None:
        n, m = len(mentees), len(mentors)
        # Everything is counted n + 1 times, so that among equal chains the one that moves fewest people wins.
        self.scale = n + 1
        self.arcs, self.chosen = arcs.with_gains(arcs.gains * self.scale), chosen
        self.filled, self.load = loads(arcs, chosen, n, m)
        self.open_ours = np.flatnonzero(self.filled < mentees.total)
        self.open_theirs = self.load < mentors.total
        self.our_next, self.our_last = (
            worth(self.filled) * self.scale for worth in (mentees.next_worth, mentees.last_worth)
        )
        self.their_next, self.their_last = (
            worth(self.load) * self.scale for worth in (mentors.next_worth, mentors.last_worth)
        )
        self._index()

    def _index(self) -> None:
        n, m = len(self.filled), len(self.load)
        self.starts = np.searchsorted(self.arcs.rows, np.arange(n + 1))
        picked = np.flatnonzero(self.chosen)
        self.picked = picked[np.argsort(self.arcs.columns[picked], kind="stable")]
        self.picked_starts = np.searchsorted(self.arcs.columns[self.picked], np.arange(m + 1))

    def exchange(self, start: Node, end: Node, least: Least | None = None) -> Exchange:
        """Return the chain from one node to another that loses least, as pairs to undo and pairs to make.

        A pair mentee i, mentor j is imposed by the chain from j back to i, and forbidden by one from i to j. `least`
        gives, from prices that prove the optimum, what any chain to a person loses at least: people farther than the
        end are then left out of the search.
        """
        labels = self._labels_from(start, end, least)
        removed: Pairs = []
        added: Pairs = []
        node = end
        while node != start:
            before = self._before(labels, *node)
            if before[0] == "mentor" and node[0] == "mentee":
                removed.append((node[1], before[1]))
            elif before[0] == "mentee" and node[0] == "mentor":
                added.append((before[1], node[1]))
            node = before
        return Exchange(removed, added, labels.ours, labels.theirs)

    def without(self, row: int, column: int) -> Residual:
        """Return the same network without one pair, in use or not."""
        other = object.__new__(Residual)
        other.__dict__.update(self.__dict__)
        keep = (self.arcs.rows != row) | (self.arcs.columns != column)
        other.arcs, other.chosen = self.arcs.taken(keep), self.chosen[keep]
        other._index()
        return other

    def places_worth(self) -> Longs:
        """Return what one more place of each mentor would bring, 0 when it would stay empty."""
        theirs = self._labels_from(("hub", 0), None, None).theirs
        return np.maximum(0, -(-theirs // self.scale))

    def _labels_from(self, start: Node, end: Node | None, least: Least | None) -> _Labels:
        """Return longest paths from one node, by vectorised label correcting."""
        n, m = len(self.filled), len(self.load)
        labels = _Labels(np.full(n, NOWHERE, np.int64), np.full(m, NOWHERE, np.int64))
        mentees = mentors = np.empty(0, np.int64)
        number = 0
        if start[0] == "mentor":
            labels.theirs[start[1]], mentors = 0, np.array([start[1]])
        elif start[0] == "mentee":
            labels.ours[start[1]], mentees = 0, np.array([start[1]])
        else:
            labels.hub, number = 0, 1
            mentees, mentors = self._through_hub(labels, mentees, mentors, number)
        while len(mentors) or len(mentees):
            number += 1
            our_before, their_before, hub_before = (
                labels.ours.copy(),
                labels.theirs.copy(),
                labels.hub,
            )
            self._raise(labels, mentors, mentees)
            mentees = np.flatnonzero(labels.ours > our_before)
            mentors = np.flatnonzero(labels.theirs > their_before)
            labels.our_round[mentees] = number
            labels.their_round[mentors] = number
            if labels.hub > hub_before:
                # people reached through the hub come one round after it
                labels.hub_round = number
                number += 1
                mentees, mentors = self._through_hub(labels, mentees, mentors, number)
            if least is not None and end is not None:
                bound = least.to(end, labels)
                mentees = mentees[least.ours[mentees] * self.scale - labels.ours[mentees] < bound]
                mentors = mentors[
                    least.theirs[mentors] * self.scale - labels.theirs[mentors] < bound
                ]
        return labels

    def _raise(self, labels: _Labels, mentors: Longs, mentees: Longs) -> None:
        """Raise labels from the people whose own label was raised in the round before."""
        ours, theirs = labels.ours.copy(), labels.theirs.copy()
        undone = self.picked[ranges(self.picked_starts[mentors], self.picked_starts[mentors + 1])]
        np.maximum.at(
            labels.ours,
            self.arcs.rows[undone],
            theirs[self.arcs.columns[undone]] - self.arcs.gains[undone],
        )
        made = ranges(self.starts[mentees], self.starts[mentees + 1])
        made = made[~self.chosen[made]]
        np.maximum.at(
            labels.theirs,
            self.arcs.columns[made],
            ours[self.arcs.rows[made]] + self.arcs.gains[made] - 1,
        )
        spare = mentors[self.open_theirs[mentors]]
        freed = mentees[self.filled[mentees] > 0]
        best = max(
            int((theirs[spare] + self.their_next[spare]).max(initial=NOWHERE)),
            int((ours[freed] - self.our_last[freed]).max(initial=NOWHERE)),
        )
        labels.hub = max(labels.hub, best)

    def _through_hub(
        self, labels: _Labels, mentees: Longs, mentors: Longs, number: int
    ) -> tuple[Longs, Longs]:
        """Raise labels from the hub: a place filled on one side or freed on the other."""
        ours, theirs = labels.ours.copy(), labels.theirs.copy()
        waiting = self.open_ours
        labels.ours[waiting] = np.maximum(labels.ours[waiting], labels.hub + self.our_next[waiting])
        loaded = np.flatnonzero(self.load > 0)
        labels.theirs[loaded] = np.maximum(
            labels.theirs[loaded], labels.hub - self.their_last[loaded]
        )
        raised, moved = np.flatnonzero(labels.ours > ours), np.flatnonzero(labels.theirs > theirs)
        labels.our_round[raised] = number
        labels.their_round[moved] = number
        return np.union1d(mentees, raised), np.union1d(mentors, moved)

    def _before(self, labels: _Labels, kind: str, index: int) -> tuple[str, int]:
        """Return the node a longest path comes from: its label explains this one and was raised earlier."""
        arcs = self.arcs
        if kind == "mentee":
            if index in self.open_ours and self._from_hub(
                labels, labels.ours[index] - self.our_next[index], labels.our_round[index]
            ):
                return ("hub", 0)
            own = np.arange(self.starts[index], self.starts[index + 1])
            own = own[self.chosen[own]]
            b = arcs.columns[own]
            fits = (labels.theirs[b] - arcs.gains[own] == labels.ours[index]) & (
                labels.their_round[b] < labels.our_round[index]
            )
            return ("mentor", int(b[np.flatnonzero(fits)[0]]))
        if kind == "mentor":
            if self.load[index] > 0 and self._from_hub(
                labels, labels.theirs[index] + self.their_last[index], labels.their_round[index]
            ):
                return ("hub", 0)
            own = np.flatnonzero((arcs.columns == index) & ~self.chosen)
            a = arcs.rows[own]
            fits = (labels.ours[a] + arcs.gains[own] - 1 == labels.theirs[index]) & (
                labels.our_round[a] < labels.their_round[index]
            )
            return ("mentee", int(a[np.flatnonzero(fits)[0]]))
        spare = (
            self.open_theirs
            & (labels.theirs + self.their_next == labels.hub)
            & (labels.their_round < labels.hub_round)
        )
        if spare.any():
            return ("mentor", int(np.flatnonzero(spare)[0]))
        freed = (
            (self.filled > 0)
            & (labels.ours - self.our_last == labels.hub)
            & (labels.our_round < labels.hub_round)
        )
        return ("mentee", int(np.flatnonzero(freed)[0]))

    def _from_hub(self, labels: _Labels, needed: int, number: int) -> bool:
        return bool(labels.hub == needed and labels.hub_round < number)
