"""The choice of groups: a rounded start, moves of one option at a time, then the whole programme where that is possible.

Once it is known which options are used, who goes where is a flow, exact in milliseconds: moves try using an option more or
less, the most promising first, as long as prices do not exclude that it could help. Prices also tell which seats a better
choice could hold at all: those that lose, at these prices, less than what separates the choice from its bound. When these
are few enough, the best choice among them is the best there is; otherwise the most promising of them are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .flow import Arcs, best_flow
from .grouping import FINE, NEVER, Group, Grouping, Priced
from .places import Longs, Places
from .seats import Seats

MOST_SEATS, FEW_SEATS = (
    6_000,
    2_000,
)  # among which the programme chooses: all that could do better, or some
TRIES = 400_000  # flows tried by moves, times the people in each


@dataclass(slots=True)
class Grouped:
    """Groups chosen, the prices that bound all others, and whether all that could do better were searched.

    When most people come first there are two sets of prices: `crowd` bounds how many can be placed, `prices` what those
    who place as many are worth.
    """

    groups: list[Group]
    prices: Priced
    searched: bool
    crowd: Priced | None = None


def choose_groups(
    grouping: Grouping, unit: int = 0, still: Callable[[], None] = lambda: None
) -> Grouped:
    """Return the best groups found, with prices that prove how far from the best they can be at most.

    `unit` is what placing one person is worth in this grouping when that comes before any fit, else 0. `still` is called
    again and again, and stops the search by raising.
    """
    crowd = Seats(grouping).relaxed()
    search = _Search(grouping, crowd, still)
    search.start(crowd)
    search.move()
    if not unit:
        ended = search.choose_among_all()
        return Grouped(sorted(search.groups), crowd, ended)
    most_people = not more_placed(grouping, crowd, search.groups, unit) or search.choose_among_all()
    bare = grouping.counting(-unit)
    prices = Seats(bare).relaxed(grouping.placed(search.groups))
    search.look(bare.counting(prices.person), prices, counted=True)
    search.move()
    ended = search.choose_among_all()
    return Grouped(sorted(search.groups), prices, most_people and ended, crowd)


def more_placed(grouping: Grouping, crowd: Priced, groups: Sequence[Group], unit: int) -> int:
    """Return how many more people another choice could place at most, with as many locked pairs, as prices prove it."""
    fit = grouping.counting(-unit).worth(groups)
    return (grouping.better(crowd, groups) + fit) // unit


class _Search:
    """A choice of groups under way: `groups` and `value`, what they are worth.

    `at` is the grouping that prices are about: the same, or with another worth of each person placed.
    """

    def __init__(self, grouping: Grouping, prices: Priced, still: Callable[[], None]) -> None:
        self.grouping = grouping
        self.still = still
        self.groups: list[Group] = []
        self.value = 0
        self.tries = TRIES // (1 + grouping.guests)
        ours, theirs = np.sort(np.array(grouping.clashes), axis=0).tolist()
        self.apart = set(zip(ours, theirs, strict=True))
        self.look(grouping, prices)

    def look(self, at: Grouping, prices: Priced, *, counted: bool = False) -> None:
        """Look at the choices with these prices: at all of them, or at those that place as many people."""
        self.at, self.counted = at, counted
        self.guests, self.hosts = np.maximum(prices.guests, 0), np.maximum(prices.hosts, 0)
        self.bound = at.bound(prices.guests, prices.hosts)
        self.best, _ = at.best_groups(self.guests, FINE)
        self.paid = np.array([self.hosts[list(u)].sum() for u in at.hosts], dtype=np.int64)

    def start(self, prices: Priced) -> None:
        """Use the options that the relaxed programme used most, then leave those too short of guests one by one."""
        taken: set[int] = set()
        used: list[int] = []
        for option in np.argsort(-prices.shares, kind="stable").tolist():
            hosts = set(self.grouping.hosts[option])
            if prices.shares[option] > 0 and not taken & hosts:
                used.append(option)
                taken |= hosts
        while used:
            groups = self.seated(used)
            short = min(groups, key=lambda group: len(group[1]))
            self.keep(groups)
            if len(short[1]) >= self.grouping.least:
                break
            used.remove(short[0])

    def keep(self, groups: list[Group]) -> bool:
        """Keep the sound ones of these groups when they are worth more than those so far; return whether they are."""
        sound = [group for group in groups if self.grouping.sound(group)]
        value = self.grouping.worth(sound)
        if value <= self.value:
            return False
        self.groups, self.value = sound, value
        return True

    def seated(self, used: list[int]) -> list[Group]:
        """Return the best group for each of these options together; some may be too short, for want of guests."""
        one, used = self.grouping, sorted(used)
        gains = one.gains[used]
        guests, options = np.nonzero(gains.T > NEVER)
        arcs = Arcs(guests, options, gains[options, guests])
        needed = 2 * one.guests * int(np.abs(arcs.gains).max(initial=0))  # a seat up to the least
        count = len(used)
        seats = [
            (np.full(count, one.least), np.full(count, needed)),
            (np.full(count, one.most - one.least), np.zeros(count, np.int64)),
        ]
        chosen = best_flow(arcs, Places([(one.places, np.zeros_like(one.places))]), Places(seats))
        members = [guests[chosen & (options == k)].tolist() for k in range(count)]
        return [(option, self._parted(option, members[k])) for k, option in enumerate(used)]

    def _parted(self, option: int, members: list[int]) -> tuple[int, ...]:
        """Return these guests without those who clash with one worth more."""
        gains = self.grouping.gains[option]
        kept: list[int] = []
        for guest in sorted(members, key=lambda guest: -int(gains[guest])):
            if not any((min(guest, one), max(guest, one)) in self.apart for one in kept):
                kept.append(guest)
        return tuple(sorted(kept))

    def move(self) -> None:
        """Use one option more, those that share its hosts less, or one less, as long as it helps."""
        moved = True
        while moved:
            moved = False
            for most, used in self._moves():
                if most <= self.at.worth(self.groups) * FINE or not self.tries:
                    break
                self.still()
                self.tries -= 1
                if self.keep(self.seated(used)):
                    moved = True
                    break

    def _moves(self) -> list[tuple[int, list[int]]]:
        """Return the options after each move, with what they could bring at most, the most promising first."""
        used = [option for option, _ in self.groups]
        fixed = int((self.grouping.places * self.guests).sum())
        found = []
        for option, hosts in enumerate(self.grouping.hosts):
            left = [
                one for one in used if one != option and not {*hosts} & {*self.grouping.hosts[one]}
            ]
            after = left if option in used else [*left, option]
            found.append((fixed + int(self.best[after].sum()), after))
        return sorted(found, key=lambda move: -move[0])

    def choose_among_all(self) -> bool:
        """Choose among the seats that could do better; return whether these were all of them, searched to the end."""
        self.still()
        missing = (self.bound - self.at.worth(self.groups)) * FINE
        if not missing:
            return True
        seats, within = self._promising(missing)
        found, ended = seats.whole(self.at.placed(self.groups) if self.counted else None)
        self.keep(found)
        if within < missing:
            self.move()
        return ended and within == missing

    def _promising(self, missing: int) -> tuple[Seats, int]:
        """Return the seats that lose at most what is missing, or fewer when these are too many, and what they lose."""
        losses, within = self.losses(), missing
        seats = Seats(self.at, losses <= within)
        if len(seats) > MOST_SEATS:
            while len(seats) > FEW_SEATS and within:
                within //= 2
                seats = Seats(self.at, losses <= within)
        return seats, within

    def losses(self) -> Longs:
        """Return what any choice loses at least, at these prices, by each seat (options x guests), in thousandths.

        That of the option, when it brings less than its hosts are paid; and that of the guest, who takes the place of the
        last one of the option's best group, or an empty one.
        """
        one = self.at
        brings = one.gains * FINE - self.guests
        falling = -np.sort(-brings, axis=1)
        last = falling[:, min(one.most, one.guests) - 1]
        needed = falling[:, one.least - 1] if one.guests >= one.least else last
        instead = np.where(needed < 0, needed, np.maximum(last, 0))
        option = np.maximum(0, self.paid - self.best)
        return option[:, None] + np.maximum(0, instead[:, None] - brings)
