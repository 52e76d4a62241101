"""Short lists of possible pairs, from both sides, without ever holding all scores.

Lists of one side only leave people out: popular mentors fill every list and unpopular ones appear in none. Here each
mentee lists mentors and each mentor lists mentees. Equal scores are told apart by a fixed noise below one millionth,
or everybody would list the same few people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .criteria.base import Floats
from .flow import Arcs
from .places import Longs
from .products import BLOCK_COLUMNS, BLOCK_ROWS, cells_of, places_in, slices
from .scoring import Scorer

if TYPE_CHECKING:
    from .work import Work

NOISE = 16  # scores are below 2**20: four more bits still fit a float32
MOST_AT_ONCE = 64  # row blocks scored against the same thresholds, whatever the number of workers
ROWS, SCORES = 20, 24  # bits of a row and of a score with its noise in one sorting key
MOST_PER_MENTOR = 60
SHIFTS = 997  # places at which one tile of noise is read, so that blocks differ


@dataclass(slots=True)
class Found:
    """Pairs found in one row block, and the pairs that tests on raw products forbid, by rule."""

    rows: Longs
    columns: Longs
    scores: Longs
    counts: Longs


def first_lists(work: Work) -> Arcs:
    """Return the best mentors of each mentee together with the best mentees of each mentor.

    Lists of an earlier result serve again, with the pairs that a bonus now favours.
    """
    if work.before is not None and work.before.listed is not None:
        arcs, scores = work.before.listed
        return _listed(work, arcs.rows, arcs.columns, scores)
    scorer, settings = work.scorer, work.problem.settings
    n = scorer.shape[0]
    candidates = work.candidates
    wanted = np.minimum(work.places[1].total * candidates, MOST_PER_MENTOR)
    buffer = _MentorLists(wanted)
    own: list[Found] = []
    blocks = list(slices(n, BLOCK_ROWS))
    for wave in _waves(blocks):
        tasks = [(rows, buffer.least, candidates, settings.seed) for rows in wave]
        for span, (mine, theirs) in zip(wave, work.each(_scan, tasks), strict=True):
            own.append(mine)
            work.counts += mine.counts
            buffer.add(theirs)
            work.tell("score", span.stop, n)
        buffer.shrink()
    rows = np.concatenate([found.rows for found in own] + [buffer.rows])
    columns = np.concatenate([found.columns for found in own] + [buffer.columns])
    scores = np.concatenate([found.scores for found in own] + [buffer.scores // NOISE])
    return _listed(work, rows, columns, scores)


def _waves(blocks: list[slice]) -> Iterator[list[slice]]:
    """Yield the blocks in waves, each as long as all before it: the first ones raise the thresholds early."""
    start, size = 0, 1
    while start < len(blocks):
        yield blocks[start : start + size]
        start += size
        size = min(start, MOST_AT_ONCE)


def _listed(work: Work, rows: Longs, columns: Longs, scores: Longs) -> Arcs:
    """Return the arcs of these pairs, each once, and of those that a bonus favours, which a score alone might not list."""
    m = work.scorer.shape[1]
    kept = work.gains.kept_pairs()
    known, _ = places_in(np.sort(rows * m + columns), kept[0] * m + kept[1])
    kept = kept[0][~known], kept[1][~known]
    rows, columns = np.concatenate((rows, kept[0])), np.concatenate((columns, kept[1]))
    scores = np.concatenate((scores, work.scorer.at(*kept)))
    keys, first = np.unique(rows * m + columns, return_index=True)
    return work.open_arcs(scores[first], keys // m, keys % m)


def _scan(
    scorer: Scorer, rows: slice, least: Floats, candidates: int, seed: int
) -> tuple[Found, Found]:
    """Return the mentees' own lists of a row block, and the pairs above the mentors' thresholds."""
    counts = np.zeros(len(scorer.rules), dtype=np.int64)
    own: list[tuple[Longs, Longs, Floats]] = []
    theirs: list[tuple[Longs, Longs, Floats]] = []
    first = np.zeros(0, np.float32)
    for columns in slices(scorer.shape[1], BLOCK_COLUMNS):
        block = scorer.block(rows, columns, counts)
        block *= np.float32(NOISE)
        block += _noise(seed, rows, columns)  # forbidden pairs stay below 0
        if not own:
            k = block.shape[1] - min(candidates, block.shape[1])
            first = np.maximum(np.partition(block, k, axis=1)[:, k], np.float32(0))[:, None]
        limits = np.maximum(least[columns], np.float32(-1))
        if not (least >= 0).any() and len(block) > MOST_PER_MENTOR:
            top = len(block) - MOST_PER_MENTOR
            limits = np.maximum(np.partition(block, top, axis=0)[top] - np.float32(1), limits)
        for found, hits in ((own, block >= first), (theirs, block > limits)):
            i, j = cells_of(hits)
            found.append((i, j + columns.start, block[i, j]))
    return (
        _own_lists(rows, own, candidates, counts),
        _found(rows, *_joined(theirs), np.zeros_like(counts)),
    )


def _joined(parts: list[tuple[Longs, Longs, Floats]]) -> tuple[Longs, Longs, Floats]:
    none = (np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
    i, j, values = (np.concatenate(one) for one in zip(none, *parts, strict=True))
    return i, j, values


def _own_lists(
    rows: slice, parts: list[tuple[Longs, Longs, Floats]], candidates: int, counts: Longs
) -> Found:
    """Return the best mentors of each mentee, from those above the last of the best among the first columns."""
    i, j, value = _joined(parts)
    order = np.lexsort((j, -value, i))
    i, j, value = i[order], j[order], value[order]
    keep = np.arange(len(i)) - np.searchsorted(i, i) < candidates
    found = _found(rows, i[keep], j[keep], value[keep], counts)
    found.scores //= NOISE
    return found


def _found(rows: slice, i: Longs, j: Longs, value: Floats, counts: Longs) -> Found:
    return Found(i + rows.start, j.astype(np.int64), value.astype(np.int64), counts)


def _noise(seed: int, rows: slice, columns: slice) -> Floats:
    """Return whole numbers below NOISE for a block; they depend on the seed and the place only."""
    shift = (rows.start * 31 + columns.start * 17) // BLOCK_ROWS % SHIFTS
    size = columns.stop - columns.start
    return _tile(seed)[: rows.stop - rows.start, shift : shift + size]


@lru_cache(maxsize=2)
def _tile(seed: int) -> Floats:
    generator = np.random.Generator(np.random.Philox(key=seed))
    shape = (BLOCK_ROWS, BLOCK_COLUMNS + SHIFTS)
    return generator.integers(0, NOISE, shape, dtype=np.uint8).astype(np.float32)


class _MentorLists:
    """The best mentees of each mentor so far."""

    def __init__(self, wanted: Longs) -> None:
        self.wanted = wanted
        self.least = np.full(len(wanted), -1, dtype=np.float32)
        self.rows = self.columns = self.scores = np.empty(0, np.int64)
        self._added: list[Found] = []

    def add(self, found: Found) -> None:
        self._added.append(found)

    def shrink(self) -> None:
        """Keep the wanted number for each mentor, and raise the thresholds to the last ones kept."""
        rows = np.concatenate([self.rows, *(one.rows for one in self._added)])
        columns = np.concatenate([self.columns, *(one.columns for one in self._added)])
        scores = np.concatenate([self.scores, *(one.scores for one in self._added)])
        self._added = []
        keys = (columns << (ROWS + SCORES)) | ((2**SCORES - 1 - scores) << ROWS) | rows
        keys.sort()
        columns, rows = keys >> (ROWS + SCORES), keys & (2**ROWS - 1)
        scores = 2**SCORES - 1 - ((keys >> ROWS) & (2**SCORES - 1))
        starts = np.searchsorted(columns, np.arange(len(self.wanted) + 1))
        rank = np.arange(len(columns)) - starts[columns]
        keep = rank < self.wanted[columns]
        last = rank == self.wanted[columns] - 1
        self.least[columns[last]] = scores[last]
        self.least[self.wanted == 0] = np.inf
        self.rows, self.columns, self.scores = rows[keep], columns[keep], scores[keep]
