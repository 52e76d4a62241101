"""The choice of groups: a rounded start, moves of one option at a time, then all groups that could still do better.

Once it is known which options are used, who goes where is a flow, exact in milliseconds: moves try using an option more or
less, the most promising first, as long as prices do not exclude that it could help. Prices also tell which groups a better
choice could hold at all: those that lose, at these prices, less than what separates the choice from its bound (as columns of
vehicle routing are listed by Baldacci, Christofides and Mingozzi 2008). When these are few enough, the best choice among
them is the best there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .flow import Arcs, best_flow
from .grouping import FINE, NEVER, Group, Grouping, Priced, best_of, priced
from .places import Longs, Places

MOST_GROUPS = 4_000  # groups among which the integer programme chooses
STEPS = 400_000  # looked at in listing them
TRIES = 400_000  # flows tried by moves, times the people in each
ROUNDS = 6


@dataclass(slots=True)
class Grouped:
    """Groups chosen, the prices that bound all others, and whether all that could do better were searched."""

    groups: list[Group]
    guests: Longs
    hosts: Longs
    searched: bool


def choose_groups(grouping: Grouping) -> Grouped:
    """Return the best groups found, with prices that prove how far from the best they can be at most."""
    prices = priced(grouping)
    search = _Search(grouping, prices)
    search.start(prices)
    search.move()
    ended = search.choose_among_all()
    return Grouped(sorted(search.groups), prices.guests, prices.hosts, ended)


class _Search:
    """A choice of groups under way: `used` are its options, `value` what it is worth."""

    def __init__(self, grouping: Grouping, prices: Priced) -> None:
        self.grouping = grouping
        self.guests, self.hosts = np.maximum(prices.guests, 0), np.maximum(prices.hosts, 0)
        self.bound = grouping.bound(prices.guests, prices.hosts)
        self.best, _ = grouping.best_groups(self.guests, FINE)
        self.paid = np.array([self.hosts[list(u)].sum() for u in grouping.hosts], dtype=np.int64)
        self.groups: list[Group] = []
        self.value = 0
        self.tries = TRIES // (1 + grouping.guests)
        ours, theirs = np.sort(np.array(grouping.clashes), axis=0).tolist()
        self.apart = set(zip(ours, theirs, strict=True))

    def start(self, prices: Priced) -> None:
        """Use the options that column generation used most, then leave those too short of guests one by one."""
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
        value = sum(self.grouping.value(group) for group in sound)
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
            if not self._clashes(guest, kept):
                kept.append(guest)
        return tuple(sorted(kept))

    def move(self) -> None:
        """Use one option more, those that share its hosts less, or one less, as long as it helps."""
        moved = True
        while moved:
            moved = False
            for most, used in self._moves():
                if most <= self.value * FINE or not self.tries:
                    break
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
        """Choose among the groups that could do better; return whether these were all of them, searched to the end."""
        for _ in range(ROUNDS):
            within = missing = (self.bound - self.value) * FINE
            if not missing:
                return True
            while (listed := self.within(within)) is None and within:
                within //= 2
            if listed is None:
                break
            found, ended = best_of(self.grouping, listed)
            better = self.keep(found)
            if within == missing:
                return ended
            if not better:
                break
            self.move()
        return False

    def within(self, loss: int) -> list[Group] | None:
        """Return the groups that lose at most this (in thousandths) at the prices, None when they are too many."""
        found: list[Group] = []
        steps = 0
        for option in range(len(self.grouping.hosts)):
            least = max(int(self.best[option]), int(self.paid[option])) - loss
            for group in self._groups(option, least):
                steps += 1
                if len(found) == MOST_GROUPS or steps == STEPS:
                    return None
                if group:
                    found.append(group)
        return found

    def _groups(self, option: int, least: int) -> Iterator[Group | None]:
        """Yield the groups of an option that bring at least this beyond their guests' prices, None for each step between."""
        one = self.grouping
        left = one.gains[option] * FINE - self.guests
        order = [
            k for k in np.argsort(-left, kind="stable").tolist() if one.gains[option, k] > NEVER
        ]
        brings = [int(left[k]) for k in order]
        most_after = _Further(brings, one.least, one.most)
        under_way: list[tuple[int, list[int], int]] = [(0, [], int(one.opening[option]) * FINE)]
        while under_way:
            at, members, worth = under_way.pop()
            whole = len(members) >= one.least and worth >= least
            yield (option, tuple(sorted(members))) if whole else None
            for k in range(at, len(order) if len(members) < one.most else at):
                if worth + most_after(k, len(members)) < least:
                    break
                if not self._clashes(order[k], members):
                    under_way.append((k + 1, [*members, order[k]], worth + brings[k]))

    def _clashes(self, guest: int, others: list[int]) -> bool:
        return any((min(guest, one), max(guest, one)) in self.apart for one in others)


class _Further:
    """The most that further guests bring, from a place on in the falling order of what each brings."""

    def __init__(self, brings: list[int], least: int, most: int) -> None:
        self.least, self.most = least, most
        self.upto = np.concatenate(([0], np.cumsum(brings, dtype=np.int64))).tolist()
        self.helping = sum(bring > 0 for bring in brings)

    def __call__(self, at: int, taken: int) -> int:
        """Return it for a group that already holds this many; far below anything when they are too few."""
        needed = at + max(0, self.least - taken)
        if needed >= len(self.upto):
            return NEVER * FINE
        end = max(needed, min(self.helping, at + self.most - taken))
        return int(self.upto[end] - self.upto[at])
