"""Random people and problems for the engine's tests, and an assignment found by trying everything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ithaque.pairing import Person, Problem, Settings, Skill
from ithaque.pairing.scoring import FORBIDDEN
from ithaque.pairing.work import Work

# Enough to find faults run after run, without deadlines that a busy machine would miss.
quick = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SKILLS = ["python", "sql", "law", "sales"]
CODES = ["M1805", "M1802", "M1601", "K2111", "design", "dance"]
ITEMS = ["pace", "risk", "detail"]
WORDS = ["music", "chess", "hiking", "cooking", "cinema"]

skills = st.lists(
    st.builds(Skill, st.sampled_from(SKILLS), level=st.sampled_from([None, 1, 2, 3])),
    max_size=4,
    unique_by=lambda skill: skill.key,
)
answers = st.dictionaries(
    st.sampled_from(ITEMS), st.integers(4, 20).map(lambda n: n / 4), max_size=3
)
places = st.one_of(
    st.none(),
    st.sampled_from(["Lyon", "lyon ", "Brest"]),
    st.tuples(st.floats(43, 49), st.floats(-2, 7)),
)


def people(prefix: str, low: int = 0, high: int = 5) -> st.SearchStrategy[list[Person]]:
    """Draw people of one side, every field sometimes missing."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "needs": skills,
        "offers": skills,
        "path": st.lists(st.sampled_from(CODES), max_size=3),
        "style": answers,
        "expectations": answers,
        "interests": st.lists(st.sampled_from(WORDS), max_size=5),
        "themes": st.dictionaries(st.sampled_from(CODES), st.integers(1, 1000), max_size=4),
        "languages": st.frozensets(st.sampled_from(["fr", "en", "es"]), max_size=2),
        "availability": st.frozensets(st.integers(0, 6), max_size=5),
        "time_zone": st.sampled_from(
            [None, "Europe/Paris", "America/Montreal", "Asia/Tokyo", "Nowhere/At_All"]
        ),
        "modality": st.frozensets(st.sampled_from(["remote", "in_person", "hybrid"]), max_size=2),
        "place": places,
        "radius_km": st.sampled_from([None, 5.0, 100.0, 400.0]),
        "minor": st.booleans(),
        "adult": st.sampled_from([None, True, False]),
        "check_valid": st.sampled_from([None, True, False]),
        "trained": st.sampled_from([None, True, True, True, False]),
        "organisation": st.sampled_from([None, "ACME", "acme", "Other"]),
        "team": st.sampled_from([None, "red", "blue"]),
        "family": st.sampled_from([None, "Doe", "Roe"]),
        "seniority": st.sampled_from([None, 1, 2, 5, 9]),
        "waiting_since": st.sampled_from([None, date(2026, 1, 5), date(2026, 3, 1)]),
        "excluded": st.frozensets(st.sampled_from(["a0", "o1", "organisation:acme"]), max_size=1),
    }
    one = st.fixed_dictionaries({}, optional=fields)
    return st.lists(one, min_size=low, max_size=high).map(
        lambda drawn: [Person(f"{prefix}{k}", **values) for k, values in enumerate(drawn)]
    )


def scores(problem: Problem) -> np.ndarray:
    """Return all scores in millionths, -1 where a rule forbids."""
    return Work.start(problem).scorer.matrix()


def grid(table: Sequence[Sequence[float]], **settings: Any) -> Problem:
    """Return a problem whose scores are those of a table (from 0 to 1, None where forbidden).

    Built on free texts: the vector of mentee i is a unit direction, that of mentor j holds the scores of column j.
    """
    n, m = len(table), len(table[0]) if table else 0
    rows = Settings(
        weights={"wishes": 0, "text": 1},
        forbids=tuple(
            (f"a{i}", f"o{j}") for i, j in product(range(n), range(m)) if table[i][j] is None
        ),
        **settings,
    )
    mentees = [Person(f"a{i}") for i in range(n)]
    mentors = [Person(f"o{j}") for j in range(m)]
    return Problem(
        mentees, mentors, rows, plugs=[Table(tuple(tuple(v or 0 for v in row) for row in table))]
    )


class Table:
    """A criterion that reads its values in a table: also the example of a programme's own criterion."""

    code = "text"

    def __init__(self, table: Sequence[Sequence[float]]) -> None:
        self.table = table

    def read(self, mentee: Person, mentor: Person) -> Any:
        from ithaque.pairing.criteria import Reading

        return Reading(self.table[int(mentee.id[1:])][int(mentor.id[1:])])

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person], units: int) -> Any:
        from ithaque.pairing.criteria import Prepared
        from ithaque.pairing.criteria.base import STEPS, known_columns

        left = np.eye(len(mentees), dtype=np.float32) * np.float32(units)
        values = [[self.read(a, b).value for a in mentees] for b in mentors]
        right = np.rint(
            np.array(values, dtype=np.float64).reshape(len(mentors), len(mentees)) * STEPS
        )
        known = known_columns([True] * len(mentees), [True] * len(mentors), units)
        return Prepared(units, left, right.astype(np.float32), *known)

    def tell(self, mentee: Person, mentor: Person) -> Any:
        from ithaque.pairing.criteria import Tell

        return Tell()


def best_by_trying(problem: Problem) -> tuple[int, int]:
    """Return the most mentees that can be paired and the best total then, in millionths, by trying everything.

    One mentor for each mentee; capacities, rules, locks and forbids are respected.
    """
    table = scores(problem)
    n, m = table.shape
    capacity = [problem.capacity(mentor) for mentor in problem.mentors]
    locked = {problem.mentee_index[a]: problem.mentor_index[b] for a, b in problem.settings.locks}
    work = Work.start(problem)
    best = (-1, -1)
    for choice in product(range(-1, m), repeat=n):
        load = [0] * m
        placed, total = 0, 0
        for i, j in enumerate(choice):
            if i in locked and j != locked[i]:
                break
            if j < 0:
                continue
            if table[i, j] == FORBIDDEN and i not in locked:
                break
            load[j] += 1
            if load[j] > capacity[j]:
                break
            placed += 1
            total += (
                work.scorer.score_of(work.scorer.parts(i, j)) if i in locked else int(table[i, j])
            )
        else:
            best = max(best, (placed, total))
    return best
