"""Free hours of a week, as people write them, to hours 0 (Monday 00:00) to 167."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAYS = (
    ("lundi", "monday", "lun", "mon"),
    ("mardi", "tuesday", "mar", "tue", "tues"),
    ("mercredi", "wednesday", "mer", "wed"),
    ("jeudi", "thursday", "jeu", "thu", "thur", "thurs"),
    ("vendredi", "friday", "ven", "fri"),
    ("samedi", "saturday", "sam", "sat"),
    ("dimanche", "sunday", "dim", "sun"),
)
DAY_OF = {name: day for day, names in enumerate(DAYS) for name in names}
EVERY = {
    "semaine": range(5), "weekday": range(5), "weekdays": range(5), "jours ouvres": range(5),
    "week end": range(5, 7), "weekend": range(5, 7), "weekends": range(5, 7), "tous les jours": range(7), "every day": range(7),
}  # fmt: skip
# Longer words first: « après-midi » holds « midi ».
PARTS = {
    "apres midi": (14, 18), "afternoon": (14, 18), "matin": (9, 12), "morning": (9, 12), "midi": (12, 14),
    "lunch": (12, 14), "soiree": (18, 21), "soir": (18, 21), "evening": (18, 21), "journee": (9, 18),
}  # fmt: skip
WHOLE_DAY = range(9, 18)
SPAN = re.compile(
    r"(\d{1,2})\s*(?:[h:](\d\d)?)?\s*(am|pm)?\s*(?:-|a|to|et|and|au)\s*(\d{1,2})\s*(?:[h:](\d\d)?)?\s*(am|pm)?"
)
RANGE = re.compile(r"([a-z]+)\s*(?:-|\bau?\b|\bto\b)\s*([a-z]+)")
PIECES = re.compile(r"[;|\n/,]")


@lru_cache(maxsize=4_096)
def read_hours(cell: str) -> frozenset[int] | None:
    """Return the hours of « lundi 18h-20h ; jeudi midi » or "Mon-Wed 9-12, weekend"; None when no day is named.

    Days named alone take the hours that follow (« lun., mer. 12h-14h »), or the whole day. Only whole hours count.
    """
    hours: set[int] = set()
    waiting: list[int] = []
    last: list[int] = []
    for piece in PIECES.split(cell):
        plain = _plain(piece)
        named, span = _days(plain), _span(plain)
        waiting += named
        if span is not None:
            last = waiting or last
            hours |= {day * 24 + hour for day in last for hour in span}
            waiting = []
    hours |= {day * 24 + hour for day in waiting for hour in WHOLE_DAY}
    return frozenset(hours) or None


def _plain(piece: str) -> str:
    """Lower case, no accents; only letters, figures, colons and dashes between them are kept."""
    letters = unicodedata.normalize("NFKD", piece.casefold().replace("–", "-").replace("—", "-"))
    text = "".join(sign for sign in letters if not unicodedata.combining(sign))
    text = re.sub(r"\b(apres|week)-(midi|ends?)\b", r"\1 \2", text)
    return " ".join(re.sub(r"[^a-z0-9:-]+", " ", text).split())


def _days(plain: str) -> list[int]:
    for words, every in EVERY.items():
        if words in plain:
            return list(every)
    found = RANGE.search(plain)
    if (
        found
        and (first := _day(found[1])) is not None
        and (last := _day(found[2])) is not None
        and first < last
    ):
        return list(range(first, last + 1))
    return [day for word in re.findall(r"[a-z]+", plain) if (day := _day(word)) is not None]


def _day(word: str) -> int | None:
    return DAY_OF.get(word, DAY_OF.get(word.removesuffix("s")))


def _span(plain: str) -> range | None:
    if found := SPAN.search(plain):
        first_half, second_half = found[3] or found[6] or "", found[6] or ""
        start, end = _hour(found[1], first_half), _hour(found[4], second_half)
        if found[3] is None and found[6] == "pm" and start > end:
            start -= 12
        whole = range(start + (found[2] not in (None, "00")), end)
        return whole or range(start, min(start + 1, 24))
    return next(
        (range(start, end) for words, (start, end) in PARTS.items() if words in plain), None
    )


def _hour(figure: str, half: str) -> int:
    hour = int(figure)
    if half == "pm" and hour < 12:
        hour += 12
    return min(hour, 24)


def to_utc(hours: frozenset[int], zone: str | None, monday: datetime) -> frozenset[int]:
    """Return hours of the week in UTC from those of a time zone, in the week of a Monday."""
    if zone is None or not hours:
        return hours
    offset = ZoneInfo(zone).utcoffset(monday + timedelta(days=2)) or timedelta()
    shift = round(offset.total_seconds() / 3600)
    return frozenset((hour - shift) % 168 for hour in hours)
