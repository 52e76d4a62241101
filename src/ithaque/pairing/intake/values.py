"""What one cell says, by kind of field. A reader returns None when the cell cannot be read that way."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from ithaque.pairing.intake.header import EMAIL, fold
from ithaque.pairing.people import Skill

YES = frozenset(
    [
        "oui",
        "o",
        "yes",
        "y",
        "true",
        "vrai",
        "v",
        "1",
        "x",
        "ok",
        "d'accord",
        "✓",
        "✔",
        "☑",
        "coche",
        "checked",
        "on",
    ]
)
NO = frozenset(
    ["non", "n", "no", "false", "faux", "f", "0", "-", "✗", "✘", "☐", "off", "aucun", "none"]
)
NOTHING = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "n/a",
        "na",
        "nan",
        "null",
        "none",
        "aucun",
        "aucune",
        "néant",
        "rien",
        "sans",
        "?",
    }
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan", "fevrier february fevr feb", "mars march mar", "avril april avr apr", "mai may",
            "juin june jun", "juillet july juil jul", "aout august aug", "septembre september sept sep",
            "octobre october oct", "novembre november nov", "decembre december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
LEVELS = {
    1: "debutant notions bases beginner basics basic novice a1 a2",
    2: "intermediaire confirme intermediate competent b1 b2",
    3: "avance expert advanced fluent courant bilingue senior maitrise c1 c2",
}
LEVEL_OF = {word: level for level, words in LEVELS.items() for word in words.split()}
LEVEL_BEHIND = re.compile(
    r"^(?P<label>.+?)\s*(?:\((?P<in>[^()]+)\)|[:=–-]\s*(?P<after>[1-5]|[^\W\d]+))$"
)
SEPARATORS = (";", "|", "\n", "•", ",")
REMOTE = (
    "distance",
    "remote",
    "distanciel",
    "visio",
    "online",
    "en ligne",
    "a distance",
    "video",
    "virtual",
    "virtuel",
)
PRESENT = (
    "presentiel",
    "presence",
    "in person",
    "face to face",
    "sur place",
    "place",
    "physique",
    "onsite",
    "on site",
)
BOTH = (
    "les deux",
    "both",
    "hybride",
    "hybrid",
    "indifferent",
    "peu importe",
    "either",
    "any",
    "mixte",
)
REMOTE_CODE, PRESENT_CODE = "remote", "in_person"


def read_truth(cell: str) -> bool | None:
    """Return yes or no, said in French or English, with a cross or a figure."""
    plain = cell.strip().casefold()
    return True if plain in YES else False if plain in NO else None


def read_number(cell: str) -> float | None:
    """Return a number written « 1 200,5 », "1,200.5" or "3 people"; None past nine digits or without figure."""
    found = re.fullmatch(r"([+-]?\d[\d\s\u00a0\u202f]*)(?:[.,](\d+))?\s*[^\d]{0,20}", cell.strip())
    if not found or len(cell) > 40:
        return None
    whole = re.sub(r"\s", "", found[1])
    return float(f"{whole}.{found[2] or 0}") if len(whole) <= 10 else None


def read_whole(cell: str) -> int | None:
    """Return a number without decimals."""
    number = read_number(cell)
    return int(number) if number is not None and number.is_integer() else None


def read_year(cell: str) -> int | None:
    """Return the year of a class: "2008", « X2008 », "Class of 2008", "2008-2009"."""
    found = re.fullmatch(r"\D{0,12}((?:19|20)\d\d)(?:\s*[-/]\s*(?:19|20)?\d\d)?", cell.strip())
    return int(found[1]) if found else None


def read_email(cell: str) -> str | None:
    """Return an address in lower case, freed from `<…>` and `mailto:`."""
    address = cell.strip().strip("<>").removeprefix("mailto:").casefold()
    return address if EMAIL.match(address) and len(address) <= 254 else None


def read_date(cell: str) -> date | None:
    """Return the day of a date, with or without its hour; 03/04/2026 is the 3rd of April, unless it cannot be."""
    text = cell.strip()
    if found := re.match(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := re.match(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)\b", text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        year += 0 if year > 99 else 2000 if year < 70 else 1900
        return _day(year, second, first) or _day(year, first, second)
    if found := re.match(
        r"^(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th)?\s+([^\W\d]+)\.?,?\s+(\d{4})", text
    ):
        return _day(int(found[3]), MONTHS.get(fold(found[2]), 0), int(found[1]))
    if found := re.match(r"^([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", text):
        return _day(int(found[3]), MONTHS.get(fold(found[1]), 0), int(found[2]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return datetime(year, month, day).date() if 1900 <= year <= 2100 else None  # noqa: DTZ001
    except ValueError:
        return None


def separator_of(cells: list[str]) -> str:
    """Return the sign that separates the items of a column's lists; a comma only when nothing better is there."""
    for sign in SEPARATORS:
        if any(sign in cell for cell in cells):
            return sign
    return ""


