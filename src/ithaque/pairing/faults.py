"""What can be wrong between people and settings, each fault with its place."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .hours import faults_in as faults_in_hours
from .messages import Message
from .people import Person
from .settings import PROTECTIVE, Fault, Pair, Settings, SettingsError

if TYPE_CHECKING:
    from .problem import Problem


def faults_of(problem: Problem) -> Iterator[Fault]:
    """Yield every fault of a problem."""
    wrong = list(_settings(problem))
    yield from wrong
    for side, people in (("mentees", problem.mentees), ("mentors", problem.mentors)):
        yield from _duplicates(side, people)
        for person in people:
            yield from _answers(f"{side}[{person.id}]", person)
    for mentor in problem.mentors:
        minimum, capacity = mentor.minimum_load, problem.capacity(mentor)
        if minimum > max(capacity, 0):
            data = {"mentor": mentor.id, "minimum": minimum, "capacity": capacity}
            yield Fault(f"mentors[{mentor.id}].minimum_load", Message("fault.load", data))
    yield from _groups(problem)
    yield from _circles([*problem.mentees, *problem.mentors])
    yield from _wishes(problem)
    yield from _strangers(problem)
    yield from _locks(problem)
    if not wrong:
        yield from faults_in_hours(problem)
        yield from _refused(problem)


def _settings(problem: Problem) -> Iterator[Fault]:
    """Yield what is wrong in the settings themselves, however they were made; the criteria plugged in are known."""
    rest = replace(problem.settings, locks=(), forbids=(), broken=(), current=())
    try:
        Settings.from_mapping(rest.as_mapping())
    except SettingsError as error:
        plugged = {f"weights.{code}" for code in problem.plugs}
        for fault in error.faults:
            if fault.place not in plugged or fault.message.code != "fault.unknown":
                yield fault


def _groups(problem: Problem) -> Iterator[Fault]:
    """Yield floors of a group nobody is in."""
    for k, given in enumerate(problem.settings.floors):
        attribute, value = str(given.get("attribute", "")), given.get("value")
        groups = {p.group[attribute] for p in problem.mentees if attribute in p.group}
        if not groups or (value is not None and str(value) not in groups):
            data = {"attribute": attribute, "value": str(value or "")}
            yield Fault(f"floors[{k}]", Message("fault.group", data))


def _refused(problem: Problem) -> Iterator[Fault]:
    """Yield what sound settings do not allow with these people: floors without pairs, locks against a rule for minors."""
    aims, form = problem.settings.aims, problem.format
    asked = "stable" if aims.stable else aims.worst
    if form.grouped and asked:
        yield Fault("format", Message("fault.aims", {"step": form.kind, "other": asked}))
    against = form.kind if form.grouped else asked
    for name in ("floors", "hours"):
        if getattr(problem.settings, name) and against:
            yield Fault(name, Message("fault.aims", {"step": name, "other": against}))
    protective = [rule for rule in problem.rules if rule.code in PROTECTIVE | {"oneself"}]
    for mentee, mentor in _known(problem):
        people = (
            problem.mentees[problem.mentee_index[mentee]],
            problem.mentors[problem.mentor_index[mentor]],
        )
        for rule in protective:
            if rule.forbids(*people):
                data = {"mentee": mentee, "mentor": mentor, "rule": rule.code}
                yield Fault(f"locks[{mentee}, {mentor}]", Message("fault.lock_rule", data))


def _answers(place: str, person: Person) -> Iterator[Fault]:
    """Yield answers that are not what they should be: not finite, outside their range."""
    bounded: list[tuple[str, object, Any, float, float]] = [
        ("capacity", "", person.capacity, 0, 10_000),
        ("minimum_load", "", person.minimum_load, 0, 10_000),
        *(("style.{}", item, answer, -1000, 1000) for item, answer in person.style.items()),
        *(
            ("expectations.{}", item, answer, -1000, 1000)
            for item, answer in person.expectations.items()
        ),
        *(("availability[{}]", hour, hour, 0, 167) for hour in person.availability),
        *(
            (where, skill.key, skill.level, 1, 3)
            for where, skills in (("needs.{}", person.needs), ("offers.{}", person.offers))
            for skill in skills
            if skill.level is not None
        ),
    ]
    if person.radius_km is not None:
        bounded.append(("radius_km", "", person.radius_km, 0, 40_000))
    for where, item, value, low, high in bounded:
        if not (math.isfinite(value) and low <= value <= high):
            data = {"got": str(value), "low": low, "high": high}
            yield Fault(f"{place}.{where.format(item)}", Message("fault.range", data))
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


def _known(problem: Problem) -> list[Pair]:
    """Return the locked pairs of people of the problem, each once, in order."""
    return [
        pair
        for pair in dict.fromkeys(problem.settings.locks)
        if pair[0] in problem.mentee_index and pair[1] in problem.mentor_index
    ]


def _locks(problem: Problem) -> Iterator[Fault]:
    """Yield locks that contradict a forbidden pair, each other, or the places there are."""
    forbids, known, form = set(problem.settings.forbids), _known(problem), problem.format
    if form.kind == "peers":
        forbids |= {(b, a) for a, b in forbids}
    for mentee, mentor in known:
        if (mentee, mentor) in forbids:
            data = {"mentee": mentee, "mentor": mentor}
            yield Fault(f"locks[{mentee}, {mentor}]", Message("fault.contradiction", data))
    if form.kind == "peers":
        both = {tuple(sorted(pair)) for pair in known}
        for person, times in sorted(Counter(one for pair in both for one in pair).items()):
            if times > 1:
                yield Fault("locks", Message("fault.lock_twice", {"mentee": person}))
        return
    for mentee, times in Counter(pair[0] for pair in known).items():
        if times > problem.most_mentors(problem.mentees[problem.mentee_index[mentee]]):
            yield Fault("locks", Message("fault.lock_twice", {"mentee": mentee}))
    for mentor, locked in Counter(pair[1] for pair in known).items():
        most = problem.most_mentees(problem.mentors[problem.mentor_index[mentor]])
        if locked > most:
            counts = {"mentor": mentor, "locked": locked, "capacity": most}
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
