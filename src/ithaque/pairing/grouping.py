"""Bringing people together by groups of a bounded size: the best choice, and a bound that prices prove.

An option is one host, or two, who may take `least` to `most` guests. Groups are found by column generation: a linear
programme over the groups known so far prices guests and hosts, and each option answers with its best group at these
prices, until no option has a better one. Prices then bound every choice, also of groups never looked at, and are checked by
sorting alone; the integer choice is made by HiGHS among the groups found, and over all options while they are few.
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
WHOLE_CELLS = 20_000  # options times guests up to which all groups are chosen among


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
class Grouped:
    """Groups chosen, and the prices that bound all others."""

    groups: list[Group]
    guests: Longs
    hosts: Longs


def choose_groups(grouping: Grouping) -> Grouped:
    """Return the best groups found, with prices that prove how far from the best they can be at most."""
    columns, guests, hosts = _generated(grouping)
    chosen = _best_of(grouping, [group for group in columns if grouping.sound(group)])
    proved = grouping.bound(guests, hosts)
    reached = sum(grouping.value(group) for group in chosen)
    if reached < proved and grouping.gains.size <= WHOLE_CELLS:
        whole = _over_all(grouping)
        chosen = max((chosen, whole), key=lambda some: sum(grouping.value(one) for one in some))
    return Grouped(sorted(chosen), guests, hosts)


def _generated(grouping: Grouping) -> tuple[list[Group], Longs, Longs]:
    """Return the groups that column generation found, and whole prices of guests and hosts."""
    columns: dict[Group, float] = {}
    guests, hosts = np.zeros(grouping.guests), np.zeros(grouping.host_count)
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
        guests, hosts = _master_prices(grouping, columns)
    assert best is not None
    return list(columns), best[1], best[2]


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


def _master_prices(grouping: Grouping, columns: dict[Group, float]) -> tuple[Floats, Floats]:
    values = np.array(list(columns.values()))
    found = best_relaxed(values, _table(grouping, list(columns)), _limits(grouping))
    return found[2][: grouping.guests], found[2][grouping.guests :]


def _best_of(grouping: Grouping, groups: list[Group]) -> list[Group]:
    """Return the best choice among these groups."""
    values = np.array([grouping.value(group) for group in groups], dtype=float)
    rule = _table(grouping, groups), -np.inf, _limits(grouping)
    found, _ = best_whole(values, [rule])
    return [] if found is None else [groups[k] for k in np.flatnonzero(found > 0.5)]


def _over_all(grouping: Grouping) -> list[Group]:
    """Return the best choice over all groups there can be, as far as the search goes."""
    from scipy import sparse

    options, guests = np.nonzero(grouping.gains > NEVER)
    count, size = len(options), len(grouping.hosts)
    number = np.arange(count)
    seats = sparse.csr_array((np.ones(count), (options, number)), (size, count))
    used = sparse.csr_array((np.ones(count), (guests, number)), (grouping.guests, count))
    hosting = _table(grouping, [(option, ()) for option in range(size)])[grouping.guests :]
    one = sparse.eye_array(size)
    each = sparse.csr_array((np.ones(count), (number, options)), (count, size))
    rules = [
        (sparse.hstack((seats, -grouping.least * one)), 0, np.inf),
        (sparse.hstack((seats, -grouping.most * one)), -np.inf, 0),
        (sparse.hstack((sparse.eye_array(count), -each)), -np.inf, 0),
        (
            sparse.hstack((used, sparse.csr_array((grouping.guests, size)))),
            -np.inf,
            grouping.places,
        ),
        (sparse.hstack((sparse.csr_array((grouping.host_count, count)), hosting)), -np.inf, 1),
        *_clash_rules(grouping, options, guests),
    ]
    values = np.concatenate((grouping.gains[options, guests], grouping.opening)).astype(float)
    found, _ = best_whole(values, rules)
    if found is None:
        return []
    taken = found[:count] > 0.5
    groups = [
        (k, tuple(guests[taken & (options == k)].tolist()))
        for k in np.flatnonzero(found[count:] > 0.5).tolist()
    ]
    return [group for group in groups if grouping.sound(group)]


def _clash_rules(grouping: Grouping, options: Longs, guests: Longs) -> list[tuple[Any, Any, Any]]:
    """Return the rule that no option takes two guests who clash."""
    from scipy import sparse

    index = {cell: k for k, cell in enumerate(zip(options.tolist(), guests.tolist(), strict=True))}
    rows = [
        (index[option, a], index[option, b], len(options) + option)
        for option in range(len(grouping.hosts))
        for a, b in zip(*(side.tolist() for side in grouping.clashes), strict=True)
        if (option, a) in index and (option, b) in index
    ]
    if not rows:
        return []
    cells = np.array(rows)
    line = np.repeat(np.arange(len(rows)), 3)
    signs = np.tile([1.0, 1.0, -1.0], len(rows))
    shape = len(rows), len(options) + len(grouping.hosts)
    return [(sparse.csr_array((signs, (line, cells.ravel())), shape), -np.inf, 0)]
