"""Why two people, in words: the engine's codes as sentences for the coordinator, the mentee or the mentor.

The coordinator reads names and facts; each participant is spoken to, gently, and never reads a figure that
compares people. Sentences are plain text; with `strong`, the facts they carry are set in bold (HTML).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.kernel.clock import now
from ithaque.pairing.themes import theme_label
from ithaque.people import skills
from ithaque.programmes.models import Programme
from ithaque.questionnaires.models import FormVersion
from ithaque.questionnaires.selectors import schema_of
from ithaque.ui import dates

HOURS_A_WEEK = 168
ROME = re.compile(r"[A-Na-n]\d{4}")
FACTS = (
    "skill",
    "skills",
    "themes",
    "items",
    "item",
    "missing",
    "slots",
    "place",
    "organisation",
    "km",
)


class View(StrEnum):
    """Who reads."""

    COORDINATOR = "coordinator"
    MENTEE = "mentee"
    MENTOR = "mentor"


Sentence = str | Promise

_FOR_COORDINATOR: dict[str, Sentence] = {
    "needs.first": _("The first need, %(skill)s, is a strength of %(mentor)s."),
    "needs.covered": ngettext_lazy(
        "%(mentor)s answers %(count)s need of %(total)s: %(skills)s.",
        "%(mentor)s answers %(count)s needs of %(total)s: %(skills)s.",
        "count",
    ),
    "path.same": _("%(mentor)s has lived the path aimed at: %(items)s."),
    "path.near": _("%(mentor)s has lived a path close to the one aimed at: %(items)s."),
    "style.close": _("They work in close ways (%(count)s points of %(total)s)."),
    "interests.shared": _("Interests in common: %(items)s."),
    "expectations.aligned": _("The same expectations: %(items)s."),
    "availability.shared": ngettext_lazy(
        "%(count)s slot in common: %(slots)s.",
        "%(count)s slots in common, among them %(slots)s.",
        "count",
    ),
    "wishes.mutual": _("Each wished for the other."),
    "wishes.mentee": _("%(mentee)s wished for %(mentor)s (wish %(rank)s)."),
    "wishes.mentor": _("%(mentor)s wished for %(mentee)s (wish %(rank)s)."),
    "distance.near": _("They are %(km)s km apart."),
    "distance.same_place": _("The same place: %(place)s."),
    "time_zone.close": _("Their clocks are %(hours)s h apart."),
    "seniority.above": _("%(mentor)s is further along (%(steps)s steps)."),
    "organisation.other": _("%(mentor)s works elsewhere: %(organisation)s."),
    "text.themes": _("What they say of themselves speaks of the same things: %(themes)s."),
    "text.close": _("What they say of themselves is close."),
    "needs.none": _("None of the needs is a strength of %(mentor)s: %(missing)s."),
    "needs.partly": _("Not among the strengths of %(mentor)s: %(missing)s."),
    "needs.level": _("%(mentor)s offers less than the level wished for: %(skills)s."),
    "path.far": _("%(mentor)s has not lived the path aimed at: %(items)s."),
    "style.far": _("They work in different ways: %(items)s."),
    "interests.none": _("No interest in common."),
    "expectations.far": _("They expect different things: %(item)s."),
    "availability.short": ngettext_lazy(
        "Only %(count)s slot in common in the week.",
        "Only %(count)s slots in common in the week.",
        "count",
    ),
    "wishes.other": _("%(mentee)s had wished for someone else."),
    "distance.far": _("They are %(km)s km apart."),
    "distance.other_place": _("They live in different places."),
    "time_zone.far": _("Their clocks are %(hours)s h apart."),
    "seniority.near": _("%(mentor)s is not much further along than %(mentee)s."),
    "seniority.far": _("%(mentor)s is far ahead of %(mentee)s (%(steps)s steps)."),
    "organisation.same": _("Both belong to %(organisation)s."),
    "text.far": _("What they say of themselves has little in common."),
    "confidence.low": _("Few answers to go by: look before announcing."),
}

_FOR_BOTH: dict[str, Sentence] = {
    "style.close": _("You have close ways of working."),
    "interests.shared": _("You have this in common: %(items)s."),
    "expectations.aligned": _("You expect the same of mentoring: %(items)s."),
    "availability.shared": _("You have free slots in common: %(slots)s."),
    "wishes.mutual": _("Each of you wished for the other."),
    "distance.near": _("You are %(km)s km apart."),
    "distance.same_place": _("You are in the same place: %(place)s."),
    "time_zone.close": _("Your clocks are close (%(hours)s h apart)."),
    "text.themes": _("What you each say of yourselves speaks of the same things: %(themes)s."),
    "text.close": _("What you each say of yourselves is close."),
    "needs.partly": _("See together who else could help with: %(missing)s."),
    "path.far": _("Your paths differ: a chance to widen the view."),
    "style.far": _("You do not work in quite the same way: tell each other early what suits you."),
    "interests.none": _("Nothing in common at first sight: give yourselves the time of a meeting."),
    "expectations.far": _(
        "You expect different things (%(item)s): speak about it at the first meeting."
    ),
    "availability.short": _("Your free slots cross little: agree early on when you meet."),
    "distance.far": _("You are %(km)s km apart: think of meeting by video."),
    "distance.other_place": _("You live in different places: think of meeting by video."),
    "time_zone.far": _("Your clocks are %(hours)s h apart: choose the hour together."),
    "organisation.same": _("You both belong to %(organisation)s: agree on what stays between you."),
    "text.far": _("You introduce yourselves very differently: curiosity will do the rest."),
    "confidence.low": _("We had few answers to go by: your first meeting will say more."),
}

_FOR_MENTEE: dict[str, Sentence] = {
    "needs.first": _("What you look for first, %(skill)s, is a strength %(mentor)s can share."),
    "needs.covered": _("%(mentor)s can help you with: %(skills)s."),
    "path.same": _("%(mentor)s has lived the path you aim at: %(items)s."),
    "path.near": _("%(mentor)s has lived a path close to the one you aim at: %(items)s."),
    "wishes.mentee": _("You had wished to meet %(mentor)s."),
    "wishes.mentor": _("%(mentor)s wished to meet you."),
    "seniority.above": _("%(mentor)s is further along the way."),
    "organisation.other": _("%(mentor)s brings a view from elsewhere: %(organisation)s."),
    "needs.none": _(
        "Your needs are not among the strengths %(mentor)s named: say early what you look for."
    ),
    "needs.level": _("You may soon go further than %(mentor)s on: %(skills)s."),
    "wishes.other": _("Your wish could not be followed this time: see what this meeting brings."),
    "seniority.near": _("You and %(mentor)s are at close stages: you will learn from each other."),
    "seniority.far": _("%(mentor)s is far along the way: ask all your questions."),
}

# No "wishes.other": a mentor is never told that someone else had been wished for.
_FOR_MENTOR: dict[str, Sentence] = {
    "needs.first": _("What %(mentee)s looks for first, %(skill)s, is one of your strengths."),
    "needs.covered": _("%(mentee)s wants to grow where you can share: %(skills)s."),
    "path.same": _("You have lived the path %(mentee)s aims at: %(items)s."),
    "path.near": _("You have lived a path close to the one %(mentee)s aims at: %(items)s."),
    "wishes.mentee": _("%(mentee)s wished to meet you."),
    "wishes.mentor": _("You had wished to meet %(mentee)s."),
    "seniority.above": _("You are further along the way than %(mentee)s."),
    "organisation.other": _("You bring a view from elsewhere."),
    "needs.none": _(
        "What %(mentee)s looks for is not among your strengths: listen first, then see who else could help."
    ),
    "needs.level": _("%(mentee)s may soon go further than you on: %(skills)s."),
    "seniority.near": _("You and %(mentee)s are at close stages: you will learn from each other."),
    "seniority.far": _("You are far along the way: remember how the first steps felt."),
}

EXPECTATIONS: dict[str, Sentence] = {
    "duration_months": _("the length"),
    "meetings_per_month": _("the rhythm of meetings"),
    "directive": _("questions or advice"),
}

SENTENCES: dict[View, Mapping[str, Sentence]] = {
    View.COORDINATOR: _FOR_COORDINATOR,
    View.MENTEE: _FOR_BOTH | _FOR_MENTEE,
    View.MENTOR: _FOR_BOTH | _FOR_MENTOR,
}


@dataclass(frozen=True)
class Names:
    """Whom a sentence speaks of, and the time zone of its reader."""

    mentee: str
    mentor: str
    zone: str = "Europe/Paris"


@dataclass(frozen=True)
class Labels:
    """The words of stored codes (options, items, expectations), read in the active language."""

    words: Mapping[str, Bilingual | tuple[Bilingual, Bilingual]] = field(default_factory=dict)

    def __getitem__(self, code: str) -> str:
        found = EXPECTATIONS.get(code) or self.words.get(code)
        if isinstance(found, tuple):
            return " / ".join(str(one) for one in found)
        return str(found) if found else _occupation(code)


def labels_of(programme: Programme) -> Labels:
    """Return the words of both forms of a programme: one query."""
    forms = [programme.mentee_form_id, programme.mentor_form_id]
    words: dict[str, Bilingual | tuple[Bilingual, Bilingual]] = {}
    for version in FormVersion.objects.filter(form__in=forms).order_by("number"):
        for question in schema_of(version).questions():
            prefix, _dot, item = (question.field or "").partition(".")
            if prefix == "expectations":
                words[item] = question.label
            words |= {option.value: option.label for option in question.options}
            words |= {one.key: one.name or (one.left, one.right) for one in question.items}
    return Labels(words)


@lru_cache(maxsize=1024)
def _occupation_in(code: str, language: str) -> str:
    identifier = f"rome:{code.upper()}" if ROME.fullmatch(code) else code
    found = (
        skills.label_of(identifier, language) if ":" in identifier else _translated(code, language)
    )
    return found or code


def _translated(label: str, language: str) -> str | None:
    """Return a known label in another language; words that are no concept's own label stay as typed."""
    known = skills.resolve(label, locale=language, kinds=("skill", "occupation"))
    if known is None or label not in (
        skills.label_of(known.id, "fr"),
        skills.label_of(known.id, "en"),
    ):
        return None
    return known.label


