"""The figures a report shows, computed from a result."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ithaque.pairing.messages import Message

if TYPE_CHECKING:
    from ithaque.pairing.result import Result

BINS = 10


@dataclass(frozen=True, slots=True)
class CriterionFigure:
    """A criterion over the pairs made: mean value where both answered, and the share of pairs where they did."""

    code: str
    weight: float
    value: float
    answered: float


def fit_bins(result: Result) -> list[tuple[int, int]]:
    """Return (lower bound out of 100, number of pairs) for each tenth of the scale."""
    counts = Counter(min(BINS - 1, int(pair.score * BINS)) for pair in result.pairs)
    return [(at * 100 // BINS, counts[at]) for at in range(BINS)]


def criteria(result: Result) -> list[CriterionFigure]:
    """Return the criteria that weigh, the heaviest first."""
    found = []
    for criterion, weight in result.problem.weighted:
        values = [
            pair.contributions[criterion.code].value
            for pair in result.pairs
            if criterion.code in pair.contributions
        ]
        mean = sum(values) / len(values) if values else 0.0
        answered = len(values) / len(result.pairs) if result.pairs else 0.0
        found.append(CriterionFigure(criterion.code, weight, mean, answered))
    return sorted(found, key=lambda one: (-one.weight, one.code))


def loads(result: Result) -> Counter[int]:
    """Return how many mentors have each number of mentees, those without a place left out."""
    held = Counter(pair.mentor_id for pair in result.pairs)
    problem = result.problem
    return Counter(held[one.id] for one in problem.mentors if problem.capacity(one) or held[one.id])


def causes(result: Result) -> list[tuple[Message, list[str]]]:
    """Return the causes of waits with the ids of those concerned, the commonest first."""
    grouped: dict[str, tuple[Message, list[str]]] = {}
    for one in result.unmatched:
        grouped.setdefault(str(one.cause.as_dict()), (one.cause, []))[1].append(one.mentee_id)
    return sorted(grouped.values(), key=lambda found: -len(found[1]))
