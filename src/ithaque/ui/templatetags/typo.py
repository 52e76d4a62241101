"""Typography of both languages as filters: French spaces, links, dates, durations, counts. Built in: no {% load %}."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from babel.numbers import format_decimal
from django import template
from django.utils.html import conditional_escape, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from ithaque.kernel import clock
from ithaque.ui import dates

register = template.Library()

NARROW, WIDE = "\u202f", "\u00a0"
BEFORE_NARROW = re.compile(r"(?<=\S) (?=[;!?])")
BEFORE_WIDE = re.compile(r"(?<=\S) (?=[:»%€])|(?<=«) | (?=(?:min|h|km|ko|Mo)\b)(?<=\d )")
STRAIGHT_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


@register.filter
def french_spaces(text: Any) -> SafeString:
    """Return French text with its no-break spaces and curved apostrophes."""
    safe = STRAIGHT_APOSTROPHE.sub("’", conditional_escape(text).replace("&#x27;", "'"))
    return mark_safe(BEFORE_WIDE.sub(WIDE, BEFORE_NARROW.sub(NARROW, safe)))


@register.filter
def linked(text: Any) -> SafeString:
    """Return a text as HTML, its web addresses and e-mails as links that tell the other site nothing of ours.

    Everything else is escaped; only http, https, www and e-mail addresses become links, never another scheme.
    """
    links = urlize(str(text or ""), nofollow=True, autoescape=True)
    return mark_safe(links.replace('rel="nofollow"', 'rel="nofollow noopener noreferrer"'))


@register.filter
def sentence(text: Any) -> str:
    """Return the text with a capital first letter, the rest untouched."""
    text = str(text)
    return text[:1].upper() + text[1:]


def _quietly(value: Any) -> bool:
    return value in (None, "")


@register.filter
def day(value: dt.date | None) -> str:
    """Return “jeudi 26 novembre”."""
    return "" if _quietly(value) or value is None else dates.day(value)


@register.filter
def short_day(value: dt.date | None) -> str:
    """Return “26 novembre”."""
    return "" if _quietly(value) or value is None else dates.day(value, weekday=False)


@register.filter
def full_day(value: dt.date | None) -> str:
    """Return “26 novembre 2026”."""
    return "" if _quietly(value) or value is None else dates.day(value, weekday=False, year=True)


@register.filter
def month(value: dt.date | None) -> str:
    """Return “novembre 2026”."""
    return "" if _quietly(value) or value is None else dates.month(value)


@register.filter
def short_month(value: dt.date | None) -> str:
    """Return “novembre”, for the margin of a timeline."""
    return "" if _quietly(value) or value is None else dates.short_month(value)


@register.filter
def hour(value: dt.datetime | dt.time | None) -> str:
    """Return “18 h 50”."""
    return "" if _quietly(value) or value is None else dates.hour(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return “jeudi 26 novembre à 18 h”."""
    return "" if _quietly(value) or value is None else dates.moment(value)


@register.filter
def slot(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """Return “jeudi 26 novembre de 18 h à 18 h 50” for `start|slot:end`."""
    return "" if start is None or end is None else dates.slot(start, end)


@register.filter
def hours_until(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """Return “de 18 h à 18 h 50” for `start|hours_until:end`."""
    return "" if start is None or end is None else dates.hours(start, end)


@register.filter
def duration(minutes: int | None) -> str:
    """Return “1 h 05” for 65."""
    return "" if _quietly(minutes) or minutes is None else dates.duration(minutes)


@register.filter
def number(value: Any) -> str:
    """Return a number with the separators of the language: “2 241”, “0,2”."""
    return "" if _quietly(value) else format_decimal(value, locale=dates.babel_locale())


@register.filter
def percent(value: float | None) -> str:
    """Return a share between 0 and 1 as a whole percentage, with its space in French."""
    if value is None:
        return ""
    space = WIDE if dates.babel_locale().startswith("fr") else ""
    return f"{round(value * 100)}{space}%"


@register.filter
def days_left(value: dt.date | None) -> str:
    """Return “today”, “tomorrow”, “in 3 days”, “yesterday” or “5 days ago”, by calendar days."""
    if value is None:
        return ""
    date = dates._as_date(value)
    left = (date - clock.today()).days
    near = {0: gettext("today"), 1: gettext("tomorrow"), -1: gettext("yesterday")}
    if left in near:
        return near[left]
    if left > 0:
        return ngettext("in %(count)s day", "in %(count)s days", left) % {"count": left}
    return ngettext("%(count)s day ago", "%(count)s days ago", -left) % {"count": -left}


@register.filter
def file_size(size: int | None) -> str:
    """Return “320 kB”, “1.4 MB” (“320 ko”, “1,4 Mo”), powers of 1,000."""
    if size is None:
        return ""
    if size < 1_000_000:
        return gettext("%(size)s kB") % {
            "size": format_decimal(max(1, round(size / 1000)), locale=dates.babel_locale())
        }
    return gettext("%(size)s MB") % {
        "size": format_decimal(round(size / 1_000_000, 1), locale=dates.babel_locale())
    }
