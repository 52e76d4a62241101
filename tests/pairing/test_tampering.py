"""Whatever is altered in a certificate or in what it certifies is found, for every objective and every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ithaque.pairing import Person, Problem, Settings
from ithaque.pairing.result import Result

from .builders import grid

TABLE = [[0.9, 0.6, 0.1], [0.8, 0.7, 0.2], [0.7, 0.5, None], [0.6, 0.3, 0.4]]
FIVE = [[0.9, 0.2], [0.8, 0.3], [0.7, 0.9], [0.2, 0.8], [0.1, 0.6]]
LARGER = 7_654_321  # thousandths of a millionth in circles, millionths in pairs: far above what rounding hides


def under_floors() -> Result:
    problem = grid(TABLE)
    sides = [replace(one, group={"side": "ab"[k % 2]}) for k, one in enumerate(problem.mentees)]
    floors = ({"attribute": "side", "value": "b", "measure": "placed", "least": 1.0},)
    settings = replace(problem.settings, floors=floors)
    return Problem(sides, problem.mentors, settings, list(problem.plugs.values())).solve()


def peers() -> Result:
    people = [Person(f"p{k}", style={"pace": 1 + k % 5, "risk": 1 + k % 3}) for k in range(5)]
    return Problem(people, [], Settings(format="peers")).solve()


RESULTS = {
    **{name: lambda name=name: grid(TABLE, objective=name).solve() for name in (
        "total", "balanced", "worst_off", "leximin", "stable", "most_people")},
    "short lists": lambda: grid(TABLE, dense_limit=1).solve(),
    "floors": under_floors,
    "hours": lambda: grid(TABLE, hours={"offered": {"o0": 1.0, "o1": 1.0}}).solve(),
    "circle": lambda: grid(FIVE, format={"kind": "circle", "least": 2, "most": 3}).solve(),
    "team": lambda: grid([[0.9, 0.8, 0.1], [0.5, 0.6, 0.7]], format="team").solve(),
    "peers": peers,
}  # fmt: skip


def altered(result: Result) -> Iterator[tuple[str, Result]]:
    """Yield the result with one thing changed at a time, and what it was."""

    def certified(**change: Any) -> Result:
        return replace(result, certificate=replace(certificate, **change))

    certificate = result.certificate
    for name in ("objective", "bound"):
        for by in (-1, 1):
            yield f"{name} {by}", certified(**{name: getattr(certificate, name) + by})
    if certificate.floor is not None:
        yield "floor", certified(floor=certificate.floor + 1)
    if certificate.levels:
        yield "levels", certified(levels=certificate.levels[1:])
    for k, pair in enumerate(result.pairs):
        others = [*result.pairs[:k], *result.pairs[k + 1 :]]
        yield f"pair {k} left out", replace(result, pairs=others)
        yield f"score {k}", replace(result, pairs=[*others, replace(pair, score=pair.score + 0.1)])
        stranger = replace(pair, mentor_id="nobody")
        yield f"mentor {k}", replace(result, pairs=[*others, stranger])
    for k, meeting in enumerate(result.meetings):
        others = (*result.meetings[:k], *result.meetings[k + 1 :])
        yield f"meeting {k} left out", replace(result, meetings=others)
        for mentees in (meeting.mentees[1:], (*meeting.mentees, meeting.mentees[0])):
            other = replace(meeting, mentees=mentees)
            yield f"meeting {k}", replace(result, meetings=(*others, other))
    for k, one in enumerate(result.unmatched):
        yield (
            f"unmatched {k}",
            replace(result, unmatched=[*result.unmatched[:k], *result.unmatched[k + 1 :]]),
        )
        yield (
            f"stranger {k}",
            replace(result, unmatched=[*result.unmatched, replace(one, mentee_id="nobody")]),
        )


def repriced(result: Result) -> Iterator[tuple[str, Result]]:
    """Yield the result with one price far above what it was."""
    certificate = result.certificate
    for side, people in (("mentees", result.problem.mentees), ("mentors", result.problem.mentors)):
        prices = getattr(certificate, side)
        for person in people:
            if person.id in prices:
                more = {**prices, person.id: prices[person.id] + 1000 * LARGER}
                yield person.id, replace(result, certificate=replace(certificate, **{side: more}))
    for k, one in enumerate(certificate.sets):
        sets = (
            *certificate.sets[:k],
            replace(one, price=one.price + 1000 * LARGER),
            *certificate.sets[k + 1 :],
        )
        yield f"set {k}", replace(result, certificate=replace(certificate, sets=sets))


@pytest.mark.parametrize("name", RESULTS)
def test_anything_altered_is_found(name):
    result = RESULTS[name]()
    assert result.check() == []
    assert [what for what, other in altered(result) if not other.check()] == []


@pytest.mark.parametrize("name", RESULTS)
def test_any_price_altered_no_longer_proves_the_bound(name):
    result = RESULTS[name]()
    changes = list(repriced(result))
    assert changes
    assert [what for what, other in changes if not other.check()] == []


def test_a_claim_of_proof_that_prices_do_not_hold_is_found():
    for result in (
        grid(TABLE, objective="stable").solve(),
        grid(FIVE, format={"kind": "circle", "least": 2, "most": 3}).solve(),
    ):
        certificate = result.certificate
        loose = {**certificate.mentees, "a0": certificate.mentees.get("a0", 0) + 1000 * LARGER}
        higher = certificate.bound + LARGER
        said = replace(certificate, mentees=loose, bound=higher, proven=True)
        assert "certificate.proven" in {
            fault.place for fault in replace(result, certificate=said).check()
        }


def test_a_leximin_said_to_be_whole_when_levels_are_missing_is_found():
    result = grid(TABLE, objective="leximin").solve()
    assert result.certificate.all_levels
    first = replace(result.certificate, levels=result.certificate.levels[:2], all_levels=False)
    assert "check.level" not in codes(replace(result, certificate=first))
    said = replace(first, all_levels=True)
    assert "check.level" in codes(replace(result, certificate=said))


def test_a_stable_pairing_that_is_not_is_found():
    best = grid([[1.0, 0.7], [0.9, 0.2]]).solve()
    said = replace(best, certificate=replace(best.certificate, stable=True))
    assert codes(best) == set()
    assert codes(said)


def codes(result: Result) -> set[str]:
    return {fault.message.code for fault in result.check()}


def test_a_fault_of_meetings_names_its_place_and_both_values():
    result = RESULTS["circle"]()
    one, other = result.meetings
    double = replace(result, meetings=(one, replace(other, mentors=one.mentors)))
    assert ("meetings", "check.twice") in places(double)
    assert ("pairs", "check.meeting") in places(replace(result, pairs=result.pairs[1:]))
    right = result.certificate.objective
    said = replace(result.certificate, objective=right + 1)
    data = [fault.message.data for fault in replace(result, certificate=said).check()]
    assert {"right": right, "written": right + 1} in data


def places(result: Result) -> set[tuple[str, str]]:
    return {(fault.place, fault.message.code) for fault in result.check()}
