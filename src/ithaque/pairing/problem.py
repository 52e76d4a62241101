"""A problem: mentees, mentors and settings, checked together before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from .criteria import Criterion, make_criterion
from .faults import faults_of
from .formats import Format, faults_in
from .people import Person
from .rules import Rule, make_rules
from .settings import FaultsError, Settings

if TYPE_CHECKING:
    from .result import Result
    from .work import Executor

Progress = Callable[[str, int, int], None]
Cancel = Callable[[], bool]


class ProblemError(FaultsError):
    """The people and the settings do not go together."""


class Cancelled(Exception):
    """The caller asked to stop; nothing is half done."""


class Problem:
    """Mentees and mentors to pair under settings.

    People are kept in the order of their ids, so that the order of the rows a caller gives changes nothing. `plugs`
    are criteria the caller made (a text likeness with its vectors, a criterion of its own); they replace those of
    the same code and weigh what the settings say. Raises `ProblemError` listing every fault.
    """

    def __init__(
        self,
        mentees: Sequence[Person],
        mentors: Sequence[Person],
        settings: Settings | None = None,
        plugs: Sequence[Criterion] = (),
    ) -> None:
        self.settings = settings or Settings()
        mentees, mentors = self.format.sides(mentees, mentors)
        self.mentees = sorted(mentees, key=lambda person: person.id)
        self.mentors = sorted(mentors, key=lambda person: person.id)
        self.plugs = {plug.code: plug for plug in plugs}
        faults = list(faults_of(self))
        if faults:
            raise ProblemError(faults)

    def solve(
        self,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        executor: Executor | None = None,
        before: Result | None = None,
    ) -> Result:
        """Return the pairing asked for, with its certificate.

        `progress(step, done, total)` is told where the work is, `cancel()` is asked whether to stop: then
        `Cancelled` is raised. `executor` scores and prices blocks elsewhere (processes, a cluster); the result is the
        same bit for bit. `before` is an earlier result whose tables, lists and explanations serve again when people,
        criteria and rules are the same. Raises `MemoryError` when the settings' bound on memory cannot be held.
        """
        from .solve import solve

        return solve(self, progress, cancel, executor, before)

    @cached_property
    def format(self) -> Format:
        """Return how people meet; plain pairs when the settings name no such format, which is a fault."""
        given = self.settings.format
        return Format() if any(faults_in(given)) else Format.of(given)

    @cached_property
    def mentee_index(self) -> dict[str, int]:
        return {person.id: row for row, person in enumerate(self.mentees)}

    @cached_property
    def mentor_index(self) -> dict[str, int]:
        return {person.id: column for column, person in enumerate(self.mentors)}

    @cached_property
    def rules(self) -> list[Rule]:
        return self.format.rules(make_rules(self.settings, (*self.mentees, *self.mentors)))

    @cached_property
    def weighted(self) -> list[tuple[Criterion, float]]:
        """Return the criteria that weigh, with their weights, in the order of the settings."""
        return [
            (
                self.plugs.get(code)
                or self.format.criterion(
                    make_criterion(code, self.settings.criteria.get(code, {}))
                ),
                weight,
            )
            for code, weight in self.settings.weights.items()
            if weight > 0
        ]

    def most_mentors(self, mentee: Person) -> int:
        """Return how many mentors a mentee may have."""
        form = self.format
        if not form.grouped:
            return mentee.capacity
        return min(mentee.capacity, 1) * (form.most if form.kind == "team" else form.mentors)

    def most_mentees(self, mentor: Person) -> int:
        """Return how many mentees a mentor may have: those of one circle, or their places."""
        places = self.capacity(mentor)
        return min(places, 1) * self.format.most if self.format.kind == "circle" else places

    def capacity(self, mentor: Person) -> int:
        """Return the places of a mentor: the settings' figure, or the person's own."""
        return self.settings.capacities.get(mentor.id, mentor.capacity)
