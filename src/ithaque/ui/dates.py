"""Dates, hours and durations as people say them, in the language and time zone of the reader.

Babel (CLDR) knows the words and their order. Only the French hour is ours: CLDR writes “18:50” where a
French letter writes “18 h 50” (Lexique de l'Imprimerie nationale).
"""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date, format_interval, format_time, get_day_names
from django.utils import timezone
from django.utils.translation import get_language

NBSP = "\u00a0"
LOCALES = {"fr": "fr_FR", "en": "en_GB"}
MINUTES_PER_HOUR = 60


def babel_locale() -> str:
    """Return the CLDR locale of the active language; our English is British."""
    return LOCALES.get((get_language() or "en")[:2], "en_GB")


def _local(moment: dt.datetime) -> dt.datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _as_date(value: dt.date) -> dt.date:
    return _local(value).date() if isinstance(value, dt.datetime) else value


def _french(locale: str) -> bool:
    return locale.startswith("fr")


def day(value: dt.date, *, weekday: bool = True, year: bool | None = None) -> str:
    """Return “jeudi 26 novembre” or “Thursday 26 November”; the year only when it is not this one."""
    date, locale = _as_date(value), babel_locale()
    with_year = date.year != timezone.localdate().year if year is None else year
    pattern = ("EEEE " if weekday else "") + "d MMMM" + (" y" if with_year else "")
    text = format_date(date, pattern, locale=locale)
    return (
        text.replace(" 1 ", " 1er ", 1)
        if _french(locale) and weekday and date.day == 1
        else _first(text, date, locale)
    )


def _first(text: str, date: dt.date, locale: str) -> str:
    return "1er" + text[1:] if _french(locale) and date.day == 1 and text.startswith("1 ") else text


def month(value: dt.date) -> str:
    """Return “novembre 2026” or “November 2026”."""
    return format_date(_as_date(value), "MMMM y", locale=babel_locale())


def short_month(value: dt.date) -> str:
    """Return the month in at most nine letters, for the margin of a timeline: “novembre”."""
    full = format_date(_as_date(value), "MMMM", locale=babel_locale())
    return (
        full
        if len(full) <= len("septembre")
        else format_date(_as_date(value), "MMM", locale=babel_locale())
    )


def hour(value: dt.datetime | dt.time) -> str:
    """Return “18 h 50”, “18 h” or “6:50 pm”."""
    time = _local(value).time() if isinstance(value, dt.datetime) else value
    locale = babel_locale()
    if not _french(locale):
        return format_time(time, "h:mm\u202fa", locale=locale)
    minutes = f"{NBSP}{time.minute:02d}" if time.minute else ""
    return f"{time.hour}{NBSP}h{minutes}"


def hours(start: dt.datetime, end: dt.datetime) -> str:
    """Return “de 18 h à 18 h 50” or “6:00–6:50 pm”."""
    locale = babel_locale()
    if _french(locale):
        return f"de {hour(start)} à {hour(end)}"
    return format_interval(_local(start), _local(end), skeleton="hm", locale=locale)


def slot(start: dt.datetime, end: dt.datetime) -> str:
    """Return “jeudi 26 novembre de 18 h à 18 h 50” or “Thursday 26 November, 6:00–6:50 pm”."""
    joint = " " if _french(babel_locale()) else ", "
    return f"{day(start)}{joint}{hours(start, end)}"


def moment(value: dt.datetime) -> str:
    """Return “jeudi 26 novembre à 18 h” or “Thursday 26 November at 6:00 pm”."""
    joint = " à " if _french(babel_locale()) else " at "
    return f"{day(value)}{joint}{hour(value)}"


def duration(minutes: int) -> str:
    """Return “50 min”, “1 h” or “1 h 05”, the same in both languages."""
    whole, rest = divmod(int(minutes), MINUTES_PER_HOUR)
    if not whole:
        return f"{rest}{NBSP}min"
    return f"{whole}{NBSP}h{NBSP}{rest:02d}" if rest else f"{whole}{NBSP}h"


def weekday(number: int, *, short: bool = False) -> str:
    """Return the name of a day of the week, Monday being 0."""
    return get_day_names("abbreviated" if short else "wide", locale=babel_locale())[number]


def clock_hour(number: int) -> str:
    """Return a whole hour of the day, short: “18 h” or “6 pm”."""
    if _french(babel_locale()):
        return f"{number}{NBSP}h"
    return format_time(dt.time(number), "h a", locale=babel_locale())
