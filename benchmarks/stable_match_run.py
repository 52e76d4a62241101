"""Run in an environment of its own, where the package `matching` is installed: hospital-resident on a table of scores.

Its copies recurse once for each person: the limit of recursion is raised, in a thread with a stack that holds it.
"""

from __future__ import annotations

import json
import sys
import threading
import time

import numpy as np
from matching.games import HospitalResident


def main() -> None:
    scores, capacity = (np.load(sys.argv[1])[name] for name in ("scores", "capacity"))
    started, processor = time.perf_counter(), time.process_time()
    allowed = scores >= 0
    mentees = {
        f"e{i}": [f"m{j}" for j in np.argsort(-row, kind="stable") if allowed[i, j]]
        for i, row in enumerate(scores)
        if allowed[i].any()
    }
    mentors = {
        f"m{j}": [f"e{i}" for i in np.argsort(-column, kind="stable") if allowed[i, j]]
        for j, column in enumerate(scores.T)
        if allowed[:, j].any()
    }
    places = {name: int(capacity[int(name[1:])]) for name in mentors}
    game = HospitalResident.create_from_dictionaries(mentees, mentors, places)
    solution = game.solve()
    pairs = [
        (int(mentee.name[1:]), int(mentor.name[1:]))
        for mentor, chosen in solution.items()
        for mentee in chosen
    ]
    found = {
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - processor,
        "placed": len(pairs),
        "total": int(sum(scores[i, j] for i, j in pairs)),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    sys.setrecursionlimit(10**6)
    threading.stack_size(2**29)
    thread = threading.Thread(target=main)
    thread.start()
    thread.join()
