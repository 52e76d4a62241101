"""Choosing among equal optima: the longest waiting first, then loads spread over mentors, then a hash of ids.

The prices of one optimum describe all of them: pairs worth more than the prices are in every optimum, pairs worth
less in none, and the same holds for places. What is left free is optimised again for the next wish, so that no wish
costs the previous one a single unit, whatever the size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .duals import prices
from .flow import Arcs, Bools, best_flow
from .optima import Optima
from .people import Person
from .places import Longs, Places, Tier

HASHES = 2**20
SPREAD = 16  # places of one mentor told apart when loads are spread


@dataclass(slots=True)
class Face:
    """All optima of an assignment: arcs in all of them, arcs free, places that must and that may be filled."""

    forced: Bools
    free: Bools
    must: tuple[Longs, Longs]
    may: tuple[Longs, Longs]


def face(arcs: Arcs, u: Longs, p: Longs, mentees: Places, mentors: Places) -> Face:
    """Return the set of all optima from the prices of one."""
    over = arcs.gains - u[arcs.rows] - p[arcs.columns]
    must, may = [], []
    for places, price, ends in ((mentees, u, arcs.rows), (mentors, p, arcs.columns)):
        needed = np.zeros(len(places), dtype=np.int64)
        allowed = np.zeros(len(places), dtype=np.int64)
        for count, worth in places.tiers:
            needed += np.where(worth + price > 0, count, 0)
            allowed += np.where(worth + price == 0, count, 0)
        taken = np.bincount(ends[over > 0], minlength=len(places))
        must.append(np.maximum(0, needed - taken))
        may.append(allowed - np.maximum(0, taken - needed))
    return Face(over > 0, over == 0, (must[0], must[1]), (may[0], may[1]))


def settle(
    arcs: Arcs,
    chosen: Bools,
    dual: tuple[Longs, Longs],
    places: tuple[Places, Places],
    people: tuple[Sequence[Person], Sequence[Person]],
    seed: int,
) -> Bools:
    """Return the optimum that waiting time, then spread loads, then the seed's hash prefer among all."""
    current = face(arcs, *dual, *places)
    optima = Optima(arcs, current.forced, np.flatnonzero(current.free), current.must, current.may)
    return settle_among(optima, chosen, people, seed)


def settle_among(
    optima: Optima, chosen: Bools, people: tuple[Sequence[Person], Sequence[Person]], seed: int
) -> Bools:
    """Return, among these optima, the one that waiting time, then spread loads, then the seed's hash prefer."""
    arcs, inside, m = optima.arcs, optima.inside, len(optima.may[1])
    nothing = np.zeros(0, dtype=bool)
    current = Face(nothing, nothing, optima.must, optima.may)
    kept, solution = optima.kept.copy(), chosen
    nobody, several = np.zeros(len(arcs), np.int64), bool((_most_load(optima) > 1).any())
    waiting = waiting_ranks(people[0])
    stages = (
        (waiting.any() and current.may[0].any(), nobody, waiting, False),
        (several, nobody, np.zeros_like(waiting), True),
        (True, hashes(arcs, people, seed), np.zeros_like(waiting), False),
    )
    for useful, gains, worth, spread in stages:
        if not useful or len(inside) == 0:
            continue
        part = Arcs(arcs.rows[inside], arcs.columns[inside], gains[inside])
        ours, theirs = _stage_places(
            part, current, worth, np.bincount(arcs.columns[kept], minlength=m)
        )
        if not spread:
            theirs = Places([*theirs.tiers[:1], (current.may[1], np.zeros_like(current.may[1]))])
        flow = best_flow(part, ours, theirs)
        solution = kept.copy()
        solution[inside[flow]] = True
        current = face(part, *prices(part, flow, ours, theirs), ours, theirs)
        kept[inside[current.forced]] = True
        inside = inside[current.free]
    return solution


def _most_load(optima: Optima) -> Longs:
    """Return the most mentees each mentor has in any of the optima."""
    kept = np.bincount(optima.arcs.columns[optima.kept], minlength=len(optima.may[1]))
    most: Longs = kept + optima.must[1] + optima.may[1]
    return most


def _stage_places(part: Arcs, current: Face, worth: Longs, load: Longs) -> tuple[Places, Places]:
    """Return the places of one stage: those that must be filled first, mentors' others less wanted as loads grow."""
    most = (
        int(
            max(
                part.gains.max(),
                worth.max(initial=0),
                load.max(initial=0) + current.may[1].max(initial=0),
            )
        )
        + 1
    )
    chain = most * (min(len(worth), len(load)) + 2)
    must_ours, must_theirs = current.must
    base = load + must_theirs
    tiers: list[Tier] = [(must_theirs, np.full_like(load, 2 * chain))]
    left = current.may[1]
    for rank in range(1, SPREAD + 1):
        count = np.minimum(left, 1) if rank < SPREAD else left
        tiers.append((count, -(base + rank)))
        left = left - count
    return Places([(must_ours, np.full_like(worth, 2 * chain)), (current.may[0], worth)]), Places(
        tiers
    )


def waiting_ranks(mentees: Sequence[Person]) -> Longs:
    """Return for each mentee the rank of the date they wait since: 0 not said, then 1 for the latest."""
    dates = sorted(
        {person.waiting_since for person in mentees if person.waiting_since is not None},
        reverse=True,
    )
    rank = {date: k + 1 for k, date in enumerate(dates)}
    return np.array([rank.get(person.waiting_since, 0) for person in mentees], dtype=np.int64)  # type: ignore[arg-type]


def hashes(arcs: Arcs, people: tuple[Sequence[Person], Sequence[Person]], seed: int) -> Longs:
    """Return a whole number below HASHES for each arc, from both ids and the seed only."""
    ours, theirs = (_id_hashes(side, f"{seed}/{k}/") for k, side in enumerate(people))
    mixed = (ours[arcs.rows] ^ theirs[arcs.columns]) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return (mixed >> np.uint64(44)).astype(np.int64)


def _id_hashes(
    people: Sequence[Person], prefix: str
) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    digests = b"".join(
        hashlib.blake2b((prefix + p.id).encode(), digest_size=8).digest() for p in people
    )
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)
