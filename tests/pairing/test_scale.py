"""Large problems: bounded memory, blocks shared between workers, the same result bit for bit."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from ithaque.pairing import Person, Problem, Settings, Skill
from ithaque.pairing.products import Product
from ithaque.pairing.work import Work

from .builders import grid


def some(count: int, prefix: str, seed: int = 3) -> list[Person]:
    random = Random(seed)
    skills = [Skill(f"skill {k}", level=random.randint(1, 3)) for k in range(60)]
    return [
        Person(
            f"{prefix}{k}",
            needs=random.sample(skills, 3),
            offers=random.sample(skills, 5),
            availability=random.sample(range(168), 12),
            languages=random.choice([["fr"], ["en"], ["fr", "en"]]),
            modality=random.choice([["remote"], ["in_person"], ["hybrid"]]),
            place=(45 + random.random(), 4 + random.random()),
            radius_km=random.choice([None, 30, 80]),
            capacity=random.randint(1, 2) if prefix == "m" else 1,
        )
        for k in range(count)
    ]


@pytest.fixture(scope="module")
def problem() -> Problem:
    settings = Settings(dense_limit=10, candidates=5, workers=3)
    return Problem(some(600, "e"), some(400, "m", 4), settings)


def test_short_lists_reach_the_total_of_all_pairs(problem):
    whole = Problem(problem.mentees, problem.mentors, Settings(dense_limit=5000)).solve()
    short = problem.solve()
    assert short.certificate.proven
    assert short.certificate.rounds >= 1
    assert short.summary.total == whole.summary.total
    assert short.summary.excluded == whole.summary.excluded
    assert short.check() == []


def test_progress_covers_scoring_assigning_and_proof(problem):
    steps = []
    problem.solve(progress=lambda step, done, total: steps.append((step, done, total)))
    assert {step for step, _, _ in steps} == {"score", "assign", "prove", "explain", "done"}
    assert all(0 <= done <= total for _, done, total in steps)


def test_tables_beyond_the_bound_on_memory_are_refused_with_the_figures():
    mentees = [
        Person(f"e{k}", needs=[Skill(f"s{j}") for j in range(k, k + 40)]) for k in range(700)
    ]
    mentors = [
        Person(f"m{k}", offers=[Skill(f"s{j}") for j in range(k, k + 40)]) for k in range(700)
    ]
    problem = Problem(mentees, mentors)
    problem.settings = replace(problem.settings, memory_mb=1)
    with pytest.raises(MemoryError, match=r"needs [0-9]+ MB, the limit is 1 MB"):
        problem.solve()


def test_scores_are_never_held_whole():
    mentees, mentors = some(3000, "e"), some(3000, "m", 4)
    problem = Problem(mentees, mentors, Settings(prove=False))
    tracemalloc.start()
    problem.solve()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3000 * 3000 * 12


def test_one_million_exclusions_are_a_rule_like_another():
    mentors = [Person(f"m{k}") for k in range(1000)]
    everyone = frozenset(f"m{k}" for k in range(1000)) - {"m7"}
    mentees = [Person(f"e{k}", excluded=everyone) for k in range(1001)]
    result = Problem(mentees, mentors).solve()
    assert result.summary.excluded["exclusion"] == 1001 * 999
    assert [pair.mentor_id for pair in result.pairs] == ["m7"]


def test_product_of_blocks_across_boundaries_is_that_of_the_whole():
    random = np.random.default_rng(0)
    left = random.integers(0, 3, (5, 7)).astype(np.float32)
    right = random.integers(0, 3, (5000, 7)).astype(np.float32)
    product, whole = Product([(left, right)], (5, 5000)), left @ right.T
    for columns in (slice(0, 5000), slice(2040, 2060), slice(2048, 2049), slice(4999, 5000)):
        assert np.array_equal(product.block(slice(1, 4), columns), whole[1:4, columns])
    assert product.sums(np.array([2]), np.array([3000])).sum() == whole[2, 3000]
    empty = Product([], (5, 9))
    assert not empty.block(slice(0, 5), slice(0, 9)).any()


def test_work_counts_excluded_pairs_only_once(problem):
    assert not Work.start(problem).counts.any()


def test_width_is_that_of_one_dense_product():
    assert (
        Work.start(grid([[0.9, 0.5], [0.8, 0.7]])).scorer.width == 2 + 1
    )  # scores, and what is known
