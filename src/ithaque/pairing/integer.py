"""Linear and integer programmes, solved by HiGHS through SciPy; the best of `gains` under rows between two limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Row = tuple[Any, Any, Any]  # sparse coefficients, least, most
FINEST = 1e-10  # tolerance of the relaxation: prices are read to the thousandth of a millionth
FEWEST_BRANCHES = 20
EFFORT = 4_000_000  # branches times coefficients of a programme


def best_whole(
    gains: Floats, rows: Sequence[Row], upper: Any = 1, whole: Any = 1
) -> tuple[Floats | None, bool]:
    """Return the best values found, None without any, and whether the search came to its end.

    `whole` marks with 1 the variables that take whole values. The search is bounded by branches, fewer for larger
    programmes, never by the clock: the same input gives the same answer on a slow and on a busy machine.
    """
    from scipy import optimize

    if not len(gains):
        return np.zeros(0), True
    scale = max(1.0, float(np.abs(gains).max()))
    kept = [row for row in rows if row[0].shape[0]]
    cells = sum(row[0].nnz for row in kept)
    found: Any = optimize.milp(
        -gains / scale,
        integrality=np.broadcast_to(np.asarray(whole, dtype=np.int64), gains.shape),
        bounds=optimize.Bounds(0, upper),
        constraints=[optimize.LinearConstraint(*row) for row in kept],
        options={"node_limit": FEWEST_BRANCHES + EFFORT // (cells + 1), "mip_rel_gap": 0},
    )
    return found.x, found.status == 0


def best_relaxed(
    gains: Floats, table: Any, limits: Floats, upper: Any = None, balance: Any = None
) -> tuple[float, Floats, Floats]:
    """Return value, best values and prices of the rows (`table` at most `limits`) of the programme without whole values.

    `balance` rows are 0. The programme must have a solution, and a bounded one.
    """
    from scipy import optimize

    if not len(gains):
        return 0.0, np.zeros(0), np.zeros(len(limits))
    scale = max(1.0, float(np.abs(gains).max()))
    solve: Any = optimize.linprog
    found = solve(
        -gains / scale,
        A_ub=table,
        b_ub=limits,
        A_eq=balance,
        b_eq=None if balance is None else np.zeros(balance.shape[0]),
        bounds=(0, None) if upper is None else np.column_stack((np.zeros(len(gains)), upper)),
        method="highs-ds",
        options={"dual_feasibility_tolerance": FINEST, "primal_feasibility_tolerance": FINEST},
    )
    assert found.status == 0, found.message
    prices = np.maximum(0, -found.ineqlin.marginals) * scale
    return -float(found.fun) * scale, found.x, prices
