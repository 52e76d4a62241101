"""Published instances are solved exactly: assignment, generalised assignment, stable marriage, hospitals and residents.

Assignment: the family of Machol and Wien (1976), whose optimum has a closed form, and instances built around a known optimum.
Generalised assignment: instances of OR-Library with their published optima. Stable pairings: the examples of Gale and
Shapley (1962), and a textbook algorithm on larger lists.
"""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from ithaque.pairing import Person, Problem, Settings
from ithaque.pairing.duals import places_bound, prices
from ithaque.pairing.flow import Arcs, best_flow
from ithaque.pairing.places import Places
from ithaque.pairing.pricing import kept_over

from .builders import Table, grid

GAP = Path(__file__).with_name("published") / "gap.txt"


def solved(gains):
    """Return the value of the best full assignment of a square table, and the bound its prices prove."""
    n = len(gains)
    rows, columns = np.divmod(np.arange(n * n), n)
    arcs = Arcs(rows, columns, gains.ravel())
    one, first = np.ones(n, np.int64), np.full(n, 4 * n * int(np.abs(gains).max()), np.int64)
    places = Places([(one, first)]), Places([(one, np.zeros(n, np.int64))])
    chosen = best_flow(arcs, *places)
    assert chosen.sum() == n
    u, p = prices(arcs, chosen, *places)
    bound = kept_over(arcs, u, p) + places_bound(u, p, *places) - int(first.sum())
    return int(arcs.gains[chosen].sum()), bound


