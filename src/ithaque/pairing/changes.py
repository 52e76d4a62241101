"""Decisions by hand on a pairing, and what each would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Change:
    """A decision by hand: impose or forbid a pair, add or remove one place of a mentor.

    `score` (0 to 1) is that of the pair imposed, when the caller knows it.
    """

    kind: Literal["impose", "forbid", "add", "remove"]
    mentor_id: str
    mentee_id: str = ""
    score: float | None = None

    @classmethod
    def impose(cls, mentee_id: str, mentor_id: str, score: float | None = None) -> Change:
        return cls("impose", mentor_id, mentee_id, score)

    @classmethod
    def forbid(cls, mentee_id: str, mentor_id: str) -> Change:
        return cls("forbid", mentor_id, mentee_id)

    @classmethod
    def add_place(cls, mentor_id: str) -> Change:
        return cls("add", mentor_id)

    @classmethod
    def remove_place(cls, mentor_id: str) -> Change:
        return cls("remove", mentor_id)


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee whose mentor changes; None stands for nobody."""

    mentee_id: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Price:
    """What a change would do.

    `loss` is what the sum of the scores loses (negative when it gains: one more place, or fewer people placed);
    `own` is what becomes of the mentee decided upon, when something does; `moves` are the other people whose mentor
    changes, in the order of the chain; `left_alone` those who would have no mentor any more, and `placed` those who
    would get one. `rules` names what forbids the change: nothing else is computed then. `exact` is False when pairs
    never listed could make it a little cheaper.
    """

    loss: float = 0.0
    moves: list[Move] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    exact: bool = True
    own: Move | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another mentor for a mentee: the score of the pair, and what imposing it would do."""

    mentor_id: str
    score: float
    price: Price


@dataclass(frozen=True, slots=True)
class PlaceWorth:
    """What one more place with a mentor would bring: people served (0 or 1) and gain of the sum of scores."""

    served: int
    gain: float
    exact: bool = True
