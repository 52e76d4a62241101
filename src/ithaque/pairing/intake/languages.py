"""Names of languages, in French, English and their own tongue, to two-letter codes."""

from __future__ import annotations

from functools import cache, lru_cache

from ithaque.pairing.intake.header import fold


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    found: dict[str, str] = {}
    french, english = (
        {str(code): str(name) for code, name in Locale(one).languages.items()}
        for one in ("fr", "en")
    )
    for code in sorted(code for code in french if len(code) == 2):
        own = Locale.parse(code).get_language_name(code) if code in _COMMON else None
        for name in (code, french[code], english.get(code), own):
            if name and fold(name):
                found.setdefault(fold(name), code)
    return found


_COMMON = (
    "fr",
    "en",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "ro",
    "ru",
    "ar",
    "tr",
    "zh",
    "ja",
    "uk",
    "sv",
)
_OTHER_NAMES = {
    "mandarin": "zh",
    "castillan": "es",
    "flamand": "nl",
    "farsi": "fa",
    "anglais courant": "en",
}


@lru_cache(maxsize=4_096)
def language_code(name: str) -> str:
    """Return the two-letter code of a language's name (« anglais », "English", "en", "en-GB"), or "" when unknown.

    A level behind the name (« anglais (B2) », "German - fluent") is left aside.
    """
    plain = fold(name)
    if plain in _OTHER_NAMES:
        return _OTHER_NAMES[plain]
    names = _names()
    if plain in names:
        return names[plain]
    words = plain.split()
    first = words[0] if words else ""
    return names.get(first, "") if first in names and (len(first) > 2 or len(words) == 2) else ""


def name_of(code: str, language: str) -> str:
    """Return the name of a language in French or English, "" for an unknown code."""
    if len(code) != 2:
        return ""
    from babel import Locale

    return str(Locale(language).languages.get(code, ""))
