"""The engine as this room uses it: a cohort's problem, its result as rows, its record, the price of a change.

A run keeps the record of its result: problem, settings, solution and certificate. Everything said later
about the run (replay, prices, alternatives) is computed from that record, hence about the people as they
were when it was asked.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ithaque.kernel import files
from ithaque.kernel.models import StoredFile
from ithaque.matching.models import MatchRun
from ithaque.matching.people import Gathered
from ithaque.pairing import Problem, Result, Settings, replay
from ithaque.pairing.record import problem_from
from ithaque.pairing.scoring import MILLION
from ithaque.pairing.settings import PROTECTIVE, WEIGHTS
from ithaque.programmes.settings import Matching

Couple = tuple[str, str]
Couples = tuple[Couple, ...]
POINTS = 100
"""A pair that fits on everything is worth 100 points."""
STAY = 1e-6
"""What keeping a proposed pair is worth after a change by hand: the least there is, it only settles ties."""
OTHERS_SHOWN = 5


def settings_from(matching: Matching) -> Settings:
    """Return the engine's settings for what a programme decided; what it left out takes the defaults."""
    rules: dict[str, Any] = {}
    if matching.rules:
        kept = {*matching.rules, *PROTECTIVE}
        rules = {code: {} if code in kept else False for code in {*Settings().active_rules, *kept}}
    if matching.minimum_weekly_hours:
        rules["overlap"] = {"hours": matching.minimum_weekly_hours}
    # Free texts are not in the record, hence not replayable: they do not weigh.
    weights = {
        code: float(weight)
        for code, weight in matching.weights.items()
        if code in WEIGHTS and code != "text"
    }
    return Settings(weights=weights or dict(WEIGHTS), rules=dict(sorted(rules.items())))


def problem_of(gathered: Gathered, settings: Settings) -> Problem:
    """Return the problem of these people under these settings; raises ProblemError."""
    settings = replace(
        settings,
        locks=tuple(gathered.locks),
        forbids=tuple(gathered.forbids),
        broken=tuple(gathered.broken),
    )
    return Problem(gathered.mentees, gathered.mentors, settings)


def keep_record(result: Result, run: MatchRun) -> StoredFile:
    """Store the record of a result as a private file, compressed."""
    content = json.dumps(result.record(), ensure_ascii=False, separators=(",", ":")).encode()
    return files.keep(
        gzip.compress(content, mtime=0), name=f"ithaque-run-{run.number}.json.gz", by=run.asked_by
    )


def record_of(run: MatchRun) -> dict[str, Any] | None:
    """Return the stored record of a run, None when it has none or was forgotten."""
    if run.record is None:
        return None
    document: dict[str, Any] = json.loads(gzip.decompress(files.read(run.record)))
    return document


def replayed(document: Mapping[str, Any]) -> Result:
    """Return the result made again from a record; raises ValueError when the record was altered."""
    return replay(document)


def settled(
    run: MatchRun, *, current: list[Couple], locks: list[Couple], forbids: list[Couple]
) -> Result | None:
    """Return the best result for the people of a run's record under these decisions; None without one.

    The pairs of `current` are kept wherever that costs nothing. The last results are remembered: asking
    the price of several changes solves once. Raises ProblemError when decisions contradict each other,
    a place or a protective rule.
    """
    if run.record is None:
        return None
    given = (tuple(sorted(one)) for one in (current, locks, forbids))
    return _settled(_Record(run), *given)


class _Record:
    """A record, compared by its content, read when it is needed."""

    def __init__(self, run: MatchRun) -> None:
        assert run.record is not None
        self.run, self.digest = run, run.record.sha256

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Record) and other.digest == self.digest


@lru_cache(maxsize=2)
def _settled(record: _Record, current: Couples, locks: Couples, forbids: Couples) -> Result:
    document = record_of(record.run)
    assert document is not None
    problem = problem_from(document)
    settings = replace(
        problem.settings,
        locks=_known(problem, locks),
        forbids=_known(problem, forbids),
        current=_known(problem, current),
        inertia=STAY,
    )
    return Problem(problem.mentees, problem.mentors, settings).solve()


def _known(problem: Problem, couples: Couples) -> Couples:
    mentees, mentors = problem.mentee_index, problem.mentor_index
    return tuple(sorted({one for one in couples if one[0] in mentees and one[1] in mentors}))


def others_for(result: Result, mentee: str, *, but: str | None) -> list[tuple[str, float]]:
    """Return the best other mentors of a mentee with their scores (0 to 1), those a rule forbids left out."""
    problem, scorer = result.problem, result.work.scorer
    row = problem.mentee_index[mentee]
    scores = scorer.block(slice(row, row + 1), slice(0, len(problem.mentors)))[0]
    ranked = sorted(
        range(len(problem.mentors)),
        key=lambda column: (-scores[column], problem.mentors[column].id),
    )
    found = [
        (problem.mentors[column].id, float(scores[column]) / MILLION)
        for column in ranked[: OTHERS_SHOWN + 1]
        if scores[column] >= 0 and problem.mentors[column].id != but
    ]
    return found[:OTHERS_SHOWN]
