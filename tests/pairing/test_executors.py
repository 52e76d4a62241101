"""Blocks shared between threads, processes and a cluster: the same bytes, bounded memory, progress, a way to stop."""

from __future__ import annotations

import hashlib
import math
import multiprocessing
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ithaque.pairing import Cancelled, Person, Problem, Settings
from ithaque.pairing.record import to_bytes
from ithaque.pairing.work import ARC_BYTES, Work

from .test_scale import some

ROOT = Path(__file__).parents[2]


def large(**settings: Any) -> Problem:
    """Return a problem solved by short lists, in several blocks."""
    asked = {"dense_limit": 10, "candidates": 5, "workers": 3, **settings}
    return Problem(some(600, "e"), some(400, "m", 4), Settings(**asked))


@pytest.fixture(scope="module")
def alone() -> bytes:
    return to_bytes(large().solve().record())


def test_threads_and_processes_give_the_same_bytes(alone):
    with ThreadPoolExecutor(3) as threads:
        assert to_bytes(large().solve(executor=threads).record()) == alone
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as processes:
        assert to_bytes(large().solve(executor=processes).record()) == alone


@pytest.mark.slow
def test_a_dask_cluster_of_several_processes_gives_the_same_bytes(alone):
    done = subprocess.run(
        [sys.executable, "-m", "tests.pairing.dask_run"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    workers, digest = done.stdout.split()
    assert int(workers) == 2
    assert digest == hashlib.sha256(alone).hexdigest()


class Recording:
    """An executor that runs at once and remembers which of its futures were given up."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []
        self.given_up = 0

    def submit(self, function: Callable[..., Any], /, *given: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*given))
        future.cancel = self._given_up  # type: ignore[method-assign]
        self.futures.append(future)
        return future

    def _given_up(self) -> bool:
        self.given_up += 1
        return False


def test_work_given_elsewhere_is_given_up_when_the_caller_stops():
    executor, asked = Recording(), []

    def cancel() -> bool:
        asked.append(None)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        large().solve(executor=executor, cancel=cancel)
    assert executor.given_up == len(executor.futures) > 0


def test_progress_rises_to_the_end_of_each_step():
    told: dict[str, list[tuple[int, int]]] = {}
    large().solve(lambda step, done, total: told.setdefault(step, []).append((done, total)))
    for step in ("score", "prove"):
        rounds = [done for done, _ in told[step]]
        assert rounds[-1] == 600
        assert all(total == 600 for _, total in told[step])
    assert told["score"] == sorted(told["score"])


def test_memory_asked_for_is_memory_used():
    problem = Problem(
        some(2000, "e"), some(2000, "m", 4), Settings(dense_limit=10, memory_mb=64, workers=2)
    )
    tracemalloc.start()
    result = problem.solve()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert result.certificate.proven
    assert peak < 64 * 2**20


def test_lists_are_as_short_as_the_memory_left_by_the_tables_or_refused():
    problem = large(candidates=20)
    work = Work.start(problem)
    tables, each = work.scorer.nbytes / 2**20, 600 * 2 * ARC_BYTES / 2**20
    for memory, found in ((4096, 20), (math.ceil(tables + 7 * each), 7)):
        problem.settings = replace(problem.settings, memory_mb=memory)
        assert found <= work.candidates < found + 8
        assert problem.solve().certificate.proven
    many = Problem([Person(f"e{k}") for k in range(9000)], some(20, "m", 4), Settings())
    many.settings = replace(many.settings, memory_mb=8)
    with pytest.raises(MemoryError, match=r"short lists needs [0-9]+ MB, the limit is 8 MB"):
        many.solve()
