"""Bringing people together by groups of a bounded size: the prices that bound every choice.

An option is one host, or two, who may take `least` to `most` guests. Groups are found by column generation: a linear
programme over the groups known so far prices guests and hosts, and each option answers with its best group at these
prices, until no option has a better one. Prices then bound every choice, also of groups never looked at, and are checked by
sorting alone. The choice itself is made in `choosing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .integer import Floats, best_relaxed, best_whole
from .places import Longs

Bools = npt.NDArray[np.bool_]
Group = tuple[int, tuple[int, ...]]  # option, guests in rising order

NEVER = -(2**52)  # gain of a guest whom an option cannot take
FINE = 1000  # prices are counted in thousandths of a millionth
ROUNDS = 200


@dataclass(slots=True)
class Grouping:
    """Options and guests as numbers.

    `gains` (options x guests) in whole millionths, `NEVER` where a guest cannot be; `opening` is what using an option is
    worth; `hosts` are the indices used up by each option, each of them once. `clashes`: guests who cannot be together.
    """

    gains: Longs
    opening: Longs
    hosts: list[tuple[int, ...]]
    host_count: int
    least: int
    most: int
    places: Longs
    clashes: tuple[Longs, Longs]

    @property
    def guests(self) -> int:
        return len(self.places)

    def value(self, group: Group) -> int:
        """Return what a group is worth."""
        option, members = group
        return int(self.opening[option] + self.gains[option, list(members)].sum())

    def best_groups(self, prices: Floats | Longs, fine: int = 1) -> tuple[Any, npt.NDArray[Any]]:
        """Return, for each option, the most that one group brings beyond its guests' prices, and who is in it.

        Guests are in falling order of what they bring; gains are multiplied by `fine` before prices are taken off.
        """
        left = self.gains * fine - prices[None, :]
        order = np.argsort(-left, axis=1, kind="stable")[:, : self.most]
        ordered = np.take_along_axis(left, order, axis=1)
        ordered[:, self.least :] = np.maximum(ordered[:, self.least :], 0)
        total = ordered.sum(axis=1) + self.opening * fine
        if order.shape[1] < self.least:
            total = np.full(len(total), NEVER)
        return total, order

    def bound(self, guests: Longs, hosts: Longs) -> int:
        """Return what no choice of groups can exceed, from any prices (in thousandths), in whole millionths."""
        guests, hosts = np.maximum(guests, 0), np.maximum(hosts, 0)
        best, _ = self.best_groups(guests, FINE)
        paid = np.array([sum(int(hosts[h]) for h in used) for used in self.hosts], dtype=np.int64)
        over = np.maximum(0, best - paid)
        return int((self.places * guests).sum() + hosts.sum() + over.sum()) // FINE

    def sound(self, group: Group) -> bool:
        """Return whether a group is one an option can hold."""
        option, members = group
        inside = np.zeros(self.guests, dtype=bool)
        inside[list(members)] = True
        return (
            self.least <= len(members) <= self.most
            and bool((self.gains[option, list(members)] > NEVER).all())
            and not bool((inside[self.clashes[0]] & inside[self.clashes[1]]).any())
        )


@dataclass(slots=True)
class Priced:
    """What column generation gives: whole prices (in thousandths), and how much of each option its solution uses."""

    guests: Longs
    hosts: Longs
    shares: Floats


def priced(grouping: Grouping) -> Priced:
    """Return the prices with the lowest bound that column generation meets, and its last solution."""
    columns: dict[Group, float] = {}
    guests, hosts = np.zeros(grouping.guests), np.zeros(grouping.host_count)
    shares: Floats = np.zeros(len(grouping.hosts))
    best: tuple[int, Longs, Longs] | None = None
    for _ in range(ROUNDS):
        new = _answers(grouping, guests, hosts, columns)
        ours, theirs = (np.rint(one * FINE).astype(np.int64) for one in (guests, hosts))
        bound = grouping.bound(ours, theirs)
        if best is None or bound < best[0]:
            best = bound, ours, theirs
        if not new:
            break
        columns |= {group: float(grouping.value(group)) for group in new}
        _, used, prices = best_relaxed(
            np.array(list(columns.values())), _table(grouping, list(columns)), _limits(grouping)
        )
        guests, hosts = prices[: grouping.guests], prices[grouping.guests :]
        options = [option for option, _ in columns]
        shares = np.zeros(len(grouping.hosts))
        np.add.at(shares, options, used)
    assert best is not None
    return Priced(best[1], best[2], shares)


def _answers(
    grouping: Grouping, guests: Floats, hosts: Floats, known: dict[Group, float]
) -> list[Group]:
    """Return the groups not yet known that bring more than their prices, and these without those who clash."""
    total, order = grouping.best_groups(guests)
    paid = np.array([hosts[list(used)].sum() for used in grouping.hosts])
    found: list[Group] = []
    for option in np.flatnonzero(total - paid > 1e-4).tolist():
        row = grouping.gains[option] - guests
        ranked = [
            guest
            for k, guest in enumerate(order[option].tolist())
            if grouping.gains[option, guest] > NEVER and (k < grouping.least or row[guest] > 0)
        ]
        for members in (ranked, _apart(grouping, option, row)):
            group = option, tuple(sorted(members))
            if len(members) >= grouping.least and group not in known and group not in found:
                found.append(group)
    return found


def _apart(grouping: Grouping, option: int, row: Floats) -> list[int]:
    """Return the guests an option would take in order, passing over those who clash with one already taken."""
    if not len(grouping.clashes[0]):
        return []
    taken: list[int] = []
    closed = grouping.gains[option] == NEVER
    for guest in np.argsort(-row, kind="stable").tolist():
        if len(taken) == grouping.most or (len(taken) >= grouping.least and row[guest] <= 0):
            break
        if not closed[guest]:
            taken.append(guest)
            for ours, theirs in (grouping.clashes, grouping.clashes[::-1]):
                closed[theirs[ours == guest]] = True
    return taken


def _table(grouping: Grouping, groups: Sequence[Group]) -> Any:
    """Return the places (rows: guests, then hosts) that groups (columns) take."""
    from scipy import sparse

    rows, columns = [], []
    for k, (option, members) in enumerate(groups):
        taken = [*members, *(grouping.guests + host for host in grouping.hosts[option])]
        rows += taken
        columns += [k] * len(taken)
    size = grouping.guests + grouping.host_count, len(groups)
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), size)


def _limits(grouping: Grouping) -> Floats:
    return np.concatenate((grouping.places, np.ones(grouping.host_count)))


def best_of(grouping: Grouping, groups: Sequence[Group]) -> tuple[list[Group], bool]:
    """Return the best choice found among these groups, and whether the search came to its end."""
    values = np.array([grouping.value(group) for group in groups], dtype=float)
    rule = _table(grouping, groups), -np.inf, _limits(grouping)
    found, ended = best_whole(values, [rule])
    return [] if found is None else [groups[k] for k in np.flatnonzero(found > 0.5).tolist()], ended
