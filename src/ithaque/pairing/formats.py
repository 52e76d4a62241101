"""Who meets whom, and how many at once.

One notion: a kind with its sizes. It says whose lists are taken, which rules and criteria change, and who solves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .criteria.tables import Seniority, Tell
from .people import Person
from .rules.base import Forbidden, Rule, by_category
from .rules.conditions import SeniorityAbove

PAIRS = ("one_to_one", "reverse")
GROUPS = ("circle", "team")
KINDS = (*PAIRS, *GROUPS, "peers")
SIZES: dict[str, dict[str, int]] = {
    "circle": {"least": 4, "most": 8, "mentors": 1},
    "team": {"least": 2, "most": 3},
}
BOUNDS = {"least": (1, 50), "most": (1, 50), "mentors": (1, 2)}


@dataclass(frozen=True, slots=True)
class Format:
    """How people meet.

    "one_to_one": one mentor, as many mentees as they have places, each alone. "reverse": the same, the mentor being the
    junior. "circle": one or two `mentors` together with `least` to `most` mentees. "team": `least` to `most` mentors for
    one mentee. "peers": two people of one list, without roles.
    """

    kind: str = "one_to_one"
    least: int = 1
    most: int = 1
    mentors: int = 1

    @classmethod
    def of(cls, given: str | Mapping[str, Any]) -> Format:
        """Return the format written in settings: a kind, or a mapping with `kind` and sizes."""
        sizes = {} if isinstance(given, str) else dict(given)
        kind = given if isinstance(given, str) else str(sizes.pop("kind", "one_to_one"))
        return cls(kind, **{**SIZES.get(kind, {}), **sizes})

    @property
    def grouped(self) -> bool:
        """Return whether people are brought together otherwise than in plain pairs of two sides."""
        return self.kind not in PAIRS

    def sides(
        self, mentees: Sequence[Person], mentors: Sequence[Person]
    ) -> tuple[Sequence[Person], Sequence[Person]]:
        """Return the two lists to compare: peers form one list, whichever side they were given on."""
        if self.kind != "peers":
            return mentees, mentors
        known = {person.id for person in mentees}
        pool = [*mentees, *(person for person in mentors if person.id not in known)]
        return pool, pool

    def rules(self, rules: Sequence[Rule]) -> list[Rule]:
        """Return the rules as this format holds them."""
        if self.kind == "reverse":
            kept = [rule for rule in rules if not isinstance(rule, SeniorityAbove)]
            return [*kept, Junior()]
        if self.kind == "peers":
            kept = [rule for rule in rules if rule.code not in ("adult", "checks")]
            protective = {rule.code for rule in rules} & {"adult", "checks"}
            return [*kept, *(PEERS[code]() for code in sorted(protective))]
        return list(rules)

    def criterion(self, criterion: Any) -> Any:
        """Return a criterion as this format reads it: juniority instead of seniority, in reverse mentoring."""
        if self.kind == "reverse" and isinstance(criterion, Seniority):
            return Juniority(criterion.best_from, criterion.best_to, criterion.slope)
        return criterion


def faults_in(given: str | Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield what is wrong in a format: place after "format", code of the fault, data."""
    kind = given if isinstance(given, str) else given.get("kind", "one_to_one")
    if kind not in KINDS:
        yield "", "unknown", {"name": str(kind), "known": sorted(KINDS)}
        return
    known = SIZES.get(str(kind), {})
    sizes = {} if isinstance(given, str) else {k: v for k, v in given.items() if k != "kind"}
    sound = True
    for name, value in sizes.items():
        low, high = BOUNDS.get(name, (0, 0))
        if name not in known:
            yield f".{name}", "unknown", {"name": str(name), "known": sorted({"kind", *known})}
        elif isinstance(value, bool) or not isinstance(value, int):
            yield f".{name}", "type", {"expected": "a whole number", "got": repr(value)}
        elif not low <= value <= high:
            yield f".{name}", "range", {"got": value, "low": low, "high": high}
        else:
            continue
        sound = False
    if sound and {**known, **sizes}.get("least", 1) > {**known, **sizes}.get("most", 1):
        data = {"expected": "least at most equal to most", "got": str({**known, **sizes})}
        yield "", "type", data


@dataclass(frozen=True, slots=True)
class Junior:
    """Reverse mentoring: the mentor is below the mentee in seniority, when both are known."""

    code: str = "junior"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        if mentee.seniority is None or mentor.seniority is None:
            return False
        return mentor.seniority >= mentee.seniority

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        ours, theirs = [p.seniority for p in mentees], [p.seniority for p in mentors]
        return by_category(ours, theirs, lambda a, b: b >= a)


@dataclass(frozen=True, slots=True)
class SameAge:
    """Peers: minors together and adults together; protective, instead of the rule that a minor's mentor is an adult."""

    code: str = "adult"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return mentee.minor != mentor.minor

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        return by_category(
            [p.minor for p in mentees], [p.minor for p in mentors], lambda a, b: a != b
        )


@dataclass(frozen=True, slots=True)
class PeerChecks:
    """Peers: checks known not to be valid, on either side, forbid."""

    code: str = "checks"

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        return mentee.check_valid is False or mentor.check_valid is False

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        ours = [p.check_valid is False for p in mentees]
        return by_category(ours, [p.check_valid is False for p in mentors], lambda a, b: a or b)


PEERS: dict[str, Any] = {"adult": SameAge, "checks": PeerChecks}


class Juniority(Seniority):
    """Seniority read the other way: 1 when the mentor is behind by `best_from` to `best_to` steps."""

    def category(self, person: Person) -> int | None:
        return None if person.seniority is None else -person.seniority

    def tell(self, mentee: Person, mentor: Person) -> Tell:
        return Tell()