def _occupation(code: str) -> str:
    """Return the label of a stored occupation or skill in the active language; words as they are."""
    return _occupation_in(code, _language())


def _theme_names(codes: list[str]) -> list[str]:
    """Return the names of themes in the active language; those without one there are told only when none has."""
    names = {code: theme_label(code, _language()) for code in codes}
    if _language() == "fr":
        return list(names.values())
    told = [name for code, name in names.items() if name != theme_label(code, "fr")]
    return told or list(names.values())


def _language() -> str:
    return (get_language() or "fr")[:2]


def say(
    message: Mapping[str, Any], view: View, names: Names, labels: Labels, *, strong: bool = False
) -> str:
    """Return one reason or point of attention as a sentence in the active language; "" when it is kept silent."""
    code = str(message.get("code", ""))
    sentence = SENTENCES[view].get(code)
    if sentence is None:
        return ""
    values = _values(message.get("data", {}), names, labels)
    if not strong:
        return str(sentence % values)
    marked = {
        key: format_html("<strong>{}</strong>", value) if key in FACTS else format_html("{}", value)
        for key, value in values.items()
    }
    marked["count"] = values["count"]
    return mark_safe(str(sentence % marked))


def say_all(
    messages: Iterable[Mapping[str, Any]],
    view: View,
    names: Names,
    labels: Labels,
    *,
    strong: bool = False,
) -> list[str]:
    """Return the sentences of several messages, silent ones left out."""
    return [said for one in messages if (said := say(one, view, names, labels, strong=strong))]