def read_list(cell: str, separator: str) -> list[str]:
    """Return the items of a list, each once, in order; commas inside brackets do not cut."""
    if separator == ",":
        parts = re.split(r",(?![^()]*\))", cell)
    else:
        parts = cell.split(separator) if separator else [cell]
    items = [
        " ".join(part.split()).strip(" .") if len(part) > 2 else part.strip() for part in parts
    ]
    kept: dict[str, str] = {}
    for item in items:
        if fold(item) not in NOTHING and item:
            kept.setdefault(fold(item) or item, item)
    return list(kept.values())


def read_tongues(cell: str) -> list[str]:
    """Return the names of a list of languages, whatever separates them."""
    return [
        name.strip()
        for name in re.split(r"[;,|/&\n•]|\bet\b|\band\b", cell)
        if fold(name) not in NOTHING
    ]


def read_skill(item: str) -> Skill:
    """Return a skill from « Python », "Python (expert)", « Python : 2 »; levels run from 1 to 3."""
    label, level = item, None
    if found := LEVEL_BEHIND.match(item):
        written = (found["in"] or found["after"] or "").strip()
        level = _level(written)
        label = found["label"] if level else item
    return Skill(fold(label) or label, tidy(label), level)


def _level(written: str) -> int | None:
    if re.fullmatch(r"[1-5](?:\s*/\s*[35])?", written):
        return min(3, int(written[0]))
    return LEVEL_OF.get(fold(written))


@cache
def tidy(label: str) -> str:
    """Return a label as people read it: « INTELLIGENCE_ARTIFICIELLE » -> « Intelligence artificielle »."""
    text = " ".join(label.replace("_", " ").split())
    shouted = text.isupper() and (len(text) > 4 or " " in text)
    return text.capitalize() if shouted else text


def read_modality(cell: str) -> frozenset[str] | None:
    """Return the ways of meeting a cell accepts: "remote", "in_person", or both."""
    plain = fold(cell)
    if any(word in plain for word in BOTH):
        return frozenset({REMOTE_CODE, PRESENT_CODE})
    accepted = {REMOTE_CODE} if any(word in plain for word in REMOTE) else set()
    # « à distance » holds no word of presence, but « présence ou distance » holds both.
    if any(word in plain for word in PRESENT):
        accepted.add(PRESENT_CODE)
    return frozenset(accepted) or None


def read_place(cell: str) -> tuple[float, float] | str:
    """Return (latitude, longitude) when the cell holds two such numbers, else the place as written."""
    found = re.fullmatch(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*", cell)
    if found and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
        return float(found[1]), float(found[2])
    return cell


def read_zone(cell: str) -> str | None:
    """Return an IANA time zone, or None when there is no such zone."""
    from zoneinfo import available_timezones

    name = cell.strip().replace(" ", "_")
    names = {zone.casefold(): zone for zone in available_timezones()}
    return names.get(name.casefold())


def read_minority(cell: str, header: str, today: date) -> bool | None:
    """Return whether a person is under 18, from yes or no, an age or a date of birth."""
    said = read_truth(cell)
    if said is not None and not (cell.strip() in {"0", "1"} and "age" in fold(header).split()):
        return not said if re.search(r"majeur|adult", fold(header)) else said
    age = read_whole(cell)
    if age is not None and age < 120:
        return age < 18
    born = read_date(cell)
    if born is None or born > today:
        return None
    return (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) < 18
