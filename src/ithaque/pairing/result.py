"""What a pairing gives back: pairs with their reasons, the people left waiting and why, the proof, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .messages import Message
from .settings import Fault

if TYPE_CHECKING:
    from .assign import Solution
    from .book import PriceBook
    from .changes import PlaceWorth, Price
    from .floors import Floor
    from .problem import Problem
    from .recruits import Recruit
    from .stable import Stability
    from .work import Work


@dataclass(frozen=True, slots=True)
class Contribution:
    """A criterion's value (0..1) for a pair and its weight there; weights of a pair add up to 1."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Pairing:
    """A proposed pair. `score` is the sum of value times weight over `contributions`, to the millionth.

    `confidence` is the share of the programme's weights that their answers cover. `band` goes from 1 (to discuss) to
    4 (very strong). `locked` pairs were decided before.
    """

    mentee_id: str
    mentor_id: str
    score: float
    confidence: float
    band: int
    contributions: dict[str, Contribution]
    reasons: list[Message]
    care: Message | None
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee left waiting, and the smallest cause."""

    mentee_id: str
    cause: Message


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof of the total, in whole millionths.

    `objective` is the sum of what pairs are worth (scores, transformed for some objectives, with inertia);
    `bound` is what no other pairing that fills as many places can exceed, proved by the prices in `mentees` and
    `mentors`; `proven` says both are equal over all pairs, also those never listed. `rounds` counts pricing rounds.

    Objective "worst_off": `floor` is the highest lowest score, and the prices in `floor_mentees` and `floor_mentors`
    prove that fewer places could be filled with any higher one; objective and bound are those above the floor.
    Objective "stable": `stable` says that no two people would both rather leave for each other; the bound is the best
    total any pairing could have.
    """

    objective: int
    bound: int
    proven: bool
    rounds: int
    stable: bool = False
    floor: int | None = None
    mentees: Mapping[str, int] = field(default_factory=dict, repr=False)
    mentors: Mapping[str, int] = field(default_factory=dict, repr=False)
    floor_mentees: Mapping[str, int] = field(default_factory=dict, repr=False)
    floor_mentors: Mapping[str, int] = field(default_factory=dict, repr=False)

    @property
    def gap(self) -> float:
        """Return how much better, in share of the objective, another pairing could at most be."""
        return (self.bound - self.objective) / max(1, abs(self.objective))


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run. `excluded` counts the pairs each rule forbids; a pair may be counted by several."""

    mentees: int
    mentors: int
    places: int
    paired: int
    unmatched: int
    total: float
    mean: float
    lowest: float
    excluded: dict[str, int]
    objective: str
    seconds: float


@dataclass(slots=True)
class Result:
    """A solved problem."""

    problem: Problem
    pairs: list[Pairing]
    unmatched: list[Unmatched]
    certificate: Certificate
    summary: Summary
    work: Work = field(repr=False, compare=False)
    solution: Solution = field(repr=False, compare=False)
    _book: PriceBook | None = field(default=None, repr=False, compare=False)

    def check(self) -> list[Fault]:
        """Return every fault of this result, computed from the problem alone, without any solver."""
        from .check import check

        return check(self)

    def book(self) -> PriceBook:
        """Return the price book of this result, made once: prices of changes, to keep as bytes and to apply.

        Raises `ValueError` when a decision may move everybody: a stable pairing, a leximin, floors.
        """
        if self._book is None:
            from .prices import book_of

            self._book = book_of(self)
        return self._book

    def price(self, mentee_id: str, mentor_id: str) -> Price:
        """Return what imposing this pair would cost, who would move and who would be left alone."""
        from .prices import price

        return price(self, mentee_id, mentor_id)

    def price_without(self, mentee_id: str, mentor_id: str) -> Price:
        """Return what forbidding this pair would cost."""
        from .prices import price_without

        return price_without(self, mentee_id, mentor_id)

    def place_worths(self) -> dict[str, PlaceWorth]:
        """Return, by mentor, what one more place would bring: where recruiting or asking for more pays."""
        from .prices import place_worths

        return place_worths(self)

    def unstable(self, epsilon: float = 0.0) -> list[tuple[str, str]]:
        """Return pairs where both would gain more than epsilon by leaving: one for each mentee concerned."""
        from .check import unstable

        return unstable(self, epsilon)

    def recruits(self, most: int = 3) -> list[Recruit]:
        """Return the mentors to look for: the few profiles that would serve most of the people left waiting."""
        from .recruits import recruits

        return recruits(self, most)

    def record(self) -> dict[str, Any]:
        """Return problem, settings, versions, solution and certificate as one JSON document."""
        from .record import record

        return record(self)
