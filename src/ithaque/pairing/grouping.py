"""Bringing people together by groups of a bounded size: what groups are worth, and the prices that bound every choice.

An option is one host, or two, who may take `least` to `most` guests. Prices of guests and hosts bound every choice, also of
groups never looked at: each option brings at most its best group at these prices, which sorting finds. The prices come from
the programme of `seats`, the choice itself is made in `choosing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .integer import Floats
from .places import Longs

Bools = npt.NDArray[np.bool_]
Group = tuple[int, tuple[int, ...]]  # option, guests in rising order

NEVER = -(2**52)  # gain of a guest whom an option cannot take
FINE = 1000  # prices are counted in thousandths of a millionth


@dataclass(slots=True)
class Grouping:
    """Options and guests as numbers.

    `gains` (options x guests) in whole millionths, `NEVER` where a guest cannot be; `opening` is what using an option is
    worth; `hosts` are the indices used up by each option, each of them once. `clashes`: guests who cannot be together.
    A group places its guests, or its one host when `places_hosts`.
    """

    gains: Longs
    opening: Longs
    hosts: list[tuple[int, ...]]
    host_count: int
    least: int
    most: int
    places: Longs
    clashes: tuple[Longs, Longs]
    places_hosts: bool = False

    @property
    def guests(self) -> int:
        return len(self.places)

    def placed(self, groups: Sequence[Group]) -> int:
        """Return how many people groups place."""
        return sum(1 if self.places_hosts else len(members) for _, members in groups)

    def worth(self, groups: Sequence[Group]) -> int:
        """Return what groups are worth together."""
        return sum(map(self.value, groups))

    def counting(self, person: int) -> Grouping:
        """Return the same grouping, where placing one person is worth so much more, or less."""
        if self.places_hosts:
            return replace(self, opening=self.opening + person)
        return replace(self, gains=np.where(self.gains > NEVER, self.gains + person, NEVER))

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

    def better(self, prices: Priced, groups: Sequence[Group]) -> int:
        """Return how much more than these groups any choice could be worth at most, as prices prove it.

        When the prices count each person placed for something, any choice that places as many.
        """
        at = self.counting(prices.person)
        return at.bound(prices.guests, prices.hosts) - at.worth(groups)

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
    """Whole prices (in thousandths), and how much of each option the relaxed choice behind them uses.

    `person` (in whole millionths) is what each person placed counts for besides, when their number is given: the bound at
    these prices, less as much for each of them, is that of the choices which place as many.
    """

    guests: Longs
    hosts: Longs
    shares: Floats
    person: int = 0
