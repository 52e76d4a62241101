"""What is measured, one function for each table of the results."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from ithaque.pairing import Change, PriceBook, Problem, Result, Settings
from ithaque.pairing.flow import Arcs, best_flow
from ithaque.pairing.places import Places
from ithaque.pairing.products import BLOCK_COLUMNS, BLOCK_ROWS, slices
from ithaque.pairing.repair import changes, repair, trade_off
from ithaque.pairing.scoring import MILLION, Scorer
from ithaque.pairing.work import Work

from .circles import circles
from .growth import growth, largest
from .people import CIVIL_SERVICE, DATA, EIGHT, POINTS, civil_service, made_up
from .timing import Row, best_of, elsewhere, timed


def side_by_side(quick: bool) -> Iterator[Row]:
    """Yield the civil service's people under mentor-match's rules: mentor-match itself, then this engine.

    Neither reading files nor importing libraries is counted, on either side. Of the engine, the best of five runs.
    """
    Problem(*civil_service("small"), CIVIL_SERVICE).solve()
    yield ["people", "engine", "seconds", "processor s", "pairs", "points", "times faster"]
    for size in ("small",) if quick else ("small", "large"):
        folder = str(DATA / "uk-civil-service" / size)
        theirs = elsewhere("mentor-match==7.0.1", "mentor_match_run.py", folder)
        name = "mentor-match 7.0.1"
        if theirs is None:
            yield [size, name, "could not be installed", "", "", "", ""]
        else:
            figures = [theirs[key] for key in ("seconds", "processor", "pairs", "points")]
            yield [size, name, *figures, ""]
        for name, people_first in (
            ("ithaque, best total", False),
            ("ithaque, most people first", True),
        ):
            settings = Settings.from_mapping(
                {**CIVIL_SERVICE.as_mapping(), "most_people_first": people_first}
            )
            people = civil_service(size)
            result, seconds, processor = best_of(
                5, lambda people=people, settings=settings: Problem(*people, settings).solve()
            )
            yield [
                size,
                name,
                seconds,
                processor,
                len(result.pairs),
                round(result.summary.total * POINTS),
                round(theirs["processor"] / processor) if theirs else "",
            ]


def solvers(quick: bool) -> Iterator[Row]:
    """Yield what users would pick, on the same whole scores: all pairs, capacities repeated as columns.

    The package `matching` seeks a stable pairing, not the best total; its limit of recursion had to be raised.
    """
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
            ("OR-tools min-cost flow, 20 mentors for each mentee", short_flow),
        ):
            (placed, total), seconds, processor = best_of(2, solver, table, capacity)
            yield [f"{n} x {m}", name, seconds, processor, placed, f"{total / MILLION:.6f}"]
        if n <= 500:
            theirs = stable(table, capacity)
            name = "matching 1.4.3, hospital-resident"
            if theirs is not None:
                figures = [theirs[key] for key in ("seconds", "processor", "placed")]
                yield [f"{n} x {m}", name, *figures, f"{theirs['total'] / MILLION:.6f}"]
        result, seconds, processor = best_of(2, problem.solve)
        yield [
            f"{n} x {m}",
            "ithaque: scoring, solving, proof, ties, reasons",
            seconds,
            processor,
            len(result.pairs),
            f"{result.summary.total:.6f}",
        ]


def stable(table: np.ndarray, capacity: np.ndarray) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder, "table.npz"))
        np.savez(file, scores=table, capacity=capacity)
        return elsewhere("matching==1.4.3", "stable_match_run.py", file)


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
    return flow_over(table, capacity, table >= 0)


def short_flow(table: np.ndarray, capacity: np.ndarray) -> tuple[int, int]:
    least = np.partition(table, -20, axis=1)[:, -20]
    return flow_over(table, capacity, (table >= 0) & (table >= least[:, None]))


def flow_over(table: np.ndarray, capacity: np.ndarray, listed: np.ndarray) -> tuple[int, int]:
    rows, columns = np.nonzero(listed)
    n, m = table.shape
    worth = np.full(n, n * MILLION)
    arcs = Arcs(rows, columns, table[rows, columns])
    ours = Places([(np.ones(n, np.int64), worth)])
    theirs = Places([(capacity.astype(np.int64), np.zeros(m, np.int64))])
    chosen = best_flow(arcs, ours, theirs)
    return int(chosen.sum()), int(arcs.gains[chosen].sum())


def scoring(quick: bool) -> Iterator[Row]:
    """Yield the speed of scoring alone, on one thread and on two, and the machine's measured limit beside it.

    The limit is that of its dense float32 product (4096 x 4096 x 4096): pairs a second if scores were one dense product of as
    many columns as the tables have. Sparse tables go beyond it, because a person answers little among much.
    """
    yield [
        "what",
        "threads",
        "million pairs a second",
        "for each processor second",
        "times the dense limit",
    ]
    mentees, mentors = made_up(2000 if quick else 8192, 4096)
    problem = Problem(mentees, mentors, Settings(weights=EIGHT))
    scorer = Work.start(problem).scorer
    free = Settings(weights=EIGHT, rules=dict.fromkeys(Settings().active_rules, False))
    plain = Work.start(Problem(mentees, mentors, free)).scorer
    pairs = scorer.shape[0] * scorer.shape[1] / 1e6
    columns = scorer.width
    gflops = product_speed()
    limit = gflops * 1e3 / (2 * columns)
    for name, one in (("eight criteria, all rules", scorer), ("eight criteria, no rule", plain)):
        for threads in (1, 2):
            runs = [timed(all_blocks, one, threads) for _ in range(5)]
            seconds, processor = min(run[1] for run in runs), min(run[2] for run in runs)
            yield [name, threads, pairs / seconds, pairs / processor, pairs / seconds / limit]
    name = f"dense product: {gflops:.0f} GFLOP/s, {columns} columns"
    yield [name, "all", limit, "", 1.0]


def all_blocks(scorer: Scorer, threads: int) -> None:
    rows = list(slices(scorer.shape[0], BLOCK_ROWS))

    def score(span: slice) -> int:
        return sum(
            scorer.block(span, columns).size for columns in slices(scorer.shape[1], BLOCK_COLUMNS)
        )

    with ThreadPoolExecutor(threads) as pool:
        assert sum(pool.map(score, rows)) == scorer.shape[0] * scorer.shape[1]


def product_speed() -> float:
    """Return the GFLOP/s of the machine's dense product, the best of three, by the clock."""
    one = np.ones((4096, 4096), dtype=np.float32)
    seconds = min(timed(np.matmul, one, one)[1] for _ in range(3))
    return 2 * 4096**3 / seconds / 1e9


