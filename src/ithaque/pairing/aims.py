"""What is sought, step by step: each step chooses among the best of the steps before it.

A step is a name, or a mapping of weights over things that add up. "most_people" fills as many first places as can be;
"worst_off" makes the lowest score as high as can be; "leximin" does so for the lowest, then the next lowest, and so on;
"total" and "balanced" sum scores as they are or bent; "stable" leaves no two people who would both rather leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Step = str | Mapping[str, float]
Objective = Step | Sequence[Step]

OBJECTIVES = ("most_people", "total", "balanced", "worst_off", "leximin", "stable")
WEIGHABLE = ("most_people", "total", "balanced")
FAIR = ("worst_off", "leximin")
ORDER = {"most_people": 0, "worst_off": 1, "leximin": 1, "total": 2, "balanced": 2, "stable": 3}


@dataclass(frozen=True, slots=True)
class Aims:
    """An objective, read. `fit` weighs the score and the bent score; `person` is what one more person placed is worth,
    in scores, where it is weighed rather than put first.
    """

    people_first: bool
    worst: str
    fit: tuple[float, float]
    person: float
    stable: bool

    @classmethod
    def of(cls, objective: Objective, people_first: bool = True) -> Aims:
        """Return the aims of an objective; `people_first` is for a single name, which says nothing of it."""
        steps = steps_of(objective)
        names = [step for step in steps if isinstance(step, str)]
        fit: Mapping[str, float] = {"total": 1}
        for step in steps:
            if not isinstance(step, str):
                fit = step
            elif ORDER[step] == ORDER["total"]:
                fit = {step: 1}
        worst = next((name for name in names if name in FAIR), "")
        alone = isinstance(objective, str) and objective in ("total", "balanced")
        weighed = fit.get("total", 0) + fit.get("balanced", 0)
        return cls(
            people_first=bool(worst) or "most_people" in names or (alone and people_first),
            worst=worst,
            fit=(fit.get("total", 0), fit.get("balanced", 0)),
            person=fit.get("most_people", 0) / weighed,
            stable="stable" in names,
        )

    @property
    def moved_by_chains(self) -> bool:
        """Return whether the price of a decision is that of one chain of moves; otherwise it takes solving again."""
        return not self.stable and self.worst != "leximin"


def steps_of(objective: Objective) -> list[Step]:
    """Return the steps of an objective, a single one being a list of one."""
    return [objective] if isinstance(objective, (str, Mapping)) else list(objective)


def told(objective: Objective) -> str:
    """Return an objective in one line: names joined by commas, weights beside theirs."""
    return ", ".join(
        step if isinstance(step, str) else " + ".join(f"{w:g} {name}" for name, w in step.items())
        for step in steps_of(objective)
    )


def faults_in(objective: Objective) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield what is wrong in an objective: place after "objective", code of the fault, data."""
    steps = steps_of(objective)
    several = not isinstance(objective, (str, Mapping))
    if not steps:
        yield "", "type", {"expected": "at least one objective", "got": "[]"}
    before: list[tuple[str, int]] = []
    for k, step in enumerate(steps):
        place = f"[{k}]" if several else ""
        if isinstance(step, Mapping):
            yield from _weights_faults(place, step)
            name, rank = "weights", ORDER["total"]
        elif isinstance(step, str) and step in ORDER:
            name, rank = step, ORDER[step]
        else:
            yield place, "unknown", {"name": str(step), "known": sorted(OBJECTIVES)}
            continue
        for other, its_rank in before:
            if its_rank >= rank or rank == ORDER["stable"]:
                yield place, "aims", {"step": name, "other": other}
                break
        before.append((name, rank))


def _weights_faults(
    place: str, weights: Mapping[str, Any]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, weight in weights.items():
        if name not in WEIGHABLE:
            yield f"{place}.{name}", "unknown", {"name": str(name), "known": sorted(WEIGHABLE)}
        elif isinstance(weight, bool) or not isinstance(weight, (int, float)):
            yield f"{place}.{name}", "type", {"expected": "a number", "got": repr(weight)}
        elif not 0 <= weight <= 1000:
            yield f"{place}.{name}", "range", {"got": weight, "low": 0, "high": 1000}
    fit = [weights.get(name, 0) for name in ("total", "balanced")]
    if not any(isinstance(weight, (int, float)) and weight > 0 for weight in fit):
        yield place, "weights_zero", {}
