"""What can be wrong between people and settings, each fault with its place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .aims import faults_in
from .floors import MEASURES
from .messages import Message
from .people import Person
from .settings import PROTECTIVE, Fault

if TYPE_CHECKING:
    from .problem import Problem


def faults_of(problem: Problem) -> Iterator[Fault]:
    """Yield every fault of a problem."""
    for side, people in (("mentees", problem.mentees), ("mentors", problem.mentors)):
        yield from _duplicates(side, people)
        for person in people:
            yield from _answers(f"{side}[{person.id}]", person)
    for mentor in problem.mentors:
        minimum, capacity = mentor.minimum_load, problem.capacity(mentor)
        if minimum > max(capacity, 0):
            data = {"mentor": mentor.id, "minimum": minimum, "capacity": capacity}
            yield Fault(f"mentors[{mentor.id}].minimum_load", Message("fault.load", data))
    for where, code, data in faults_in(problem.settings.objective):
        yield Fault(f"objective{where}", Message(f"fault.{code}", data))
    yield from _floors(problem)
    yield from _circles([*problem.mentees, *problem.mentors])
    yield from _wishes(problem)
    yield from _strangers(problem)
    yield from _locks(problem)


def _floors(problem: Problem) -> Iterator[Fault]:
    """Yield floors that say nothing the engine can hold, or of a group nobody is in."""
    wrong = any(faults_in(problem.settings.objective))
    against = "" if wrong else _refusing_floors(problem)
    for k, given in enumerate(problem.settings.floors):
        place, least = f"floors[{k}]", given.get("least")
        if given.get("measure", "placed") not in MEASURES:
            data = {"name": str(given["measure"]), "known": list(MEASURES)}
            yield Fault(f"{place}.measure", Message("fault.unknown", data))
        if isinstance(least, bool) or not isinstance(least, (int, float)):
            data = {"expected": "a number", "got": repr(least)}
            yield Fault(f"{place}.least", Message("fault.type", data))
        elif not 0 <= least <= 1:
            data = {"got": str(least), "low": 0, "high": 1}
            yield Fault(f"{place}.least", Message("fault.range", data))
        attribute, value = str(given.get("attribute", "")), given.get("value")
        groups = {p.group[attribute] for p in problem.mentees if attribute in p.group}
        if not groups or (value is not None and str(value) not in groups):
            data = {"attribute": attribute, "value": str(value or "")}
            yield Fault(place, Message("fault.group", data))
        if against:
            yield Fault(place, Message("fault.aims", {"step": "floors", "other": against}))


def _refusing_floors(problem: Problem) -> str:
    """Return what floors cannot be combined with, empty when nothing stands against them."""
    aims = problem.settings.aims
    if problem.format.grouped:
        return problem.format.kind
    return "stable" if aims.stable else aims.worst


def _answers(place: str, person: Person) -> Iterator[Fault]:
    """Yield answers that are not what they should be: not finite, outside their range."""
    bounded: list[tuple[str, Any, float, float]] = [
        ("capacity", person.capacity, 0, 10_000),
        ("minimum_load", person.minimum_load, 0, 10_000),
        *((f"style.{item}", answer, -1000, 1000) for item, answer in person.style.items()),
        *(
            (f"expectations.{item}", answer, -1000, 1000)
            for item, answer in person.expectations.items()
        ),
        *((f"availability[{hour}]", hour, 0, 167) for hour in person.availability),
        *(
            (f"needs.{skill.key}", skill.level, 1, 3)
            for skill in person.needs
            if skill.level is not None
        ),
        *(
            (f"offers.{skill.key}", skill.level, 1, 3)
            for skill in person.offers
            if skill.level is not None
        ),
    ]
    if person.radius_km is not None:
        bounded.append(("radius_km", person.radius_km, 0, 40_000))
    for name, value, low, high in bounded:
        if not (math.isfinite(value) and low <= value <= high):
            data = {"got": str(value), "low": low, "high": high}
            yield Fault(f"{place}.{name}", Message("fault.range", data))
    if isinstance(person.place, tuple):
        latitude, longitude = person.place
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            expected = "latitude (-90 to 90) and longitude (-180 to 180)"
            data = {"expected": expected, "got": f"{latitude}, {longitude}"}
            yield Fault(f"{place}.place", Message("fault.type", data))


def _wishes(problem: Problem) -> Iterator[Fault]:
    for side, people, others, known in (
        ("mentees", problem.mentees, "mentors", problem.mentor_index),
        ("mentors", problem.mentors, "mentees", problem.mentee_index),
    ):
        for person in people:
            for k, wish in enumerate(person.wishes):
                if wish not in known:
                    place = f"{side}[{person.id}].wishes[{k}]"
                    yield Fault(place, Message("fault.stranger", {"id": wish, "side": others}))


def _strangers(problem: Problem) -> Iterator[Fault]:
    settings = problem.settings
    for name in ("locks", "forbids"):
        for k, (mentee, mentor) in enumerate(getattr(settings, name)):
            if mentee not in problem.mentee_index:
                yield Fault(
                    f"{name}[{k}]", Message("fault.stranger", {"id": mentee, "side": "mentees"})
                )
            if mentor not in problem.mentor_index:
                yield Fault(
                    f"{name}[{k}]", Message("fault.stranger", {"id": mentor, "side": "mentors"})
                )
    for mentor in settings.capacities:
        if mentor not in problem.mentor_index:
            yield Fault(
                f"capacities.{mentor}",
                Message("fault.stranger", {"id": mentor, "side": "mentors"}),
            )


def _locks(problem: Problem) -> Iterator[Fault]:
    settings = problem.settings
    forbids = set(settings.forbids)
    protective = [rule for rule in problem.rules if rule.code in PROTECTIVE | {"oneself"}]
    known = [
        pair
        for pair in settings.locks
        if pair[0] in problem.mentee_index and pair[1] in problem.mentor_index
    ]
    for mentee, mentor in known:
        place = f"locks[{mentee}, {mentor}]"
        if (mentee, mentor) in forbids:
            yield Fault(place, Message("fault.contradiction", {"mentee": mentee, "mentor": mentor}))
        people = (
            problem.mentees[problem.mentee_index[mentee]],
            problem.mentors[problem.mentor_index[mentor]],
        )
        for rule in protective:
            if rule.forbids(*people):
                data = {"mentee": mentee, "mentor": mentor, "rule": rule.code}
                yield Fault(place, Message("fault.lock_rule", data))
    for mentee, times in Counter(pair[0] for pair in set(known)).items():
        if times > problem.mentees[problem.mentee_index[mentee]].capacity:
            yield Fault("locks", Message("fault.lock_twice", {"mentee": mentee}))
    for mentor, locked in Counter(pair[1] for pair in set(known)).items():
        capacity = problem.capacity(problem.mentors[problem.mentor_index[mentor]])
        if locked > capacity:
            counts = {"mentor": mentor, "locked": locked, "capacity": capacity}
            yield Fault("locks", Message("fault.lock_capacity", counts))


def _duplicates(side: str, people: Sequence[Person]) -> Iterator[Fault]:
    for person_id, times in Counter(person.id for person in people).items():
        if times > 1:
            yield Fault(
                f"{side}[{person_id}]",
                Message("fault.duplicate", {"id": person_id, "times": times}),
            )


def _circles(people: Sequence[Person]) -> Iterator[Fault]:
    """Yield each circle of managers once, from its first id in order."""
    managers = {person.id: person.manager for person in people if person.manager}
    done: set[str] = set()
    for start in sorted(managers):
        walked: list[str] = []
        current: str | None = start
        while current is not None and current not in done and current not in walked:
            walked.append(current)
            current = managers.get(current)
        if current in walked:
            circle = walked[walked.index(current) :]
            yield Fault(f"people[{circle[0]}].manager", Message("fault.cycle", {"people": circle}))
        done.update(walked)
