"""Merge two texts written at the same time from the same base, word by word, without losing a word.

A three-way merge: a word of the base goes when either took it out, and every word either put in stays, where it was
put in. What both put in at the same place stands one after the other, once when it is the same. The same
writing merged again changes nothing, and both writers end with the same text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

WORD = re.compile(r"(\S+)(\s*)")


@dataclass(frozen=True)
class Merge:
    """The merged text; `both` when each had changed something the other had not."""

    text: str
    both: bool


@dataclass
class _Text:
    """A text as its words and the space after each; two words are the same whatever follows them."""

    words: list[str]
    spaces: list[str]
    lead: str

    @classmethod
    def read(cls, text: str) -> _Text:
        found = WORD.findall(text)
        lead = text[: len(text) - len(text.lstrip())]
        return cls([word for word, _ in found], [space for _, space in found], lead)


@dataclass
class _Change:
    """What one side made of the base: the words it put in before each, those it kept and their space."""

    put_in: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    kept: dict[int, str] = field(default_factory=dict)


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Return both changes brought into `base`; the words of `theirs` come first where both wrote."""
    if mine in (base, theirs):
        return Merge(theirs, both=False)
    if theirs == base:
        return Merge(mine, both=False)
    start = _Text.read(base)
    one, other = _change(start, theirs), _change(start, mine)
    rows: list[tuple[str, str]] = []
    for place in range(len(start.words) + 1):
        rows += _united(one.put_in.get(place, []), other.put_in.get(place, []))
        if place in one.kept and place in other.kept:
            space = _space(start.spaces[place], one.kept[place], other.kept[place])
            rows.append((start.words[place], space))
    lead = _space(start.lead, _Text.read(theirs).lead, _Text.read(mine).lead)
    return Merge(lead + _joined(rows), both=True)


def _change(base: _Text, text: str) -> _Change:
    new, change = _Text.read(text), _Change()
    for tag, i1, i2, j1, j2 in _opcodes(base.words, new.words):
        if tag == "equal":
            for step in range(i2 - i1):
                change.kept[i1 + step] = new.spaces[j1 + step]
        elif j2 > j1:
            change.put_in[i1] = list(zip(new.words[j1:j2], new.spaces[j1:j2], strict=True))
    return change


def _opcodes(one: Sequence[str], other: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _united(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what both put in at one place: the first, then the second, once when one holds the other."""
    if _holds(one, other):
        return one
    return other if _holds(other, one) else one + other


def _holds(whole: list[tuple[str, str]], part: list[tuple[str, str]]) -> bool:
    words, sought = [word for word, _ in whole], [word for word, _ in part]
    return any(words[at : at + len(sought)] == sought for at in range(len(words) + 1))


def _space(base: str, one: str, other: str) -> str:
    """Return the space after a word: the side that changed it decides, the wider when both did."""
    if one == base:
        return other
    if other in (base, one):
        return one
    return max(one, other, key=lambda space: (space.count("\n"), len(space)))


def _joined(rows: list[tuple[str, str]]) -> str:
    """Return the words as a text; two words never become one."""
    parts: list[str] = []
    for rank, (word, space) in enumerate(rows):
        is_last = rank == len(rows) - 1
        parts += [word, space if space or is_last else " "]
    return "".join(parts)
