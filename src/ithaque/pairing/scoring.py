"""Scores of pairs, in blocks or one by one, as whole millionths; the same bit for bit either way.

See `criteria.base` for why the float32 products are exact. The quotient of two such whole numbers and its rounding
are single IEEE operations, hence also the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .criteria.base import STEPS, Criterion, Floats, Prepared, Shape, units_of
from .people import Person
from .products import BLOCK_COLUMNS, BLOCK_ROWS, Product, Span, by_pattern, places_in, slices
from .rules.base import Forbidden, Mask, Rule

MILLION = 1_000_000  # a score of 1 in the whole numbers of the engine
FORBIDDEN = -1
_BAD = np.float32(-(2**25))  # one broken rule sinks any numerator below zero

Longs = npt.NDArray[np.int64]


@dataclass(slots=True)
class Part:
    """What one criterion weighs in one pair: whole numerator (in steps) and denominator (in units)."""

    code: str
    numerator: int
    denominator: int


@dataclass(slots=True)
class _Raw:
    """A product computed once for a block, its tests, then the values drawn from it."""

    key: str
    product: Product
    masks: list[tuple[int, Mask]]
    shapes: list[tuple[Shape, np.float32]]


class Scorer:
    """Scores of mentees x mentors under weighted criteria and hard rules."""

    def __init__(
        self,
        mentees: Sequence[Person],
        mentors: Sequence[Person],
        weighted: Sequence[tuple[Criterion, float]],
        rules: Sequence[Rule],
    ) -> None:
        self.mentees, self.mentors = mentees, mentors
        self.shape = (len(mentees), len(mentors))
        self.criteria = [criterion for criterion, _ in weighted]
        self.rules = list(rules)
        units = units_of([weight for _, weight in weighted])
        self.units = dict(zip((criterion.code for criterion in self.criteria), units, strict=True))
        self.prepared = [
            criterion.prepare(mentees, mentors, part)
            for criterion, part in zip(self.criteria, units, strict=True)
        ]
        self.forbidden = [rule.prepare(mentees, mentors) for rule in rules]
        self.asked = {
            criterion.code: prepared.units
            for criterion, prepared in zip(self.criteria, self.prepared, strict=True)
            if (prepared.known_left.any(axis=0) & prepared.known_right.any(axis=0)).any()
        }
        self.asked_units = sum(self.asked.values())
        self._assemble()

    def _assemble(self) -> None:
        """Put all products of columns side by side, and all single pairs in row order."""
        flat = [(p.left, p.right) for p in self.prepared if p.shape is None]
        barred_tables = [(left, right * _BAD) for f in self.forbidden for left, right in f.tables]
        self._flat = Product(flat + barred_tables, self.shape)
        known = [(p.known_left * np.float32(STEPS), p.known_right) for p in self.prepared]
        self._known = Product(known, self.shape)
        self._known_of_all = _same_for_all(known, self.shape)
        sides = [np.concatenate(side, axis=1) for side in zip(*known, strict=True)]
        self._denominator = Product([by_pattern(*sides)] if sides else [], self.shape)
        self._raws = _raws(self.prepared, self.forbidden, self.shape)
        for prepared in self.prepared:
            if prepared.shape is None:
                prepared.left = prepared.right = np.empty(
                    (0, 0), np.float32
                )  # held by the product now
        self._added = _Cells(
            [p.sparse for p in self.prepared if p.sparse is not None], self.shape[0]
        )
        self._bar()

    def _bar(self) -> None:
        barred = [(*f.pairs, np.full(len(f.pairs[0]), FORBIDDEN, np.int64)) for f in self.forbidden]
        self._barred = _Cells(barred, self.shape[0])

    def under(self, rules: Sequence[Rule]) -> Scorer:
        """Return the same tables under rules that differ by the pairs they name only, such as decisions taken since."""
        other = copy(self)
        other.rules = list(rules)
        other.forbidden = [
            prepared if rule == before else rule.prepare(self.mentees, self.mentors)
            for before, rule, prepared in zip(self.rules, rules, self.forbidden, strict=True)
        ]
        other._bar()
        return other

    def barred(self, rows: Longs, columns: Longs, scores: Longs) -> Longs:
        """Return scores known before, -1 for the pairs that a rule names."""
        return np.where(self._barred.holds(rows, columns), FORBIDDEN, scores)

    def block(self, rows: Span, columns: slice, counts: Longs | None = None) -> Floats:
        """Return the scores of a block in millionths (whole float32), -1 where a rule forbids.

        Adds to `counts`, by rule, the pairs forbidden by tests on raw products.
        """
        numerator: Floats = self._flat.block(rows, columns)
        barred = []
        for raw in self._raws:
            product = raw.product.block(rows, columns)
            for number, mask in raw.masks:
                barred.append(mask.test(product, rows, columns))
                if counts is not None:
                    counts[number] += np.count_nonzero(barred[-1])
            for shape, units in raw.shapes:
                value = shape(product)
                value *= units
                numerator += value
        self._added.add_to(numerator, rows, columns)
        known = self._known_of_all
        score = _quotient(
            numerator,
            self._denominator.block(rows, columns) if known is None else known[rows, None].copy(),
        )
        for forbidden in barred:
            score[forbidden] = FORBIDDEN
        self._barred.write_to(score, rows, columns)
        return score

    @property
    def nbytes(self) -> int:
        """Return the bytes of the tables kept."""
        return sum(
            one.nbytes
            for one in (
                self._flat,
                self._known,
                self._denominator,
                *(raw.product for raw in self._raws),
            )
        )

    @property
    def width(self) -> int:
        """Return how many columns the tables have: those of one dense product that would give the same scores."""
        return sum(
            one.width for one in (self._flat, self._known, *(raw.product for raw in self._raws))
        )

    def blocks(self, counts: Longs | None = None) -> Iterator[tuple[slice, slice, Floats]]:
        """Yield all blocks, row blocks first."""
        for rows in slices(self.shape[0], BLOCK_ROWS):
            for columns in slices(self.shape[1], BLOCK_COLUMNS):
                yield rows, columns, self.block(rows, columns, counts)

    def matrix(self, counts: Longs | None = None) -> npt.NDArray[np.int32]:
        """Return all scores at once; only for sizes the caller has bounded."""
        scores = np.empty(self.shape, dtype=np.int32)
        for rows, columns, block in self.blocks(counts):
            scores[rows, columns] = block
        return scores

    def excluded(self, by_masks: Longs) -> dict[str, int]:
        """Return the number of pairs each rule forbids; `by_masks` comes from a pass over all blocks."""
        return {
            rule.code: len(one.pairs[0])
            + sum(int(left.sum(axis=0) @ right.sum(axis=0)) for left, right in one.tables)
            + int(by_mask)
            for rule, one, by_mask in zip(self.rules, self.forbidden, by_masks, strict=True)
        }

    def rules_row(self, row: int) -> dict[str, npt.NDArray[np.bool_]]:
        """Return, for each rule that forbids someone to a mentee, which mentors."""
        one, everyone = slice(row, row + 1), slice(0, self.shape[1])
        found: dict[str, npt.NDArray[np.bool_]] = {}
        for rule, forbidden in zip(self.rules, self.forbidden, strict=True):
            hit = np.zeros(self.shape[1], dtype=bool)
            for left, right in forbidden.tables:
                hit |= (left[one] @ right.T)[0] > 0
            for mask in forbidden.masks:
                hit |= mask.test(mask.left[one] @ mask.right.T, one, everyone)[0]
            first, last = np.searchsorted(forbidden.pairs[0], (row, row + 1))
            hit[forbidden.pairs[1][first:last]] = True
            if hit.any():
                found[rule.code] = found.get(rule.code, False) | hit
        return found

    def at(self, rows: Longs, columns: Longs) -> Longs:
        """Return the scores of single pairs in millionths, -1 where a rule forbids."""
        scores = np.empty(len(rows), dtype=np.int64)
        for k, (i, j) in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
            scores[k] = self.block(slice(i, i + 1), slice(j, j + 1))[0, 0]
        return scores

    def parts(self, row: int, column: int) -> list[Part]:
        """Return what each criterion weighs in one pair; their quotient is the score of an allowed pair."""
        return self.parts_of(np.array([row]), np.array([column]))[0]

    def parts_of(self, rows: Longs, columns: Longs) -> list[list[Part]]:
        """Return what each criterion weighs in some pairs."""
        flat = iter(self._flat.sums(rows, columns).T)
        known = self._known.sums(rows, columns).T // STEPS
        raws = {raw.key: raw.product.sums(rows, columns) for raw in self._raws}
        table = []
        for number, prepared in enumerate(self.prepared):
            if prepared.shape is None:
                numerator = next(flat).astype(np.int64)
            else:
                raw = raws[prepared.key or f"own {number}"].astype(prepared.left.dtype)
                numerator = prepared.units * prepared.shape(raw)[:, 0].astype(np.int64)
            if prepared.sparse is not None:
                numerator = numerator + _values_at(prepared.sparse, rows, columns)
            table.append((numerator.tolist(), known[number].astype(np.int64).tolist()))
        codes = [criterion.code for criterion in self.criteria]
        return [
            [Part(code, one[k], all_[k]) for code, (one, all_) in zip(codes, table, strict=True)]
            for k in range(len(rows))
        ]

    def score_of(self, parts: Sequence[Part]) -> int:
        """Return the score in millionths that these parts make."""
        return self.scores_of([parts])[0]

    def scores_of(self, pairs: Sequence[Sequence[Part]]) -> list[int]:
        """Return the scores in millionths that the parts of each pair make."""
        numerator = [sum(part.numerator for part in parts) for parts in pairs]
        known = [sum(part.denominator for part in parts) * STEPS for parts in pairs]
        scores = _quotient(np.array(numerator, np.float32), np.array(known, np.float32))
        return [int(score) for score in scores.tolist()]

    def rules_against(self, row: int, column: int) -> list[str]:
        """Return the codes of the rules that forbid a pair."""
        return [
            rule.code
            for rule in self.rules
            if rule.forbids(self.mentees[row], self.mentors[column])
        ]


def _quotient(numerator: Floats, known: Floats) -> Floats:
    """Return rounded millionths, 0 where nothing is known, -1 where the numerator is negative."""
    np.maximum(known, np.float32(1), out=known)
    numerator /= known
    numerator *= np.float32(MILLION)
    np.rint(numerator, out=numerator)
    np.maximum(numerator, np.float32(FORBIDDEN), out=numerator)
    return numerator


def _same_for_all(known: Sequence[tuple[Floats, Floats]], shape: tuple[int, int]) -> Floats | None:
    """Return the denominators by mentee when they are the same for all mentors, None otherwise."""
    total = np.zeros(shape[0], dtype=np.float32)
    for left, right in known:
        for column in np.flatnonzero(left.any(axis=0)):
            if not right[:, column].all():
                if right[:, column].any():
                    return None
                continue
            total += left[:, column]
    return total


def _raws(
    prepared: Sequence[Prepared], forbidden: Sequence[Forbidden], shape: tuple[int, int]
) -> list[_Raw]:
    """Return the products that need more than a sum, those of one key computed once."""
    tables: dict[str, tuple[npt.NDArray[Any], npt.NDArray[Any]]] = {}
    masks: dict[str, list[tuple[int, Mask]]] = {}
    shapes: dict[str, list[tuple[Shape, np.float32]]] = {}
    for number, rule in enumerate(forbidden):
        for mask in rule.masks:
            tables[mask.key] = mask.left, mask.right
            masks.setdefault(mask.key, []).append((number, mask))
    for number, one in enumerate(prepared):
        if one.shape is not None:
            key = one.key or f"own {number}"
            tables[key] = one.left, one.right
            shapes.setdefault(key, []).append((one.shape, np.float32(one.units)))
    return [
        _Raw(key, Product([both], shape, both[0].dtype), masks.get(key, []), shapes.get(key, []))
        for key, both in tables.items()
    ]


def _values_at(cells: tuple[Longs, Longs, Longs], rows: Longs, columns: Longs) -> Longs:
    """Return the values that these cells give to some pairs, 0 where there is none."""
    keys = cells[0] << 32 | cells[1]
    order = np.argsort(keys, kind="stable")
    sums = np.append(0, np.cumsum(cells[2][order]))
    wanted = rows << 32 | columns
    first, last = (np.searchsorted(keys[order], wanted, side) for side in ("left", "right"))
    found: Longs = sums[last] - sums[first]
    return found


class _Cells:
    """Values on single pairs, found by block."""

    def __init__(self, cells: Sequence[tuple[Longs, Longs, Longs]], rows: int) -> None:
        all_rows = np.concatenate([c[0] for c in cells]) if cells else np.empty(0, np.int64)
        all_columns = np.concatenate([c[1] for c in cells]) if cells else np.empty(0, np.int64)
        values = np.concatenate([c[2] for c in cells]) if cells else np.empty(0, np.int64)
        order = np.lexsort((all_columns, all_rows))
        self._rows, self._columns, self._values = all_rows[order], all_columns[order], values[order]
        self._starts = np.searchsorted(self._rows, np.arange(rows + 1))

    def holds(self, rows: Longs, columns: Longs) -> npt.NDArray[np.bool_]:
        """Return which of these pairs have a value."""
        return places_in(self._rows << 32 | self._columns, rows << 32 | columns)[0]

    def _within(self, rows: Span, columns: slice) -> tuple[Longs, Longs, Longs]:
        if isinstance(rows, slice):
            part = slice(self._starts[rows.start], self._starts[rows.stop])
        else:
            part = slice(self._starts[rows[0]], self._starts[rows[-1] + 1])
        held, i = places_in(rows, self._rows[part])
        inside, j = places_in(columns, self._columns[part][held])
        return i[inside], j, self._values[part][held][inside]

    def add_to(self, block: Floats, rows: Span, columns: slice) -> None:
        if len(self._values):
            i, j, values = self._within(rows, columns)
            np.add.at(block, (i, j), values.astype(np.float32))

    def write_to(self, block: Floats, rows: Span, columns: slice) -> None:
        if len(self._values):
            i, j, values = self._within(rows, columns)
            block[i, j] = values
