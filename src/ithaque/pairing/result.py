"""What a pairing gives back: pairs with their reasons, the people left waiting and why, the proof, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
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
class Step:
    """One step of a leximin: at this score (None: places filled, whatever the score), as few pairs as these can be.

    `mentees` and `mentors` hold the prices that prove it; those left out are 0.
    """

    score: int | None
    pairs: int
    mentees: Mapping[str, int] = field(default_factory=dict, repr=False)
    mentors: Mapping[str, int] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Set:
    """Peers: an odd set of people, of whom at most half can be paired among themselves, and the price of that."""

    people: tuple[str, ...]
    price: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """People brought together: a circle with its mentors, a team of mentors with its mentee, two peers (mentees)."""

    mentors: tuple[str, ...]
    mentees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Proof of the total, in whole millionths.

    `objective` is the sum of what pairs are worth (scores, transformed for some objectives, with inertia);
    `bound` is what no other pairing that fills as many places can exceed, proved by the prices in `mentees` and
    `mentors`; `proven` says both are equal over all pairs, also those never listed. `rounds` counts pricing rounds.

    Objective "leximin": `levels` are the lowest scores in order, each with how few pairs can have it given those before
    it; `all_levels` says whether they are all there are, in other words whether the leximin is whole. Objective and
    bound are those among the pairings with the same levels.
    Objective "worst_off", and "leximin" when there are too many pairs: `floor` is the highest lowest score, and the prices in `floor_mentees` and `floor_mentors`
    prove that fewer places could be filled with any higher one; objective and bound are those above the floor.
    Circles, teams and peers: prices are in thousandths of a millionth, `sets` are those of peers.
    Circles and teams, most people first: the prices in `floor_mentees` and `floor_mentors` prove that another choice places
    at most `more_placed` more people; those in `mentees` and `mentors`, which count `person` for each one placed, prove the
    bound of the choices that place as many.
    With floors or hours: one of `multipliers` for each, with which the prices prove the bound (see `tilt`).
    `searched`: an integer programme was searched to its end, so that nothing better exists as far as the solver is
    believed; `check` does not redo that.
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
    levels: tuple[Step, ...] = ()
    all_levels: bool = False
    multipliers: tuple[int, ...] = ()
    sets: tuple[Set, ...] = ()
    searched: bool = False
    person: int = 0
    more_placed: int = 0

    def as_mapping(self) -> dict[str, Any]:
        """Return the certificate as a JSON document holds it."""
        return {f.name: _plain(getattr(self, f.name)) for f in fields(self)}

    @property
    def gap(self) -> float:
        """Return how much better, in share of the objective, another pairing could at most be."""
        return (self.bound - self.objective) / max(1, abs(self.objective))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _plain(asdict(value)) if isinstance(value, (Step, Set)) else value


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
    """A solved problem. `meetings` are the circles, teams or peers of a format that has some; `pairs` then hold each
    mentee with each mentor met, and each peer with the other.
    """

    problem: Problem
    pairs: list[Pairing]
    unmatched: list[Unmatched]
    certificate: Certificate
    summary: Summary
    work: Work = field(repr=False, compare=False)
    solution: Solution = field(repr=False, compare=False)
    _book: PriceBook | None = field(default=None, repr=False, compare=False)
    meetings: tuple[Meeting, ...] = ()

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

    def stability(self, epsilon: float = 0.0, examples: int = 5) -> Stability:
        """Return how far this pairing is from stable: pairs who would both gain more than epsilon, and how much."""
        from .check import stability_of

        return stability_of(self, epsilon, examples)

    def floors(self) -> list[tuple[Floor, float]]:
        """Return each floor of the settings with what its group reached."""
        from .floors import figures

        return figures(self)

    def recruits(self, most: int = 3) -> list[Recruit]:
        """Return the mentors to look for: the few profiles that would serve most of the people left waiting."""
        from .recruits import recruits

        return recruits(self, most)

    def record(self) -> dict[str, Any]:
        """Return problem, settings, versions, solution and certificate as one JSON document."""
        from .record import record

        return record(self)