@pytest.mark.parametrize("n", [1, 2, 15, 100, 200])
def test_machol_wien_has_its_closed_form(n):
    table = np.outer(np.arange(1, n + 1), np.arange(1, n + 1))
    assert solved(table) == (n * (n + 1) * (2 * n + 1) // 6,) * 2
    assert solved(-table) == (-n * (n + 1) * (n + 2) // 6,) * 2


@pytest.mark.parametrize("seed", range(5))
def test_instances_built_around_an_optimum_give_it_back(seed):
    generator = np.random.default_rng(seed)
    n = 150
    u, v = generator.integers(0, 10**6, (2, n))
    gains = u[:, None] + v[None, :] - generator.integers(0, 10**5, (n, n))
    hidden = generator.permutation(n)
    gains[np.arange(n), hidden] = u + v[hidden]
    assert solved(gains) == (int(u.sum() + v.sum()),) * 2


def test_machol_wien_through_a_whole_problem():
    n = 15
    table = np.outer(np.arange(1, n + 1), np.arange(1, n + 1)) / 240
    result = grid(table.tolist()).solve()
    assert round(sum(round(pair.score * 240) for pair in result.pairs)) == 1240
    assert result.certificate.proven


def instances():
    lines = [line for line in GAP.read_text().splitlines() if not line.startswith("#")]
    while lines:
        name, m, _, sense, optimum = lines[0].split()
        rows = [list(map(int, line.split())) for line in lines[1 : 2 * int(m) + 2]]
        yield pytest.param(
            np.array(rows[: int(m)]),
            np.array(rows[int(m) : -1]),
            rows[-1],
            sense,
            int(optimum),
            id=name,
        )
        lines = lines[2 * int(m) + 2 :]


@pytest.mark.parametrize(("costs", "hours", "capacities", "sense", "optimum"), list(instances()))
def test_generalised_assignment_reaches_the_published_optimum(
    costs, hours, capacities, sense, optimum
):
    worth = costs if sense == "Max" else 100 - costs
    m, n = costs.shape
    asked = Settings(
        weights={"text": 1},
        hours={
            "offered": {f"o{j}": capacity / 4 for j, capacity in enumerate(capacities)},
            "between": [[f"a{i}", f"o{j}", hours[j, i] / 4] for i in range(n) for j in range(m)],
        },
    )
    mentors = [Person(f"o{j}", capacity=n) for j in range(m)]
    plug = Table((worth.T / 240).tolist())
    result = Problem([Person(f"a{i}") for i in range(n)], mentors, asked, [plug]).solve()
    assert len(result.pairs) == n
    total = sum(int(costs[int(p.mentor_id[1:]), int(p.mentee_id[1:])]) for p in result.pairs)
    assert total == optimum
    assert result.certificate.searched
    assert result.certificate.bound >= result.certificate.objective
    assert result.certificate.gap < 0.05
    assert result.check() == []


def by_wishes(ours, theirs, capacities=None):
    """Return the problem whose preferences are these lists; whoever is not on a list of both is forbidden."""
    mentees = [Person(name, wishes=wishes) for name, wishes in ours.items()]
    mentors = [
        Person(name, wishes=wishes, capacity=(capacities or {}).get(name, 1))
        for name, wishes in theirs.items()
    ]
    forbids = tuple((a, b) for a in ours for b in theirs if b not in ours[a] or a not in theirs[b])
    return Problem(mentees, mentors, Settings(objective="stable", forbids=forbids))


def made(problem):
    result = problem.solve()
    assert result.check() == []
    assert result.unstable() == []
    return {(pair.mentee_id, pair.mentor_id) for pair in result.pairs}


def ranked(table, side):
    """Return preference lists from ranks, in the notation of Gale and Shapley: (his rank of her, hers of him)."""
    men, women = sorted(table), sorted(next(iter(table.values())))
    if side == 0:
        return {man: sorted(women, key=lambda woman: table[man][woman][0]) for man in men}
    return {woman: sorted(men, key=lambda man: table[man][woman][1]) for woman in women}


def table(text):
    rows = [line.split() for line in text.strip().splitlines()]
    women = rows[0]
    return {
        row[0]: {
            w: tuple(map(int, cell.split(","))) for w, cell in zip(women, row[1:], strict=True)
        }
        for row in rows[1:]
    }


EXAMPLE_1 = table("A B C\na 1,3 2,2 3,1\nb 3,1 1,3 2,2\nc 2,2 3,1 1,3")
EXAMPLE_2 = table(
    "A B C D\na 1,3 2,3 3,2 4,3\nb 1,4 4,1 3,3 2,2\nc 2,2 1,4 3,4 4,1\nd 4,1 2,2 3,1 1,4"
)


def test_gale_and_shapley_first_example_gives_proposers_their_first_choice():
    assert made(by_wishes(ranked(EXAMPLE_1, 0), ranked(EXAMPLE_1, 1))) == {
        ("a", "A"),
        ("b", "B"),
        ("c", "C"),
    }
    assert made(by_wishes(ranked(EXAMPLE_1, 1), ranked(EXAMPLE_1, 0))) == {
        ("C", "a"),
        ("A", "b"),
        ("B", "c"),
    }


def test_gale_and_shapley_second_example_has_one_stable_set():
    stable = {("a", "C"), ("b", "D"), ("c", "A"), ("d", "B")}
    assert made(by_wishes(ranked(EXAMPLE_2, 0), ranked(EXAMPLE_2, 1))) == stable
    found = []
    for women in permutations("ABCD"):
        held = dict(zip("abcd", women, strict=True))
        rank = {m: EXAMPLE_2[m][held[m]] for m in held}
        if not any(
            EXAMPLE_2[m][w][0] < rank[m][0] and EXAMPLE_2[m][w][1] < rank[other][1]
            for m in held
            for other, w in held.items()
        ):
            found.append(set(held.items()))
    assert found == [stable]


def deferred(ours, theirs, capacities):
    """Deferred acceptance as in a textbook, on names."""
    free, held, next_wish = list(ours), {one: [] for one in theirs}, dict.fromkeys(ours, 0)
    while free:
        resident = free.pop()
        while next_wish[resident] < len(ours[resident]):
            hospital = ours[resident][next_wish[resident]]
            next_wish[resident] += 1
            held[hospital].append(resident)
            held[hospital].sort(key=theirs[hospital].index)
            refused = held[hospital][capacities[hospital] :]
            del held[hospital][capacities[hospital] :]
            if resident not in refused:
                free += refused
                break
    return {(resident, hospital) for hospital, ones in held.items() for resident in ones}


@pytest.mark.parametrize("seed", range(4))
def test_hospitals_and_residents_equal_the_textbook(seed):
    generator = np.random.default_rng(seed)
    residents, hospitals = [f"r{k:03}" for k in range(80)], [f"h{k:02}" for k in range(12)]
    ours = {one: generator.permutation(hospitals)[:5].tolist() for one in residents}
    theirs = {
        one: [str(other) for other in generator.permutation(residents) if one in ours[str(other)]]
        for one in hospitals
    }
    capacities = {one: int(generator.integers(0, 9)) for one in hospitals}
    expected = deferred(ours, theirs, capacities)
    assert made(by_wishes(ours, theirs, capacities)) == expected
    assert len(expected) <= min(80, sum(capacities.values()))
