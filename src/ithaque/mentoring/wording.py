"""What a few words say of a meeting: “oui”, “yes, 45 min”, “non, elle est reportée”, “1 h 30”."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 480
YES = re.compile(
    r"\b(?:oui|ouais|yes|yep|yeah|ok|d.accord|bien sur|tout a fait|fait|done|it did|we did|eu lieu|took place)\b"
)
NO = re.compile(
    r"\b(?:non|no|nope|pas|not|n.a pas|didn.t|annulee?|cancelled|reportee?|postponed|jamais|never|personne|nobody)\b"
)
HOURS = re.compile(r"\b(\d{1,2}) ?h(?:eures?|ours?|rs?)?(?: ?(\d{1,2})(?: ?(?:min|mn|m))?)?\b")
MINUTES = re.compile(r"\b(\d{1,3}) ?(?:min(?:utes?)?|mn|m|')(?!\w)")
BARE = re.compile(r"^\d{2,3}$")
SPELLED = (
    (re.compile(r"\btrois quarts? d.heure|three quarters of an hour"), 45),
    (re.compile(r"\bune demi.?heure|half an hour"), 30),
    (re.compile(r"\bune heure et demie|an hour and a half"), 90),
    (re.compile(r"\bune heure|an hour|one hour"), 60),
    (re.compile(r"\bdeux heures|two hours"), 120),
)


@dataclass(frozen=True)
class Held:
    """Whether a meeting took place, and how long it lasted when that is told, in minutes."""

    took_place: bool
    minutes: int | None = None


def read_held(words: str) -> Held | None:
    """Return what the first line says; None when it says nothing clear, or both."""
    line = _plain(words.strip().partition("\n")[0])
    minutes = _minutes(line)
    says_no, says_yes = bool(NO.search(line)), bool(YES.search(line))
    if says_no and re.match(r"(?:non|no|nope)\b", line):
        return Held(False)
    if says_no:
        return None if says_yes or minutes else Held(False)
    return Held(True, minutes) if says_yes or minutes else None


def _minutes(line: str) -> int | None:
    spelled = next((value for pattern, value in SPELLED if pattern.search(line)), None)
    if spelled is not None:
        return spelled
    hours = HOURS.search(line)
    if hours:
        return _possible(int(hours.group(1)) * 60 + int(hours.group(2) or 0))
    found = MINUTES.search(line) or BARE.search(line)
    return _possible(int(re.sub(r"\D", "", found.group()))) if found else None


def _possible(minutes: int) -> int | None:
    return minutes if 5 <= minutes <= LONGEST else None


def _plain(line: str) -> str:
    """Return the line in lower case, without accents, with plain apostrophes and spaces."""
    bare = unicodedata.normalize("NFKD", line.lower().replace("’", "'"))
    return re.sub(r"\s+", " ", "".join(char for char in bare if not unicodedata.combining(char)))
