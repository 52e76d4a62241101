"""The engine's messages as sentences, in French and English.

`say` renders a message of `messages.KINDS`; `phrase` is the small grammar every catalogue of the command uses:

    {count:pair|pairs}    one form or the other, by the rules of the language (French: 0 and 1 are singular)
    {count:#}             a number as written in the language
    {share:%}             a share of 1 as a percentage
    {name:q}              between the language's quotation marks
    {items}               a list becomes « a, b et c »

French is typed plainly in the catalogues; `phrase` sets the apostrophes and the no-break spaces.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal

from ithaque.pairing.messages import Message
from ithaque.pairing.words.catalogue import (
    BANDS,
    CRITERIA,
    EXPECTED,
    QUESTIONS,
    RULES,
    SENTENCES,
    SIDES,
    UNKNOWN_CLOSE,
    YEARS,
)

Language = Literal["fr", "en"]
NO_BREAK = "\u00a0"


class _Grammar(string.Formatter):
    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            singular, plural = format_spec.split("|", 1)
            return singular if _is_singular(value, self.language) else plural
        if format_spec == "%":
            return (
                f"{round(100 * value)}{NO_BREAK}%"
                if self.language == "fr"
                else f"{round(100 * value)}%"
            )
        if format_spec == "q":
            inner = written(value, self.language)
            return f"«{NO_BREAK}{inner}{NO_BREAK}»" if self.language == "fr" else f"“{inner}”"
        return written(value, self.language)


def _is_singular(value: Any, language: Language) -> bool:
    count = len(value) if isinstance(value, list | tuple) else abs(value)
    return count < 2 if language == "fr" else count == 1


def written(value: Any, language: Language) -> str:
    """Return a value as read in a sentence of the language: numbers, lists, mappings, texts."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int | float):
        return number(value, language)
    if isinstance(value, Mapping):
        return enumeration(
            [
                f"{written(key, language)} ({written(item, language)})"
                for key, item in value.items()
            ],
            language,
        )
    if isinstance(value, list | tuple):
        return enumeration([written(item, language) for item in value], language)
    return str(value)


def number(value: float, language: Language, decimals: int | None = None) -> str:
    """Return a number with the language's separators, with at most two decimals when none are asked."""
    if decimals is None:
        text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    else:
        text = f"{value:,.{decimals}f}"
    if language == "en":
        return text
    return text.translate({ord(","): "\u202f", ord("."): ","})


def enumeration(items: Sequence[str], language: Language) -> str:
    """Return « a, b et c » or "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {'et' if language == 'fr' else 'and'} {items[-1]}"


def phrase(template: str, language: Language, data: Mapping[str, Any] | None = None) -> str:
    """Return a catalogue's sentence with its data in place; only the sentence is typeset, never the data."""
    return _GRAMMARS[language].vformat(_typeset(template, language), (), data or {})


@cache
def _typeset(template: str, language: Language) -> str:
    if language == "en":
        return template.replace("'", "’")
    text = template.replace("'", "’").replace("« ", f"«{NO_BREAK}").replace(" »", f"{NO_BREAK}»")
    return re.sub(r" ([:;!?])", rf"{NO_BREAK}\1", text)


_GRAMMARS: dict[Language, _Grammar] = {"fr": _Grammar("fr"), "en": _Grammar("en")}


def say(message: Message, language: Language, *, in_years: bool = False) -> str:
    """Return the sentence of an engine's message; names of rules, criteria and questions are put in words.

    `in_years`: one step of seniority is a year, not a grade.
    """
    words = clause(message, language, in_years=in_years)
    return words[:1].upper() + words[1:]


def clause(message: Message, language: Language, *, in_years: bool = False) -> str:
    """Return the same words without the capital, to follow a colon."""
    french, english = (YEARS if in_years and message.code in YEARS else SENTENCES)[message.code]
    data = {key: _in_words(key, value, language) for key, value in message.data.items()}
    if message.code == "fault.unknown":
        close = get_close_matches(data["name"].lower(), data["known"], 1)
        if close:
            french, english = UNKNOWN_CLOSE
            data["close"] = close[0]
    return phrase(french if language == "fr" else english, language, data)


def _in_words(key: str, value: Any, language: Language) -> Any:
    if key == "rules" and isinstance(value, Mapping):
        return [
            f"{rule_name(code, language)} ({written(count, language)})"
            for code, count in value.items()
        ]
    if key == "rule":
        return rule_name(str(value), language)
    if key == "criteria":
        return [criterion_name(code, language) for code in value]
    if key == "themes":
        from ithaque.pairing.themes import theme_label

        return [theme_label(code, language) for code in value]
    if key == "side":
        return _named(SIDES, str(value), language)
    if key == "expected":
        return _named(EXPECTED, str(value), language)
    if key in {"item", "items"}:
        return _question_words(value, language)
    return value


def _question_words(value: Any, language: Language) -> Any:
    if isinstance(value, list | tuple):
        return [_question_words(item, language) for item in value]
    return _named(QUESTIONS, str(value), language)


def _named(names: Mapping[str, tuple[str, str]], code: str, language: Language) -> str:
    return phrase(names[code][language == "en"], language) if code in names else code


def rule_name(code: str, language: Language) -> str:
    """Return a rule in words, the code itself for a rule the programme wrote."""
    return _named(RULES, code, language)


def criterion_name(code: str, language: Language) -> str:
    """Return a criterion in words, the code itself for one the programme made."""
    return _named(CRITERIA, code, language)


def band_name(band: int, language: Language) -> str:
    """Return a score's band (1 to 4) in words."""
    return BANDS[band][language == "en"]
