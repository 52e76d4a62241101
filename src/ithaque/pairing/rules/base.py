"""What a hard rule is: a readable verdict for one pair, and the same verdict for all pairs.

A rule forbids a pair, it never trades. It bites only when both sides carry the data it needs, except the protective
ones for minors, which forbid until the proof is there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ithaque.pairing.people import Person
from ithaque.pairing.products import Span

Bools = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]
FEW = 256  # categories up to which a one-hot table is made rather than a list of pairs


@dataclass(slots=True)
class Forbidden:
    """The pairs a rule forbids, in one or several forms.

    `tables`: couples of 0/1 tables (mentees x d, mentors x d), forbidden where the product is above 0; in each
    couple, the rows of one side hold at most one 1. `pairs`: mentee indices, rising, and mentor indices. `masks`: tests on
    raw products shared by key with the criteria.
    """

    tables: list[tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]]
    pairs: tuple[Longs, Longs]
    masks: list[Mask]

    @classmethod
    def nothing(cls) -> Forbidden:
        return cls([], (np.empty(0, np.int64), np.empty(0, np.int64)), [])


@dataclass(slots=True)
class Mask:
    """A test on raw products: `test(raw, rows, columns)` is True where the pair is forbidden."""

    key: str
    left: npt.NDArray[Any]
    right: npt.NDArray[Any]
    test: Callable[[npt.NDArray[Any], Span, slice], Bools]


class Rule(Protocol):
    """A named rule; its options are the arguments of its constructor."""

    @property
    def code(self) -> str: ...

    def forbids(self, mentee: Person, mentor: Person) -> bool:
        """Return True when the pair must not be made."""
        ...

    def prepare(self, mentees: Sequence[Person], mentors: Sequence[Person]) -> Forbidden:
        """Return the pairs forbidden among all."""
        ...


def from_pairs(pairs: Iterable[tuple[int, int]]) -> Forbidden:
    """Return these pairs, each once."""
    cells = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2)
    forbidden = Forbidden.nothing()
    forbidden.pairs = (cells[:, 0], cells[:, 1])
    return forbidden


def by_category(
    left: Sequence[Hashable | None],
    right: Sequence[Hashable | None],
    forbids: Callable[[Any, Any], bool],
) -> Forbidden:
    """Return the pairs whose two categories forbid each other; None never does.

    The verdict is asked once for each couple of categories, never for each couple of people.
    """
    ours, our_codes = _coded(left)
    theirs, their_codes = _coded(right)
    verdict = np.array([[forbids(a, b) for b in theirs] for a in ours], dtype=bool).reshape(
        len(ours), len(theirs)
    )
    forbidden = Forbidden.nothing()
    if not verdict.any():
        return forbidden
    verdict = np.pad(verdict, ((0, 1), (0, 1)))  # the last row and column stand for None
    if len(ours) <= FEW:
        forbidden.tables = [
            (_one_hot(our_codes, len(ours)), verdict[:-1, their_codes].T.astype(np.float32))
        ]
    elif len(theirs) <= FEW:
        forbidden.tables = [
            (verdict[our_codes, :-1].astype(np.float32), _one_hot(their_codes, len(theirs)))
        ]
    else:
        forbidden.pairs = _join(verdict, our_codes, their_codes)
    return forbidden


def same_category(left: Sequence[Hashable | None], right: Sequence[Hashable | None]) -> Forbidden:
    """Return the pairs of the same category, without comparing each couple of categories."""
    shared = sorted(
        {a for a in left if a is not None} & {b for b in right if b is not None}, key=str
    )
    if len(shared) <= FEW:
        kept = set(shared)
        return by_category(
            [a if a in kept else None for a in left],
            [b if b in kept else None for b in right],
            lambda a, b: a == b,
        )
    index = {value: code for code, value in enumerate(shared)}
    members: list[list[int]] = [[] for _ in shared]
    for column, b in enumerate(right):
        if b in index:
            members[index[b]].append(column)
    return from_pairs(
        (row, column) for row, a in enumerate(left) if a in index for column in members[index[a]]
    )


def _coded(values: Sequence[Hashable | None]) -> tuple[list[Hashable], Longs]:
    """Return the categories and each one's code; None gets the code after the last."""
    index: dict[Hashable, int] = {}
    codes = [-1 if value is None else index.setdefault(value, len(index)) for value in values]
    array = np.array(codes, dtype=np.int64)
    array[array < 0] = len(index)
    return list(index), array


def _one_hot(codes: Longs, size: int) -> npt.NDArray[np.float32]:
    table = np.zeros((len(codes), size), dtype=np.float32)
    rows = np.flatnonzero(codes < size)
    table[rows, codes[rows]] = 1
    return table


def _join(verdict: Bools, ours: Longs, theirs: Longs) -> tuple[Longs, Longs]:
    rows, columns = [], []
    for row, code in enumerate(ours):
        hits = np.flatnonzero(verdict[code][theirs])
        rows.append(np.full(len(hits), row, dtype=np.int64))
        columns.append(hits)
    return np.concatenate(rows), np.concatenate(columns)