def manual(quick: bool) -> Iterator[Row]:
    """Yield the price of one change by hand from a price book read back, without the run: median and slowest of 40."""
    yield ["mentees x mentors", "change", "median ms", "slowest ms", "exact", "others moved, mean"]
    for n, m in ((500, 300),) if quick else ((1000, 700), (10_000, 6000)):
        data = Problem(*made_up(n, m), Settings(weights=EIGHT)).solve().book().to_bytes()
        book, seconds, _ = best_of(3, PriceBook.from_bytes, data)
        size = f"{n} x {m}"
        yield [size, f"read the book ({len(data) / 1e6:.1f} MB)", 1000 * seconds, "", "", ""]
        random, held = Random(1), sorted(book.pairs())
        for kind in ("impose", "forbid", "add", "remove", "impose and apply"):
            runs = []
            for _ in range(40):
                mentee, mentor = f"e{random.randrange(n)}", f"m{random.randrange(m)}"
                if kind == "forbid":
                    mentee, mentor = random.choice(held)
                change = Change(kind.split()[0], mentor, mentee, 0.5)  # type: ignore[arg-type]
                runs.append(timed(book.apply if "apply" in kind else book.price, change))
            yield [size, kind, *_spread(runs), *_prices([price for price, _, _ in runs])]
        runs = [timed(book.alternatives, f"e{random.randrange(n)}", 5) for _ in range(40)]
        prices = [one.price for found, _, _ in runs for one in found]
        yield [size, "five alternatives", *_spread(runs), *_prices(prices)]
        runs = [timed(book.place_worths) for _ in range(5)]
        yield [size, "one more place, all mentors", *_spread(runs), "", ""]


def _spread(runs: list[tuple[Any, float, float]]) -> tuple[float, float]:
    spent = sorted(1000 * processor for _, _, processor in runs)
    return median(spent), spent[-1]


def _prices(prices: list[Any]) -> tuple[str, float]:
    exact = sum(price.exact for price in prices)
    return f"{exact} of {len(prices)}", sum(len(price.moves) for price in prices) / len(prices)


def repairs(quick: bool) -> Iterator[Row]:
    """Yield the repair after 1 % of refusals, drawn several times, with the proof over all pairs."""
    yield [
        "mentees x mentors",
        "refusals",
        "draws",
        "median seconds",
        "median processor s",
        "other pairs changed for each refusal, 95th percentile",
        "largest loss of total",
    ]
    for n, m, draws in ((500, 300, 3),) if quick else ((1000, 600, 20), (10_000, 6000, 10)):
        problem, first, announced = announced_run(n, m)
        runs, moved, losses = [], [], []
        for draw in range(draws):
            refused = Random(draw).sample(announced, len(announced) // 100)
            runs.append(timed(repair, problem, announced, refused, 1.0, first))
            result = runs[-1][0]
            assert result.certificate.proven
            moved.append(len(changes(result, announced, refused)[0]) / len(refused))
            losses.append(1 - result.summary.total / first.summary.total)
        yield [
            f"{n} x {m}",
            len(announced) // 100,
            draws,
            median(run[1] for run in runs),
            median(run[2] for run in runs),
            float(np.percentile(moved, 95)),
            f"{max(losses):.3%}",
        ]


def curve(quick: bool) -> Iterator[Row]:
    """Yield the curve of announced pairs changed against total fit, after 1 % of refusals: each point a proved optimum."""
    yield ["mentees x mentors", "inertia", "other pairs changed", "placed", "total"]
    for n, m in ((500, 300),) if quick else ((1000, 600), (10_000, 6000)):
        problem, first, announced = announced_run(n, m)
        refused = Random(0).sample(announced, len(announced) // 100)
        for point in trade_off(problem, announced, refused, before=first):
            yield [f"{n} x {m}", point.inertia, point.changed, point.placed, f"{point.total:.4f}"]


def announced_run(n: int, m: int) -> tuple[Problem, Result, list[tuple[str, str]]]:
    problem = Problem(*made_up(n, m), Settings(weights=EIGHT))
    first = problem.solve()
    return problem, first, [(pair.mentee_id, pair.mentor_id) for pair in first.pairs]


TABLES: dict[str, Callable[[bool], Iterator[Row]]] = {
    "side-by-side": side_by_side,
    "solvers": solvers,
    "scoring": scoring,
    "growth": growth,
    "largest": largest,
    "changes": manual,
    "repairs": repairs,
    "trade-off": curve,
    "circles": circles,
}
