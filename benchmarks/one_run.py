"""One whole run, printed as JSON: where its time goes, and the memory of the process. `python -m benchmarks.one_run 1000 1000`."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from ithaque.pairing import Problem, Settings

from .people import EIGHT, made_up

STEPS = {"score": "scoring", "assign": "solving", "prove": "proof", "explain": "reasons"}


def main() -> None:
    n, m = (int(size) for size in sys.argv[1:3])
    problem = Problem(*made_up(n, m), Settings(weights=EIGHT))
    Problem(*made_up(20, 12), Settings(weights=EIGHT, dense_limit=1)).solve()  # imports
    spent = dict.fromkeys(["preparing", *STEPS.values()], 0.0)
    clock, processor = time.perf_counter(), time.process_time()
    current, last = "preparing", processor

    def tell(step: str, done: int, total: int) -> None:
        """Count the time since the last word for the step that was under way."""
        nonlocal current, last
        now = time.process_time()
        spent[current] += now - last
        current, last = STEPS.get(step, "reasons"), now
        if step in ("score", "prove") and done == total:
            current = "solving"

    result = problem.solve(tell)
    certificate = result.certificate
    found = {
        "seconds": time.perf_counter() - clock,
        "processor": time.process_time() - processor,
        "memory": most_memory(),
        "steps": spent,
        "proved": certificate.proven,
        "gap": certificate.gap,
        "rounds": certificate.rounds,
        "paired": result.summary.paired,
        "total": result.summary.total,
    }
    if "--check" in sys.argv:
        found["faults"] = [str(fault) for fault in result.check()]
    print(json.dumps(found))


def most_memory() -> float:
    """Return the most megabytes this process ever held; Linux keeps its own figure, the other one is its parent's too."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
