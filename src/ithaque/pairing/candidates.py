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
from .products import BLOCK_COLUMNS, BLOCK_ROWS, places_in, slices
from .scoring import Scorer

if TYPE_CHECKING:
    from .work import Work

NOISE = 16  # scores are below 2**20: four more bits still fit a float32
WAVES = (
    1,
    1,
    2,
    4,
)  # row blocks scored against the same thresholds, whatever the number of workers
WAVE = 8  # those of all later waves
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
    wanted = np.minimum(work.places[1].total * settings.candidates, MOST_PER_MENTOR)
    buffer = _MentorLists(wanted)
    own: list[Found] = []
    blocks = list(slices(n, BLOCK_ROWS))
    for wave in _waves(blocks):
        tasks = [(rows, buffer.least, settings.candidates, settings.seed) for rows in wave]
        for mine, theirs in work.each(_scan, tasks):
            own.append(mine)
            work.counts += mine.counts
            buffer.add(theirs)
        buffer.shrink()
        work.tell("score", min(n, wave[-1].stop), n)
    rows = np.concatenate([found.rows for found in own] + [buffer.rows])
    columns = np.concatenate([found.columns for found in own] + [buffer.columns])
    scores = np.concatenate([found.scores for found in own] + [buffer.scores // NOISE])
    return _listed(work, rows, columns, scores)


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


def _waves(blocks: list[slice]) -> Iterator[list[slice]]:
    """Yield the blocks in waves: short ones first, which raise the thresholds early."""
    start, sizes = 0, iter(WAVES)
    while start < len(blocks):
        size = next(sizes, WAVE)
        yield blocks[start : start + size]
        start += size


def _scan(
    scorer: Scorer, rows: slice, least: Floats, candidates: int, seed: int
) -> tuple[Found, Found]:
    """Return the mentees' own lists of a row block, and the pairs above the mentors' thresholds."""
    m = scorer.shape[1]
    counts = np.zeros(len(scorer.rules), dtype=np.int64)
    scores = np.empty((rows.stop - rows.start, m), dtype=np.float32)
    for columns in slices(m, BLOCK_COLUMNS):
        scores[:, columns] = scorer.block(rows, columns, counts)
    forbidden = scores < 0
    scores *= np.float32(NOISE)
    for columns in slices(m, BLOCK_COLUMNS):
        scores[:, columns] += _noise(seed, rows, columns)
    scores[forbidden] = -1
    mine = _own_lists(scores, rows, candidates, counts)
    if not (least >= 0).any() and len(scores) > MOST_PER_MENTOR:
        top = len(scores) - MOST_PER_MENTOR
        least = np.partition(scores, top, axis=0)[top] - np.float32(1)
    i, j = np.nonzero(scores > np.maximum(least, np.float32(-1)))
    return mine, _found(rows, i, j, scores[i, j], np.zeros_like(counts))


def _own_lists(scores: Floats, rows: slice, candidates: int, counts: Longs) -> Found:
    """Return the best mentors of each mentee: those above the last of the best among the first columns, then sorted."""
    first = scores[:, :BLOCK_COLUMNS]
    k = min(candidates, first.shape[1])
    least = np.partition(first, first.shape[1] - k, axis=1)[:, first.shape[1] - k]
    i, j = np.nonzero(scores >= np.maximum(least, np.float32(0))[:, None])
    value = scores[i, j]
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
