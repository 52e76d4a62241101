"""A result read back from its record without solving: to check it, to explain it, to price changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from .assign import Solution
from .explain import explain_pair
from .flow import Arcs
from .messages import Message
from .places import Longs
from .problem import Problem
from .record import RecordError, problem_from
from .result import Certificate, Meeting, Pairing, Result, Set, Step, Summary, Unmatched
from .schema import verify_form
from .scoring import MILLION
from .work import Work


def read_record(path: Path) -> dict[str, Any]:
    """Return the record held by a file, of the published form. Raises `RecordError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError("unreadable", reason="UTF-8") from error
    except OSError as error:
        raise RecordError("unreadable", reason=error.strerror or "") from error
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise RecordError("not_json", line=error.lineno) from error
    except RecursionError as error:
        raise RecordError("not_json", line=1) from error
    return verify_form(document)


def restored(document: Mapping[str, Any]) -> Result:
    """Return the result a record holds, nothing computed but the reasons of its pairs.

    People the problem does not know stay in the pairs, so that `check` can name them. Prices are those of the
    certificate. Raises `RecordError` when the input was altered.
    """
    problem = problem_from(document)
    work = Work.start(problem)
    certificate = _certificate(document["certificate"])
    summary = document["summary"]
    pairs = [
        replace(
            pairing_of(work, one["mentee"], one["mentor"], locked=one["locked"]),
            score=one["score"] / MILLION,
        )
        for one in document["solution"]["pairs"]
    ]
    unmatched = [
        Unmatched(one["mentee"], Message(one["cause"]["code"], one["cause"]["data"]))
        for one in document["solution"]["unmatched"]
    ]
    known = {f.name for f in fields(Summary)} - {"seconds"}
    figures = Summary(seconds=0.0, **{name: summary[name] for name in known})
    solution = _solution(work, pairs, certificate)
    meetings = tuple(
        Meeting(tuple(one["mentors"]), tuple(one["mentees"]))
        for one in document["solution"]["meetings"]
    )
    return Result(
        problem, pairs, unmatched, certificate, figures, work, solution, meetings=meetings
    )


def pairing_of(work: Work, mentee: str, mentor: str, *, locked: bool = False) -> Pairing:
    """Return a pair explained, with the score it has here; bare when one of the two is a stranger."""
    problem = work.problem
    if mentee not in problem.mentee_index or mentor not in problem.mentor_index:
        return Pairing(mentee, mentor, 0.0, 0.0, 1, {}, [], None, locked)
    return explain_pair(work, problem.mentee_index[mentee], problem.mentor_index[mentor], locked)


def _certificate(written: Mapping[str, Any]) -> Certificate:
    values = dict(written)
    values["levels"] = tuple(Step(**step) for step in values["levels"])
    values["multipliers"] = tuple(values["multipliers"])
    values["sets"] = tuple(Set(tuple(one["people"]), one["price"]) for one in values["sets"])
    return Certificate(**values)


def _solution(work: Work, pairs: list[Pairing], certificate: Certificate) -> Solution:
    """Return the assignment of the free pairs, with the prices of the certificate and no other pair listed."""
    problem = work.problem
    free = [
        (problem.mentee_index[pair.mentee_id], problem.mentor_index[pair.mentor_id], pair.score)
        for pair in pairs
        if not pair.locked
        and pair.mentee_id in problem.mentee_index
        and pair.mentor_id in problem.mentor_index
    ]
    rows = np.array([row for row, _, _ in free], dtype=np.int64)
    columns = np.array([column for _, column, _ in free], dtype=np.int64)
    scores = np.array([round(score * MILLION) for _, _, score in free], dtype=np.int64)
    gains = work.gains.of_pairs(rows, columns, scores)
    return Solution(
        Arcs(rows, columns, gains),
        np.ones(len(free), dtype=bool),
        *_prices(problem, certificate),
        certificate.objective,
        certificate.bound,
        certificate.rounds,
        False,
    )


def _prices(problem: Problem, certificate: Certificate) -> tuple[Longs, Longs]:
    return (
        np.array([certificate.mentees.get(one.id, 0) for one in problem.mentees], dtype=np.int64),
        np.array([certificate.mentors.get(one.id, 0) for one in problem.mentors], dtype=np.int64),
    )
