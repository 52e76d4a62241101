"""Reasons of a pair, cause of a person left waiting: message codes with data, never a group, never a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .criteria.base import STEPS
from .messages import Message
from .places import Longs
from .products import BLOCK_ROWS
from .result import Contribution, Pairing, Unmatched
from .scoring import FORBIDDEN, MILLION, Part

if TYPE_CHECKING:
    from .work import Work

MOST_REASONS = 3
WORTH_SAYING = 0.4  # value from which a criterion counts as a reason
LOW_CONFIDENCE = 0.4
BLOCKS_KEPT = 64  # row blocks whose allowed pairs are remembered, as bits
FAR_ENOUGH = 500  # people looked at to find those who compete for the same places


def explain_pairs(
    work: Work, rows: Longs, columns: Longs, locked: npt.NDArray[np.bool_]
) -> list[Pairing]:
    """Return the pairings of these index pairs, explained; those explained before stay as they are."""
    known = {} if work.before is None else work.before.pairings
    new = [
        k
        for k, pair in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))
        if pair not in known
    ]
    parts = work.scorer.parts_of(rows[new], columns[new])
    made = dict(zip(new, zip(parts, work.scorer.scores_of(parts), strict=True), strict=True))
    return [
        _explained(work, row, column, *made[k], is_locked)
        if k in made
        else replace(known[row, column], locked=is_locked)
        for k, (row, column, is_locked) in enumerate(
            zip(rows.tolist(), columns.tolist(), locked.tolist(), strict=True)
        )
    ]


def explain_pair(work: Work, row: int, column: int, locked: bool = False) -> Pairing:
    """Return one pairing with its score, contributions, reasons and point of attention."""
    parts = work.scorer.parts(row, column)
    return _explained(work, row, column, parts, work.scorer.score_of(parts), locked)


def _explained(
    work: Work, row: int, column: int, parts: Sequence[Part], whole: int, locked: bool
) -> Pairing:
    score = whole / MILLION
    known = sum(part.denominator for part in parts)
    contributions = {
        part.code: Contribution(
            part.numerator / (part.denominator * STEPS), part.denominator / known
        )
        for part in parts
        if part.denominator
    }
    confidence = known / max(1, work.scorer.asked_units)
    reasons, care = _say(work, row, column, contributions, confidence)
    band = 1 + sum(score >= bound for bound in work.problem.settings.bands)
    ids = work.problem.mentees[row].id, work.problem.mentors[column].id
    return Pairing(*ids, score, confidence, band, contributions, reasons, care, locked)


def _say(
    work: Work, row: int, column: int, contributions: dict[str, Contribution], confidence: float
) -> tuple[list[Message], Message | None]:
    """Return the three best reasons and the point of attention that costs most."""
    mentee, mentor = work.problem.mentees[row], work.problem.mentors[column]
    reasons: list[tuple[float, Message]] = []
    cares: list[tuple[float, Message]] = []
    for criterion in work.scorer.criteria:
        part = contributions.get(criterion.code)
        if part is None:
            continue
        tell = criterion.tell(mentee, mentor)
        if tell.reason is not None and part.value >= WORTH_SAYING:
            reasons.append((part.value * part.weight, tell.reason))
        if tell.care is not None:
            cares.append(((1 - part.value) * part.weight, tell.care))
    reasons.sort(key=lambda found: -found[0])
    said = [message for _, message in reasons[:MOST_REASONS]]
    if confidence < LOW_CONFIDENCE:
        missing = [code for code in work.scorer.asked if code not in contributions]
        return said, Message("confidence.low", {"criteria": missing})
    return said, max(cares, key=lambda found: found[0])[1] if cares else None


def explain_unmatched(work: Work, rows: Longs, columns: Longs) -> list[Unmatched]:
    """Return the mentees who wanted a mentor and got none, each with the smallest cause."""
    paired = np.zeros(work.scorer.shape[0], dtype=bool)
    paired[rows] = True
    causes = _Causes(work, rows, columns)
    return [
        Unmatched(mentee.id, causes.cause(row))
        for row, mentee in enumerate(work.problem.mentees)
        if not paired[row] and mentee.capacity > 0
    ]


class _Causes:
    """What is needed to find causes: who holds which place, and whom each mentee may have."""

    def __init__(self, work: Work, rows: Longs, columns: Longs) -> None:
        self.work, self.rows, self.columns = work, rows, columns
        problem = work.problem
        self.capacity = np.array([problem.capacity(mentor) for mentor in problem.mentors], np.int64)
        self.load = np.bincount(columns, minlength=len(problem.mentors))
        self._told: dict[bytes, Message] = {}
        self._allowed = lru_cache(BLOCKS_KEPT)(self._allowed_block)

    def cause(self, row: int) -> Message:
        capacity, places = self.capacity, self.capacity > 0
        if not len(capacity):
            return Message("unmatched.no_mentor")
        if not places.any():
            return Message("unmatched.no_place", {"mentors": len(capacity)})
        accepted = self._accepted(np.array([row])) & places
        if accepted.any():
            key = accepted.tobytes()  # those who may have the same mentors wait for the same cause
            self._told[key] = self._told.get(key) or self._competition(row)
            return self._told[key]
        against = self.work.scorer.rules_row(row)
        return rule_cause({code: hit[places] for code, hit in against.items()}, int(places.sum()))

    def _competition(self, row: int) -> Message:
        """Return who competes: the closed set of people who accept only full mentors, grown from one person."""
        (n, m), capacity, load = self.work.scorer.shape, self.capacity, self.load
        seen_rows, seen_columns = np.zeros(n, dtype=bool), np.zeros(m, dtype=bool)
        seen_rows[row] = True
        frontier = np.array([row])
        compatible = 0
        while len(frontier) and seen_rows.sum() <= FAR_ENOUGH:
            accepted = self._accepted(frontier) & (capacity > 0)
            compatible = compatible or int(accepted.sum())
            new = accepted & ~seen_columns
            if (load[new] < capacity[new]).any():
                return Message(self._without_rivals(), {"compatible": compatible})
            seen_columns |= new
            holders = np.zeros(n, dtype=bool)
            holders[self.rows[new[self.columns]]] = True
            frontier = np.flatnonzero(holders & ~seen_rows)
            seen_rows[frontier] = True
        rivals, places = int(seen_rows.sum()), int(capacity[seen_columns].sum())
        if len(frontier) or places == int(capacity.sum()):
            accepted = self._accepted(np.array([row])) & (capacity > 0)
            return Message(
                "unmatched.full",
                {"compatible": compatible, "places": int(capacity[accepted].sum())},
            )
        data = {
            "rivals": rivals,
            "mentors": int(seen_columns.sum()),
            "places": places,
            "compatible": compatible,
        }
        return Message("unmatched.dominated", data)

    def _accepted(self, rows: Longs) -> npt.NDArray[np.bool_]:
        """Return the mentors that at least one of these mentees may have."""
        m = self.work.scorer.shape[1]
        accepted = np.zeros(-(-m // 8), dtype=np.uint8)
        numbers = rows // BLOCK_ROWS
        for number in sorted(set(numbers.tolist())):
            inside = rows[numbers == number] - number * BLOCK_ROWS
            accepted |= np.bitwise_or.reduce(self._allowed(number)[inside], axis=0)
        return np.unpackbits(accepted, count=m).astype(bool)

    def _allowed_block(self, number: int) -> npt.NDArray[np.uint8]:
        """Return, as bits, the mentors that each mentee of a row block may have."""
        n, m = self.work.scorer.shape
        rows = slice(number * BLOCK_ROWS, min(n, (number + 1) * BLOCK_ROWS))
        return np.packbits(self.work.scorer.block(rows, slice(0, m)) != FORBIDDEN, axis=1)

    def _without_rivals(self) -> str:
        """Return the code for a person for whom a chain of moves would free a place, which was not wanted."""
        return (
            "unmatched.stable"
            if self.work.problem.settings.aims.stable
            else "unmatched.unprofitable"
        )


def rule_cause(against: dict[str, npt.NDArray[np.bool_]], total: int) -> Message:
    """Return the single rule that excludes all mentors, or a small set of rules that together do."""
    counts = {code: int(hit.sum()) for code, hit in against.items()}
    for code, hit in against.items():
        if hit.all():
            others = [other for name, other in against.items() if name != code]
            alone = int((~np.logical_or.reduce(others)).sum()) if others else total
            return Message(
                "unmatched.rule",
                {"rule": code, "excluded": counts[code], "alone": alone, "total": total},
            )
    left = np.ones(total, dtype=bool)
    needed: dict[str, int] = {}
    while left.any():
        code = max(against, key=lambda name: int((against[name] & left).sum()))
        needed[code] = counts[code]
        left &= ~against[code]
    return Message("unmatched.rules", {"rules": needed, "total": total})
