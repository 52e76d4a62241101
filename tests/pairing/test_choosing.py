"""The choice of groups against trying everything: the best there is, most people first, and what prices bound."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ithaque.pairing import choosing
from ithaque.pairing.choosing import choose_groups
from ithaque.pairing.grouping import NEVER, Grouping
from ithaque.pairing.seats import Seats

from .builders import quick


@st.composite
def groupings(draw):
    options, guests = draw(st.integers(0, 3)), draw(st.integers(0, 5))
    cells = st.lists(
        st.sampled_from([NEVER, 0, 1, 2, 5, 9]),
        min_size=options * guests,
        max_size=options * guests,
    )
    gains = np.array(draw(cells), dtype=np.int64).reshape(options, guests)
    gains[gains > 0] *= 100
    least = draw(st.integers(1, 3))
    everyone = list(combinations(range(guests), 2))
    clashing = (
        draw(st.lists(st.sampled_from(everyone), max_size=2, unique=True)) if everyone else []
    )
    cells = np.array(clashing, dtype=np.int64).reshape(-1, 2)
    hosts = [draw(st.sampled_from([(0,), (1,), (2,), (0, 1)])) for _ in range(options)]
    return Grouping(
        gains,
        np.array([draw(st.sampled_from([0, 50])) for _ in range(options)], dtype=np.int64),
        hosts,
        3,
        least,
        draw(st.integers(least, 3)),
        np.array([draw(st.integers(0, 2)) for _ in range(guests)], dtype=np.int64),
        (cells[:, 0], cells[:, 1]),
        draw(st.booleans()),
    )


def every_group(one):
    return [
        (option, members)
        for option in range(len(one.hosts))
        for size in range(one.least, one.most + 1)
        for members in combinations(range(one.guests), size)
        if one.sound((option, members))
    ]


def best_by_trying_groups(one, unit=0):
    """Return the most that groups can be worth, by trying every choice of one group or none for each option.

    With a unit, how many people they place and what they are worth besides.
    """
    groups = every_group(one)
    each = [[None, *(g for g in groups if g[0] == option)] for option in range(len(one.hosts))]
    best = (0, 0)
    for choice in product(*each):
        made = [group for group in choice if group]
        hosts = [host for option, _ in made for host in one.hosts[option]]
        guests = np.bincount([g for _, members in made for g in members], minlength=one.guests)
        if len(hosts) == len(set(hosts)) and (guests <= one.places).all():
            placed = one.placed(made) if unit else 0
            best = max(best, (placed, one.worth(made) - unit * placed))
    return best if unit else best[1]


@quick
@given(groupings())
def test_groups_equal_trying_everything(one):
    found = choose_groups(one)
    best = best_by_trying_groups(one)
    assert all(one.sound(group) for group in found.groups)
    assert one.worth(found.groups) == best
    assert found.prices.person == 0
    assert one.better(found.prices, found.groups) >= 0
    assert found.searched


@quick
@given(groupings(), st.integers(-9, 9))
def test_counting_each_person_placed_adds_as_much_for_each(one, person):
    for group in every_group(one):
        added = one.counting(person).worth([group]) - one.worth([group])
        assert added == person * one.placed([group])


@quick
@given(groupings())
def test_most_people_come_before_any_fit(drawn):
    unit = 10**5
    one = drawn.counting(unit)
    found = choose_groups(one, unit)
    placed = one.placed(found.groups)
    assert (placed, drawn.worth(found.groups)) == best_by_trying_groups(one, unit)
    assert found.searched
    assert choosing.more_placed(one, found.crowd, found.groups, unit) >= 0
    assert drawn.better(found.prices, found.groups) >= 0


@quick
@given(groupings(), st.integers(0, 5))
def test_prices_bound_every_choice_and_those_that_place_as_many(one, turn):
    choices = [[], *([group] for group in every_group(one) if one.places[[*group[1]]].all())]
    made = choices[turn % len(choices)]
    prices = Seats(one).relaxed(one.placed(made))
    for other in choices:
        if one.placed(other) == one.placed(made):
            assert one.worth(other) <= one.worth(made) + one.better(prices, made)


@quick
@given(groupings(), st.integers(1, 6), st.sampled_from([0, 1, 10**6]))
def test_a_short_search_leaves_sound_groups_and_a_sound_bound(one, most, tries):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "MOST_SEATS", most)
        patch.setattr(choosing, "FEW_SEATS", most)
        patch.setattr(choosing, "TRIES", tries * 6)
        found = choose_groups(one)
    best = best_by_trying_groups(one)
    reached = one.worth(found.groups)
    assert all(one.sound(group) for group in found.groups)
    assert reached <= best <= reached + one.better(found.prices, found.groups)
    assert reached == best or not found.searched


def test_the_best_of_no_group_is_none():
    nobody = np.zeros(0, np.int64)
    one = Grouping(np.zeros((0, 0), np.int64), nobody, [], 0, 1, 2, nobody, (nobody, nobody))
    assert Seats(one).whole() == ([], True)
    assert choose_groups(one).groups == []
    assert choose_groups(one).searched
