"""Merge two texts written at the same time from the same base, line by line, without losing a word.

A three-way merge as `diff3` does it: stretches changed by one side are taken from that side; where both
changed the same stretch, both versions are kept, one after the other, and the merge says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merge:
    """The merged text; `clash` when both had changed the same lines (both versions are then in it)."""

    text: str
    clash: bool


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Return both changes brought into `base`."""
    chunks = list(_chunks(base.splitlines(), mine.splitlines(), theirs.splitlines()))
    lines = [line for chunk, _clash in chunks for line in chunk]
    return Merge("\n".join(lines), any(clash for _chunk, clash in chunks))


def _chunks(
    base: list[str], mine: list[str], theirs: list[str]
) -> Iterator[tuple[list[str], bool]]:
    """Yield the merged stretches in order: those all share, then what happened between them."""
    at_base = at_mine = at_theirs = 0
    for from_base, from_mine, from_theirs, size in _shared(base, mine, theirs):
        yield _between(
            base[at_base:from_base], mine[at_mine:from_mine], theirs[at_theirs:from_theirs]
        )
        yield base[from_base : from_base + size], False
        at_base, at_mine, at_theirs = from_base + size, from_mine + size, from_theirs + size


def _between(base: list[str], mine: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    if mine in (base, theirs):
        return theirs, False
    if theirs == base:
        return mine, False
    return _both(theirs, mine), True


def _both(first: list[str], second: list[str]) -> list[str]:
    """Return the lines of both, those they share once."""
    lines: list[str] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        lines += first[i1:i2]
        if tag != "equal":
            lines += second[j1:j2]
    return lines


def _shared(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield (base, mine, theirs, size) for the stretches of base found in both, then the empty end."""
    in_mine = _places(base, mine)
    in_theirs = _places(base, theirs)
    start = 0
    while start < len(base):
        if start not in in_mine or start not in in_theirs:
            start += 1
            continue
        size = 1
        while (
            in_mine.get(start + size) == in_mine[start] + size
            and in_theirs.get(start + size) == in_theirs[start] + size
        ):
            size += 1
        yield start, in_mine[start], in_theirs[start], size
        start += size
    yield len(base), len(mine), len(theirs), 0


def _places(base: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Return where each kept line of `base` is in `other`."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
