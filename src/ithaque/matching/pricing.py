"""Prices of changes in a draft: from the best result under its decisions."""

from __future__ import annotations

from dataclasses import dataclass

from ithaque.matching import drafts
from ithaque.matching.models import MatchRun
from ithaque.pairing import Pairing, Price, Result
from ithaque.pairing.explain import explain_pair
from ithaque.pairing.scoring import MILLION

OTHERS_SHOWN = 5


@dataclass(frozen=True)
class Bench:
    """What is needed to price changes in one draft."""

    result: Result

    def price(self, mentee: str, mentor: str) -> Price:
        """Return what giving a mentor to a mentee would do. Raises KeyError for someone the run did not know."""
        return self.result.price(mentee, mentor)

    def pair(self, mentee: str, mentor: str) -> Pairing:
        """Return what the engine says of two people: score, criteria, reasons."""
        problem = self.result.problem
        return explain_pair(
            self.result.work, problem.mentee_index[mentee], problem.mentor_index[mentor]
        )

    def others_for(self, mentee: str, *, but: str | None) -> list[str]:
        """Return the best other mentors of a mentee, those a rule forbids left out."""
        problem, scorer = self.result.problem, self.result.work.scorer
        if mentee not in problem.mentee_index:
            return []
        row = problem.mentee_index[mentee]
        scores = scorer.block(slice(row, row + 1), slice(0, len(problem.mentors)))[0]
        ranked = sorted(
            range(len(problem.mentors)),
            key=lambda column: (-scores[column], problem.mentors[column].id),
        )
        found = [
            problem.mentors[column].id
            for column in ranked[: OTHERS_SHOWN + 1]
            if 0 <= scores[column] <= MILLION and problem.mentors[column].id != but
        ]
        return found[:OTHERS_SHOWN]


def bench_of(run: MatchRun) -> Bench:
    """Return the prices of a draft as it stands; refuses a run whose record is gone."""
    return Bench(drafts.settled(run))
