"""What is measured, one function for each table of the results."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from ithaque.pairing import Price, Problem, Result, Settings
from ithaque.pairing.flow import Arcs, best_flow
from ithaque.pairing.repair import repair
from ithaque.pairing.scoring import MILLION
from ithaque.pairing.work import Work

from .people import CIVIL_SERVICE, DATA, EIGHT, POINTS, civil_service, made_up

Row = list[Any]


def timed(function: Callable[..., Any], *given: Any) -> tuple[Any, float, float]:
    """Return what a function returns, with seconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    found = function(*given)
    return found, time.perf_counter() - clock, time.process_time() - processor


def side_by_side(quick: bool) -> Iterator[Row]:
    """Yield the civil service's people under mentor-match's rules: mentor-match itself, then this engine.

    Neither reading files nor importing libraries is counted, on either side.
    """
    Problem(*civil_service("small"), CIVIL_SERVICE).solve()
    yield ["people", "engine", "seconds", "processor s", "pairs", "points"]
    for size in ("small",) if quick else ("small", "large"):
        theirs = mentor_match(size)
        if theirs:
            yield [
                size,
                "mentor-match 7.0.1",
                theirs["seconds"],
                theirs["processor"],
                theirs["pairs"],
                theirs["points"],
            ]
        else:
            yield [size, "mentor-match 7.0.1", "could not be installed", "", "", ""]
        for name, people_first in (
            ("ithaque, best total", False),
            ("ithaque, most people first", True),
        ):
            settings = Settings.from_mapping(
                {**CIVIL_SERVICE.as_mapping(), "most_people_first": people_first}
            )
            ours, others = civil_service(size)
            result, seconds, processor = timed(Problem(ours, others, settings).solve)
            yield [
                size,
                name,
                seconds,
                processor,
                len(result.pairs),
                round(result.summary.total * POINTS),
            ]