def _values(data: Mapping[str, Any], names: Names, labels: Labels) -> dict[str, Any]:
    values: dict[str, Any] = {
        "mentee": names.mentee,
        "mentor": names.mentor,
        "count": data.get("count", 0),
    }
    for key, value in data.items():
        if key == "slots":
            values["slots"] = listed([slot_words(one, names.zone) for one in value])
        elif key == "themes":
            values[key] = listed(_theme_names([str(one) for one in value]))
        elif isinstance(value, list):
            values[key] = listed([labels[str(one)] for one in value])
        elif isinstance(value, str):
            values[key] = labels[value] if key in ("item", "skill") else value
        else:
            values[key] = value
    if "hours" in data and "count" not in data:
        values["count"] = data["hours"]
    return values


def listed(words: Iterable[str]) -> str:
    """Return “a, b and c” in the active language."""
    return format_list(list(words), locale=dates.babel_locale())


def slot_words(hour: int, zone: str) -> str:
    """Return an hour of the week in UTC as the reader says it: “mardi 18 h”."""
    local = (hour + _shift(zone)) % HOURS_A_WEEK
    return f"{dates.weekday(local // 24)} {dates.clock_hour(local % 24)}"


def _shift(zone: str) -> int:
    from zoneinfo import ZoneInfo

    offset = now().astimezone(ZoneInfo(zone)).utcoffset()
    return round(offset.total_seconds() / 3600) if offset else 0
