"""The record of a run: kept as a private file, read again, replayed, and made to forget a person.

A record holds the answers of a whole cohort, under the public ids of enrolments. When someone is erased,
their answers leave it and their id becomes a pseudonym, wherever it stands; everybody else's lines stay.
Such a record is no longer replayed byte for byte: what is left of it is (`replayed_without`).
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ithaque.kernel import files
from ithaque.kernel.models import StoredFile
from ithaque.matching.models import MatchRun
from ithaque.matching.wished import wishing_for_those_here
from ithaque.pairing import Problem, Result, Settings, replay
from ithaque.pairing.record import person_from_dict, problem_from, to_bytes
from ithaque.people.models import Person

Document = dict[str, Any]
FORGOTTEN = "forgotten"
"""Key of a record that lost people: how many, and the pseudonyms that stand for them."""
PSEUDONYM = "erased-{}"


@dataclass(frozen=True)
class Verdict:
    """What computing a run again from its record says.

    `identical`: the same document, byte for byte. `same_pairs`, `same_total`: compared pair by pair, and by
    the sum of scores. `forgotten`: how many people were erased from the record since; then only the pairs of
    the others were compared. `faults`: what an independent check of the result found.
    """

    identical: bool
    same_pairs: bool
    same_total: bool
    proven: bool
    pairs: int
    total: float
    forgotten: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Tell whether the record still proves what it says."""
        return not self.faults and (
            self.identical or (self.forgotten > 0 and (self.same_pairs or self.same_total))
        )


def keep(document: Mapping[str, Any], *, name: str, by: Person | None) -> StoredFile:
    """Store a record as a private file, written canonically and compressed."""
    return files.keep(gzip.compress(to_bytes(document), mtime=0), name=name, by=by)


def keep_for(run: MatchRun, document: Mapping[str, Any]) -> StoredFile:
    """Store the record of a run."""
    return keep(document, name=f"ithaque-run-{run.number}.json.gz", by=run.asked_by)


def read(run: MatchRun) -> Document | None:
    """Return the stored record of a run, None when it has none."""
    if run.record is None:
        return None
    document: Document = json.loads(gzip.decompress(files.read(run.record)))
    return document


def problem_of(document: Mapping[str, Any], *, pairs_stay: bool = False) -> Problem:
    """Return the people and settings of a record; those it forgot are left out.

    With `pairs_stay` whom they were paired with is left out too, or has one place less: this is what the
    pairs of all the others were chosen among.
    """
    if FORGOTTEN not in document:
        return problem_from(document)
    gone = set(document[FORGOTTEN])
    broken = [
        (one["mentee"], one["mentor"])
        for one in document["solution"]["pairs"]
        if pairs_stay and gone & {one["mentee"], one["mentor"]}
    ]
    mentees_out = gone | {mentee for mentee, _mentor in broken}
    fewer = Counter(mentor for _mentee, mentor in broken)
    mentees, mentors = (
        [person_from_dict(one) for one in document[side] if one["id"] not in out]
        for side, out in (("mentees", mentees_out), ("mentors", gone))
    )
    mentors = [replace(one, capacity=max(0, one.capacity - fewer[one.id])) for one in mentors]
    mentees, mentors = wishing_for_those_here(mentees, mentors)
    settings = Settings.from_mapping(document["settings"])
    return Problem(mentees, mentors, _without(settings, mentees_out | gone, fewer))


def _without(settings: Settings, out: set[str], fewer: Mapping[str, int]) -> Settings:
    def left(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in pairs if not out & set(pair))

    return replace(
        settings,
        locks=left(settings.locks),
        forbids=left(settings.forbids),
        broken=left(settings.broken),
        current=left(settings.current),
        capacities={
            mentor: max(0, places - fewer.get(mentor, 0))
            for mentor, places in settings.capacities.items()
            if mentor not in out
        },
    )


def replayed(document: Mapping[str, Any]) -> Verdict:
    """Return what computing a record again says. Raises ValueError when it was altered."""
    if FORGOTTEN in document:
        return _replayed_without(document)
    result = replay(document)
    again = result.record()
    return _verdict(
        result,
        identical=to_bytes(again) == to_bytes(document),
        same_pairs=again["solution"]["pairs"] == document["solution"]["pairs"],
        same_total=again["summary"]["total"] == document["summary"]["total"],
    )


def _replayed_without(document: Mapping[str, Any]) -> Verdict:
    problem = problem_of(document, pairs_stay=True)
    result = problem.solve()
    here = problem.mentee_index
    stored = {
        (one["mentee"], one["mentor"]): one["score"]
        for one in document["solution"]["pairs"]
        if one["mentee"] in here
    }
    if stored != _scored(result, stored):
        raise ValueError("the scores of the pairs are not those of the answers")
    found = {
        (one["mentee"], one["mentor"]): one["score"] for one in result.record()["solution"]["pairs"]
    }
    return _verdict(
        result,
        identical=False,
        same_pairs=found == stored,
        same_total=len(found) == len(stored) and sum(found.values()) == sum(stored.values()),
        forgotten=len(document[FORGOTTEN]),
    )


def _scored(result: Result, couples: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return pairs with the scores their answers give."""
    problem, asked = result.problem, list(couples)
    cells = [(problem.mentee_index[a], problem.mentor_index[b]) for a, b in asked]
    table = np.array(cells, dtype=np.int64).reshape(-1, 2)
    scores = result.work.scorer.at(table[:, 0], table[:, 1]).tolist()
    return dict(zip(asked, scores, strict=True))


def _verdict(result: Result, **found: Any) -> Verdict:
    return Verdict(
        proven=result.certificate.proven,
        faults=[fault.message.as_dict() for fault in result.check()],
        pairs=len(result.pairs),
        total=result.summary.total,
        **found,
    )


def forget(document: Document, identifiers: Iterable[str]) -> Document | None:
    """Return the record without what these people answered, pseudonyms in place of their ids; None when none is in it."""
    present = {one["id"] for side in ("mentees", "mentors") for one in document[side]}
    leaving = sorted(present & set(identifiers))
    if not leaving:
        return None
    known = list(document.get(FORGOTTEN, []))
    names = {one: PSEUDONYM.format(len(known) + at) for at, one in enumerate(leaving, 1)}
    for side in ("mentees", "mentors"):
        document[side] = [
            {"id": one["id"]} if one["id"] in names else one for one in document[side]
        ]
    renamed: Document = _renamed(document, names)
    renamed[FORGOTTEN] = [*known, *names.values()]
    return renamed


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Return a JSON value with some strings replaced, keys included."""
    if isinstance(value, dict):
        return {names.get(key, key): _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value