def mentor_match(size: str) -> dict[str, Any] | None:
    """Return mentor-match's figures from an environment of its own, None when it cannot be made."""
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    if not Path(uv).exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "bin", "python")
        for command in (
            ["venv", "-q", folder],
            ["pip", "install", "-q", "--python", str(python), "mentor-match==7.0.1"],
        ):
            if subprocess.run([uv, *command], check=False).returncode:
                return None
        script = Path(__file__).with_name("mentor_match_run.py")
        done = subprocess.run(
            [str(python), str(script), str(DATA / "uk-civil-service" / size)],
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def solvers(quick: bool) -> Iterator[Row]:
    """Yield what users would pick, on the same whole scores: all pairs, capacities repeated as columns."""
    yield ["mentees x mentors", "solver", "seconds", "processor s", "placed", "total"]
    for n, m in ((200, 120), (500, 300)) if quick else ((500, 300), (1000, 600), (2000, 1200)):
        mentees, mentors = made_up(n, m)
        problem = Problem(mentees, mentors, Settings(weights=EIGHT))
        table = Work.start(problem).scorer.matrix().astype(np.int64)
        capacity = np.array([problem.capacity(mentor) for mentor in problem.mentors])
        for name, solver in (
            ("first come, first served", first_come),
            ("scipy linear_sum_assignment", dense),
            ("scipy min_weight_full_bipartite_matching", sparse),
            ("OR-tools min-cost flow, all pairs", flow),
        ):
            (placed, total), seconds, processor = timed(solver, table, capacity)
            yield [f"{n} x {m}", name, seconds, processor, placed, f"{total / MILLION:.6f}"]
        result, seconds, processor = timed(problem.solve)
        name = "ithaque: scoring, solving, proof, ties, reasons"
        yield [
            f"{n} x {m}",
            name,
            seconds,
            processor,
            len(result.pairs),
            f"{result.summary.total:.6f}",
        ]


def first_come(table: np.ndarray, capacity: np.ndarray) -> tuple[int, int]:
    left, placed, total = capacity.copy(), 0, 0
    for row in table:
        best = int(np.where(left > 0, row, -1).argmax())
        if left[best] and row[best] >= 0:
            left[best] -= 1
            placed, total = placed + 1, total + int(row[best])
    return placed, total


def dense(table: np.ndarray, capacity: np.ndarray) -> tuple[int, int]:
    spread = np.repeat(np.where(table >= 0, table + len(table) * MILLION, 0), capacity, axis=1)
    rows, columns = linear_sum_assignment(spread, maximize=True)
    values = spread[rows, columns]
    placed = int((values > 0).sum())
    return placed, int(values.sum()) - placed * len(table) * MILLION


def sparse(table: np.ndarray, capacity: np.ndarray) -> tuple[int, int]:
    spread = np.repeat(table, capacity, axis=1)
    cost = np.where(spread >= 0, 1 + MILLION - spread, 0).astype(float)
    waiting = np.diag(np.full(len(table), float(len(table)) * MILLION))
    rows, columns = min_weight_full_bipartite_matching(csr_matrix(np.hstack([cost, waiting])))
    paired = columns < spread.shape[1]
    return int(paired.sum()), int(spread[rows[paired], columns[paired]].sum())


def flow(table: np.ndarray, capacity: np.ndarray) -> tuple[int, int]:
    from ithaque.pairing.places import Places

    rows, columns = np.nonzero(table >= 0)
    n, m = table.shape
    worth = np.full(n, n * MILLION)
    arcs = Arcs(rows, columns, table[rows, columns])
    ours = Places([(np.ones(n, np.int64), worth)])
    theirs = Places([(capacity.astype(np.int64), np.zeros(m, np.int64))])
    chosen = best_flow(arcs, ours, theirs)
    return int(chosen.sum()), int(arcs.gains[chosen].sum())


def growth(quick: bool) -> Iterator[Row]:
    """Yield the whole run by size: eight criteria, five rules, solving, proof over all pairs, ties, reasons."""
    yield [
        "mentees x mentors",
        "seconds",
        "processor s",
        "proved",
        "rounds",
        "check s",
        "one price ms",
        "exact",
    ]
    sizes = (
        ((500, 300), (1000, 600))
        if quick
        else ((500, 300), (1000, 1000), (2000, 1200), (5000, 3000), (10000, 6000))
    )
    for n, m in sizes:
        mentees, mentors = made_up(n, m)
        problem = Problem(mentees, mentors, Settings(weights=EIGHT))
        result, seconds, processor = timed(problem.solve)
        faults, check, _ = timed(result.check)
        if faults:
            raise AssertionError(faults)
        result.price("e0", "m0")  # completes the lists once
        prices, spent, _ = timed(some_prices, result)
        exact = sum(price.exact for price in prices)
        certificate = result.certificate
        proved = f"gap {certificate.gap:.4%}" if not certificate.proven else "yes"
        yield [
            f"{n} x {m}",
            seconds,
            processor,
            proved,
            certificate.rounds,
            check,
            1000 * spent / 20,
            f"{exact} of 20",
        ]


def some_prices(result: Result) -> list[Price]:
    return [result.price(f"e{k}", f"m{3 * k}") for k in range(1, 21)]


def scoring(quick: bool) -> Iterator[Row]:
    """Yield the speed of scoring alone on one thread, and of the machine's matrix product beside it."""
    yield ["what", "million pairs a second of processor time"]
    mentees, mentors = made_up(2000 if quick else 6000, 4096)
    scorer = Work.start(Problem(mentees, mentors, Settings(weights=EIGHT))).scorer
    pairs = scorer.shape[0] * scorer.shape[1] / 1e6
    _, _, processor = timed(list, (block.size for _, _, block in scorer.blocks()))
    yield ["eight criteria and all rules, exact whole scores", pairs / processor]
    plain = Work.start(
        Problem(
            mentees,
            mentors,
            Settings(weights=EIGHT, rules=dict.fromkeys(Settings().active_rules, False)),
        )
    ).scorer
    _, _, processor = timed(list, (block.size for _, _, block in plain.blocks()))
    yield ["eight criteria without rules", pairs / processor]
    left, right = (np.ones((size, 1700), dtype=np.float32) for size in (2048, 2048))
    _, _, processor = timed(np.matmul, left, right.T)
    yield ["dense float32 product of 1,700 columns, the usual way", 2048 * 2048 / 1e6 / processor]


def repairs(quick: bool) -> Iterator[Row]:
    """Yield the repair after 1 % of refusals."""
    yield [
        "mentees x mentors",
        "refusals",
        "seconds",
        "processor s",
        "other pairs changed",
        "for each refusal",
        "loss of total",
    ]
    for n, m in ((500, 300),) if quick else ((1000, 600), (10000, 6000)):
        mentees, mentors = made_up(n, m)
        problem = Problem(mentees, mentors, Settings(weights=EIGHT))
        first = problem.solve()
        announced = [(pair.mentee_id, pair.mentor_id) for pair in first.pairs]
        refused = announced[::100]
        result, seconds, processor = timed(repair, problem, announced, refused)
        made = {(pair.mentee_id, pair.mentor_id) for pair in result.pairs}
        changed = len(set(announced) - made) - len(refused)
        loss = 1 - result.summary.total / first.summary.total
        yield [
            f"{n} x {m}",
            len(refused),
            seconds,
            processor,
            changed,
            changed / len(refused),
            f"{loss:.3%}",
        ]


TABLES: dict[str, Callable[[bool], Iterator[Row]]] = {
    "side-by-side": side_by_side,
    "solvers": solvers,
    "scoring": scoring,
    "growth": growth,
    "repairs": repairs,
}
