"""One cell of a file read as the answer to one question of a form, for every type that a cell can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ithaque.matching.answered import DAYS
from ithaque.pairing.intake.header import fold
from ithaque.pairing.intake.hours import read_hours
from ithaque.pairing.intake.languages import language_code
from ithaque.pairing.intake.values import (
    LEVEL_BEHIND,
    NOTHING,
    read_date,
    read_list,
    read_number,
    read_skill,
    read_tongues,
    read_whole,
)
from ithaque.people import skills
from ithaque.questionnaires.answers import read
from ithaque.questionnaires.enums import WITH_OPTIONS, QuestionType
from ithaque.questionnaires.fields import skill_levels
from ithaque.questionnaires.schema import Question
from ithaque.ui.forms.answers import LANGUAGE_LEVELS

Type = QuestionType
NEVER = frozenset({Type.FILE, Type.STYLE, Type.MATRIX})
"""Types whose answer does not fit in one cell."""
CUTS = (";", "|", "\n", "•", ",")
RADIUS = re.compile(
    r"^(?P<town>.+?)[\s,;(]+(?:within\s+|à\s+)?(?P<km>\d{1,3})\s*km\)?$", re.IGNORECASE
)
OUT_OF = re.compile(r"^([1-5])\s*/\s*5$")
LIKE, SHORTEST = 0.75, 4


def can_be_read(question: Question) -> bool:
    """Tell whether one cell can hold an answer to a question."""
    return question.type not in NEVER


@dataclass
class Cell:
    """What a cell says: an answer in the shape its question stores (None without one), and what is kept aside."""

    value: Any = None
    aside: list[tuple[str, str]] = field(default_factory=list)
    """What was written, and what to do about it."""


class CellReader:
    """Reads the cells of one question; skills are looked up once a label."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.meant = _options(question)
        self.known_skills: dict[str, str | None] = {}

    def read(self, cell: str) -> Cell:
        """Return what a cell says, in the question's own terms; nothing for a cell that says nothing."""
        text = cell.strip()
        nothing = fold(text) in NOTHING or text.casefold() in NOTHING
        if not text or (nothing and fold(text) not in self.meant):
            return Cell()
        found = self._understood(text)
        if found.value in (None, "", [], {}):
            return Cell(None, found.aside)
        checked = read([self.question], {self.question.key: found.value}, complete=False)
        for errors in checked.errors.values():
            return Cell(None, [*found.aside, (text, " ".join(errors))])
        found.value = checked.values[self.question.key]
        return found

    def _understood(self, text: str) -> Cell:
        question = self.question
        match question.type:
            case Type.CHOICE:
                found, aside = self._chosen([text])
                return Cell(found[0] if found else None, aside)
            case Type.SEVERAL | Type.RANKED:
                return Cell(*self._chosen(self._items(text)))
            case Type.LANGUAGES:
                return self._languages(text)
            case Type.SKILLS:
                items = read_list(text, _separator(text))
                return Cell([self._skill(one) for one in items])
            case Type.SCALE:
                out_of = OUT_OF.match(text)
                point = int(out_of[1]) if out_of else read_whole(text)
                on_it = point if point in range(1, 6) else None
                return _or_aside(on_it, text, _("Write a number from 1 to 5."))
            case Type.NUMBER:
                number = read_number(text)
                whole = None if number is None else round(number)
                return _or_aside(whole, text, _("Write a whole number."))
            case Type.DATE:
                day = read_date(text)
                iso = day.isoformat() if day else None
                return _or_aside(iso, text, _("Write the day as 31/12/2026."))
            case Type.AVAILABILITY:
                hours = read_hours(text)
                slots = [f"{DAYS[hour // 24]}-{hour % 24}" for hour in sorted(hours or ())]
                return _or_aside(slots or None, text, _("Write days and hours: “Monday 18h-20h”."))
            case Type.PLACE if question.radius:
                place = RADIUS.match(text)
                return Cell(
                    {"town": place["town"].strip(), "radius": place["km"]} if place else text
                )
            case _:
                return Cell(text)

    def _items(self, text: str) -> list[str]:
        """Return the items of a list; a choice whose own words hold a separator is not cut."""
        if fold(text) in self.meant:
            return [text]
        items = read_list(text, _separator(text))
        whole: list[str] = []
        for item in items:
            joined = f"{whole[-1]}, {item}" if whole else item
            if whole and fold(item) not in self.meant and fold(joined) in self.meant:
                whole[-1] = joined
            else:
                whole.append(item)
        return whole

    def _chosen(self, items: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
        """Return the choices meant, each once, and the words that mean none."""
        found, aside = [], []
        for item in items:
            value = self.meant.get(fold(item))
            if value is None:
                aside.append((item, self._hint(item)))
            else:
                found.append(value)
        return list(dict.fromkeys(found)), aside

    def _hint(self, item: str) -> str:
        near = get_close_matches(fold(item), self.meant, 1, LIKE)
        if near:
            label = self.question.option_label(self.meant[near[0]])
            return _("Perhaps “%(label)s”.") % {"label": label}
        labels = " · ".join(str(option.label) for option in self.question.options[:6])
        return _("The choices are %(labels)s.") % {"labels": labels}

    def _languages(self, text: str) -> Cell:
        levels = _level_words(LANGUAGE_LEVELS)
        found: dict[str, int | None] = {}
        aside = []
        for item in [text] if fold(text) in self.meant else read_tongues(text):
            name, level = _with_level(item, levels)
            code = self.meant.get(fold(name)) or self.meant.get(fold(language_code(name)))
            if code is None:
                aside.append((item, self._hint(name)))
            else:
                found[code] = level
        if self.question.levels and any(found.values()):
            return Cell({code: level or 3 for code, level in found.items()}, aside)
        return Cell(list(found), aside)

    def _skill(self, item: str) -> dict[str, Any]:
        """Return a skill; its level by the words of the question, by a figure or by usual words."""
        words = _level_words(skill_levels(self.question))
        label, level = _with_level(item, words)
        if level is None:
            skill = read_skill(item)
            label, level = skill.label, skill.level
        if label not in self.known_skills:
            found = skills.resolve(label, locale=get_language() or "fr")
            self.known_skills[label] = found.id if found else None
        return {"id": self.known_skills[label], "label": label, "level": level}


def _or_aside(value: Any, text: str, to_do: str) -> Cell:
    return Cell(None, [(text, to_do)]) if value is None else Cell(value)


def _separator(text: str) -> str:
    return next((sign for sign in CUTS if sign in text), "")


def _options(question: Question) -> Mapping[str, str]:
    """Return the stored value of each choice, by its folded value and labels in both languages."""
    meant: dict[str, str] = {}
    if question.type not in WITH_OPTIONS:
        return meant
    for option in question.options:
        for word in (option.value, option.label.fr, option.label.en):
            if word:
                meant.setdefault(fold(word), option.value)
    return meant


def _with_level(item: str, levels: Mapping[str, int]) -> tuple[str, int | None]:
    """Return what stands before a level, and the level: by its words, or enough of them to know it."""
    said = LEVEL_BEHIND.match(item)
    words = fold(said["in"] or said["after"] or "") if said else ""
    found = {
        level
        for known, level in levels.items()
        if words and (words == known or _holds(known, words))
    }
    return (str(said["label"]).strip(), found.pop()) if said and len(found) == 1 else (item, None)


def _holds(known: str, words: str) -> bool:
    return len(words) >= SHORTEST and f" {words} " in f" {known} "


def _level_words(levels: Iterable[tuple[int, Any]]) -> dict[str, int]:
    """Return each level by its folded words in both languages."""
    found: dict[str, int] = {}
    for language in ("fr", "en"):
        with override(language):
            found |= {fold(str(words)): level for level, words in levels}
    return found
