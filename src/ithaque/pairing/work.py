"""One solving: the problem in numbers, whom to tell where it is, and how blocks are shared between workers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from .earlier import Earlier, earlier_of
from .flow import Arcs
from .gains import Gains, make_places, worth_unit
from .messages import Message
from .places import Longs, Places
from .pricing import Known
from .problem import Cancel, Cancelled, Problem, Progress
from .scoring import Scorer

if TYPE_CHECKING:
    from .result import Result

T = TypeVar("T")
ARC_BYTES = 120  # of one pair in the solver and in our arrays, measured
FEWEST = 5  # candidates below which lists would be of no use


class Future(Protocol):
    """What an executor's `submit` gives back."""

    def result(self) -> Any: ...

    def cancel(self) -> Any: ...


class Executor(Protocol):
    """Anything that runs functions elsewhere, `concurrent.futures` style: processes, Dask, a queue."""

    def submit(self, function: Callable[..., Any], /, *given: Any) -> Future: ...


def _too_large(what: str, needed: int, limit: int) -> MemoryError:
    return MemoryError(str(Message("fault.size", {"what": what, "needed": needed, "limit": limit})))


def _chunk(scorer: Scorer, function: Callable[..., T], tasks: Sequence[tuple[Any, ...]]) -> list[T]:
    return [function(scorer, *task) for task in tasks]


@dataclass(slots=True)
class Work:
    """The problem in numbers, and whom to tell."""

    problem: Problem
    scorer: Scorer
    gains: Gains
    locked: tuple[Longs, Longs]
    places: tuple[Places, Places]
    counts: Longs
    progress: Progress | None
    cancel: Cancel | None
    executor: Executor | None = None
    before: Earlier | None = None

    @classmethod
    def start(
        cls,
        problem: Problem,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        executor: Executor | None = None,
        result: Result | None = None,
    ) -> Work:
        """Return the work of a problem, with what serves again of an earlier result.

        Raises `MemoryError` when its tables exceed the settings' bound.
        """
        locked = sorted(
            {(problem.mentee_index[a], problem.mentor_index[b]) for a, b in problem.settings.locks}
        )
        cells = np.array(locked, dtype=np.int64).reshape(-1, 2)
        rows, columns = cells[:, 0], cells[:, 1]
        gains = Gains.of(problem)
        places = make_places(problem, gains.most, rows, columns)
        before = None if result is None else earlier_of(result, problem, places[1])
        scorer = (
            Scorer(problem.mentees, problem.mentors, problem.weighted, problem.rules)
            if before is None
            else before.scorer
        )
        needed, limit = -(-scorer.nbytes // 2**20), problem.settings.memory_mb
        if needed > limit:
            raise _too_large("the tables of answers", needed, limit)
        return cls(
            problem,
            scorer,
            gains,
            (rows, columns),
            places,
            np.zeros(len(problem.rules), np.int64)
            if before is None or before.listed is None
            else before.counts,
            progress,
            cancel,
            executor,
            before,
        )

    @property
    def unit(self) -> int:
        """Return what placing people is counted in: see `gains.worth_unit`."""
        wanted = np.array([person.capacity for person in self.problem.mentees], dtype=np.int64)
        offered = np.array(
            [self.problem.capacity(person) for person in self.problem.mentors], dtype=np.int64
        )
        return worth_unit(wanted, offered, self.gains.most)

    @property
    def candidates(self) -> int:
        """Return how many mentors a mentee lists: what the settings say, or what the memory left by the tables holds.

        Raises `MemoryError` when it holds fewer than FEWEST.
        """
        wanted, limit = self.problem.settings.candidates, self.problem.settings.memory_mb
        each = 2 * ARC_BYTES * max(1, self.scorer.shape[0])  # both sides list
        most = (limit * 2**20 - self.scorer.nbytes) // each
        if most < min(FEWEST, wanted):
            needed = -(-(self.scorer.nbytes + min(FEWEST, wanted) * each) // 2**20)
            raise _too_large("the tables and the short lists", needed, limit)
        return min(wanted, most)

    @property
    def known(self) -> Known:
        """Return what an earlier proof showed of all pairs, when pairs are worth what they were then."""
        if self.before is None or not self.gains.plain or self.gains.floor:
            return Known()
        return self.before.known

    def tell(self, step: str, done: int, total: int) -> None:
        """Tell progress and stop when the caller wants to. Raises `Cancelled`."""
        if self.cancel is not None and self.cancel():
            raise Cancelled(step)
        if self.progress is not None:
            self.progress(step, done, total)

    def each(self, function: Callable[..., T], tasks: Sequence[tuple[Any, ...]]) -> Iterator[T]:
        """Yield the results of a function of the scorer and a task, in the order of the tasks."""
        if self.executor is not None:
            futures = [
                self.executor.submit(_chunk, self.scorer, function, part)
                for part in self._parts(tasks)
            ]
            try:
                for future in futures:
                    yield from future.result()
            finally:
                for future in futures:
                    future.cancel()
        elif self.threads < 2 or len(tasks) < 2:
            for task in tasks:
                yield function(self.scorer, *task)
        else:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(self.threads) as pool:
                yield from pool.map(lambda task: function(self.scorer, *task), tasks)

    def _parts(self, tasks: Sequence[tuple[Any, ...]]) -> list[Sequence[tuple[Any, ...]]]:
        """Return the tasks in as many runs as there are workers: what they share is sent once for each run."""
        size = -(-len(tasks) // max(1, self.threads))
        return [tasks[start : start + size] for start in range(0, len(tasks), max(1, size))]

    @property
    def threads(self) -> int:
        """Return how many threads share the blocks: NumPy and SciPy let go of the interpreter while they compute."""
        return self.problem.settings.workers or os.cpu_count() or 1

    def open_arcs(self, scores: Longs, rows: Longs, columns: Longs) -> Arcs:
        """Return the arcs of allowed pairs that are not locked."""
        keep = (
            (scores >= self.gains.floor)
            & (self.places[0].total[rows] > 0)
            & (self.places[1].total[columns] > 0)
        )
        if len(self.locked[0]):
            m = self.scorer.shape[1]
            keep &= ~np.isin(rows * m + columns, self.locked[0] * m + self.locked[1])
        rows, columns, scores = rows[keep], columns[keep], scores[keep]
        return Arcs(rows, columns, self.gains.of_pairs(rows, columns, scores))
