"""Prices of changes by hand in a draft, the same in any process.

A run keeps a price book beside its record: with it a change is priced, and made, without solving again. The
book is stored with a mark of all that bound the draft when it was made (pairs, decisions, people gone): with
another mark it is made again. Objectives under which a decision may move everybody have no book: then the
draft is solved again each time.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db import transaction

from ithaque.kernel import files
from ithaque.matching import drafts, records
from ithaque.matching.engine import Draft
from ithaque.matching.models import MatchRun
from ithaque.pairing import Change, Pairing, Price, PriceBook, Problem, ProblemScores, Result
from ithaque.pairing.explain import explain_pair
from ithaque.pairing.prices import has_book
from ithaque.pairing.record import person_from_dict
from ithaque.pairing.settings import Settings
from ithaque.pairing.work import Work

OTHERS_SHOWN = 5


class _Answers:
    """The answers of a run's record, read when they are needed."""

    def __init__(self, run: MatchRun) -> None:
        self.run = run

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return the record."""
        return records.read(self.run) or {}

    @cached_property
    def scores(self) -> ProblemScores:
        """Return the scores of everybody."""
        return ProblemScores(records.problem_of(self.document))

    def block(self, mentee_ids: Any, mentor_ids: Any) -> Any:
        """Return the scores of a block; see `pairing.book.Scores`."""
        return self.scores.block(mentee_ids, mentor_ids)

    def rules(self, mentee_id: str, mentor_id: str) -> list[str]:
        """Return the rules against a pair; see `pairing.book.Scores`."""
        return self.scores.rules(mentee_id, mentor_id)

    def pair(self, mentee: str, mentor: str) -> Pairing:
        """Return what the engine says of two people, from their answers alone."""
        given = {one["id"]: one for side in ("mentees", "mentors") for one in self.document[side]}
        settings = Settings.from_mapping(
            self.document["settings"]
            | {name: [] for name in ("locks", "forbids", "broken", "current")}
            | {"capacities": {}}
        )
        people = [[person_from_dict(given[one])] for one in (mentee, mentor)]
        return explain_pair(Work.start(Problem(people[0], people[1], settings)), 0, 0)


@dataclass(frozen=True)
class Bench:
    """What prices changes in one draft: its book, or its result when it has none."""

    answers: _Answers
    book: PriceBook | None
    result: Result | None

    def price(self, mentee: str, mentor: str) -> Price:
        """Return what giving a mentor to a mentee would do. Raises KeyError for someone the run did not know."""
        if self.book is not None:
            return self.book.price(Change.impose(mentee, mentor))
        assert self.result is not None
        return self.result.price(mentee, mentor)

    def pair(self, mentee: str, mentor: str) -> Pairing:
        """Return what the engine says of two people: score, criteria, reasons."""
        return self.answers.pair(mentee, mentor)

    def others_for(self, mentee: str, *, but: str | None) -> list[str]:
        """Return the other mentors of a mentee that cost least, those a rule forbids left out."""
        if self.book is not None:
            known = mentee in self.book.mentees
            found = self.book.alternatives(mentee, OTHERS_SHOWN) if known else []
            return [one.mentor_id for one in found if one.mentor_id != but]
        assert self.result is not None
        return _best_scores(self.result, mentee, but)


def _best_scores(result: Result, mentee: str, but: str | None) -> list[str]:
    problem = result.problem
    row = problem.mentee_index.get(mentee)
    if row is None:
        return []
    scores = result.work.scorer.block(slice(row, row + 1), slice(0, len(problem.mentors)))[0]
    ranked = np.argsort(-scores, kind="stable")[: OTHERS_SHOWN + 1].tolist()
    found = [problem.mentors[column].id for column in ranked if scores[column] >= 0]
    return [one for one in found if one != but][:OTHERS_SHOWN]


def bench_of(run: MatchRun) -> Bench:
    """Return the prices of a draft as it stands; refuses a run whose record is gone.

    A book that is out of date is made again, and kept for whoever comes next.
    """
    draft = drafts.draft_of(run)
    kept = kept_bench(run, draft)
    if kept is not None:
        return kept
    result = drafts.settled(run, draft)
    if not has_book(result):
        return Bench(_Answers(run), None, result)
    keep_book(run, result.book(), draft)
    return Bench(_Answers(run), result.book(), None)


def kept_bench(run: MatchRun, draft: Draft) -> Bench | None:
    """Return the prices kept with a run when they fit its draft, None otherwise."""
    if run.book is None or run.book_mark != mark_of(draft):
        return None
    answers = _Answers(run)
    try:
        book = PriceBook.from_bytes(files.read(run.book), answers)
    except (ValueError, OSError):  # written by another version, or lost: it will be made again
        return None
    return Bench(answers, book, None)


def mark_of(draft: Draft) -> str:
    """Return a mark that changes whenever something that binds a draft does."""
    bound = {
        name: sorted(list(one) if isinstance(one, tuple) else [one] for one in value)
        for name, value in asdict(draft).items()
    }
    return hashlib.sha256(json.dumps(bound, sort_keys=True).encode()).hexdigest()


def keep_book(run: MatchRun, book: PriceBook, draft: Draft) -> None:
    """Store a book with the mark of what it was made for, in place of the former one.

    Whoever stored another one meanwhile keeps theirs.
    """
    former, mark = run.book, mark_of(draft)
    made = files.keep(book.to_bytes(), name=f"ithaque-run-{run.number}.book", by=run.asked_by)
    replaced = MatchRun.objects.filter(pk=run.pk, book=former).update(book=made, book_mark=mark)
    gone = former if replaced else made
    if replaced:
        run.book, run.book_mark = made, mark
    if gone is not None:
        transaction.on_commit(lambda: files.discard(gone))
