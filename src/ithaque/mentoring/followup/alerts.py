"""Alert rules: what each one looks at, when it speaks, how it says why, and what it suggests.

A rule judges a pair on one day and returns a level with the facts behind it, never a score. Facts are
dates, not counts: the sentence is built when it is read, in the reader's language, and stays right the
day after. Thresholds come from the programme (`ProgrammeSettings.follow_up`); their defaults are ours.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.mentoring.enums import CardLevel
from ithaque.programmes.settings import FollowUp
from ithaque.ui import dates

CALM_DAYS = 7
"""A meeting planned within this many days lowers an alert by one level."""

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class PairState:
    """A pair as the rules see it, on one day."""

    today: date
    started_on: date
    last_held_on: date | None
    next_on: date | None
    rhythm_days: float
    thresholds: FollowUp

    @property
    def meets_soon(self) -> bool:
        """Tell whether a meeting is planned within the calming days."""
        return self.next_on is not None and (self.next_on - self.today).days <= CALM_DAYS


@dataclass(frozen=True)
class Finding:
    """A level and the facts that explain it."""

    level: CardLevel
    facts: dict[str, Any]


@dataclass(frozen=True)
class Reason:
    """One sentence of a card, with its icon; figures are marked strong."""

    icon: str
    sentence: SafeString


@dataclass(frozen=True)
class Letter:
    """A message ready to send; the coordinator changes it as they like."""

    subject: str
    body: str


class Alert(ABC):
    """A sign that a pair needs someone. Subclasses say which, in `judge`, and why, in `reasons`."""

    code: ClassVar[str]
    title: ClassVar[str | Promise]
    suggestion: ClassVar[str | Promise]
    words: ClassVar[Mapping[str, str | Promise]]

    def judge(self, state: PairState) -> Finding | None:
        """Return the finding about this pair today, one level calmer when it meets soon, or None."""
        found = self._judge(state)
        if found is None or not state.meets_soon:
            return found
        return None if found.level == CardLevel.WATCH else Finding(CardLevel.WATCH, found.facts)

    def word(self, level: str) -> str:
        """Return the two words shown beside the names."""
        return str(self.words[level])

    @abstractmethod
    def _judge(self, state: PairState) -> Finding | None:
        """Return the finding without the calming of a planned meeting."""

    @abstractmethod
    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        """Return why, in sentences, in the active language."""

    @abstractmethod
    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        """Return a message for the pair, in the active language, signed with the coordinator's name."""


class FirstMeetingLate(Alert):
    """The pair accepted, and has not met."""

    code = "first_meeting_late"
    title = gettext_lazy("First meeting late")
    suggestion = gettext_lazy("Write to both to set a date")
    words = {
        CardLevel.WATCH: gettext_lazy("First meeting to set"),
        CardLevel.URGENT: gettext_lazy("Stalled start"),
    }

    def _judge(self, state: PairState) -> Finding | None:
        if state.last_held_on is not None:
            return None
        days = (state.today - state.started_on).days
        level = _level(
            days >= state.thresholds.first_meeting_watch_days,
            days >= state.thresholds.first_meeting_urgent_days,
        )
        return Finding(level, _facts(state, since=state.started_on)) if level else None

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        days = _days_since(facts, today)
        sentence = ngettext(
            "The first meeting has not taken place after <strong>{days} day</strong>.",
            "The first meeting has not taken place after <strong>{days} days</strong>.",
            days,
        )
        return [Reason("hourglass", format_html(sentence, days=days)), *_planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("Your first meeting"),
            body=_(
                "Hello,\n\nYou were introduced on {day} and your first meeting is still to come. "
                "That happens often: calendars are full.\n\nWould an hour suit you both in the coming "
                "days? Choose a date together in your pair’s space; everything is ready there, the "
                "agenda too.\n\nIf something is in the way, tell me simply by answering this message: "
                "we will find a solution.\n\n{name}"
            ).format(day=dates.day(_since(facts), weekday=False), name=signed),
        )


class Silence(Alert):
    """The pair met, then stopped meeting at the pace it chose."""

    code = "silence"
    title = gettext_lazy("Silence")
    suggestion = gettext_lazy("Write to both to hear their news")
    words = {
        CardLevel.WATCH: gettext_lazy("To watch"),
        CardLevel.URGENT: gettext_lazy("May break off"),
    }

    def _judge(self, state: PairState) -> Finding | None:
        if state.last_held_on is None:
            return None
        days = (state.today - state.last_held_on).days
        limits, rhythm = state.thresholds, state.rhythm_days
        urgent = min(limits.silence_urgent_factor * rhythm, limits.silence_urgent_days)
        level = _level(days > limits.silence_watch_factor * rhythm or days > urgent, days > urgent)
        if level is None:
            return None
        return Finding(level, {**_facts(state, since=state.last_held_on), "rhythm": round(rhythm)})

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        days, rhythm = _days_since(facts, today), int(facts.get("rhythm", 0))
        sentence = ngettext(
            "<strong>{days} day</strong> without a meeting, for an agreed rhythm of {rhythm} days.",
            "<strong>{days} days</strong> without a meeting, for an agreed rhythm of {rhythm} days.",
            days,
        )
        return [
            Reason("calendar-x", format_html(sentence, days=days, rhythm=rhythm)),
            *_planned(facts, today),
        ]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("News from the two of you"),
            body=_(
                "Hello,\n\nYour last meeting dates back to {day}. How are you getting on?\n\nIf you met "
                "since, a few words in your pair’s space are enough: it takes ten seconds. If time is "
                "short, you may choose another rhythm together, or a shorter meeting.\n\nAnd if something "
                "weighs on you, answer this message: I will read it and call you if you wish.\n\n{name}"
            ).format(day=dates.day(_since(facts), weekday=False), name=signed),
        )


def _level(watch: bool, urgent: bool) -> CardLevel | None:
    if urgent:
        return CardLevel.URGENT
    return CardLevel.WATCH if watch else None


def _facts(state: PairState, *, since: date) -> dict[str, Any]:
    facts = {"since": since.isoformat()}
    if state.next_on is not None:
        facts["next"] = state.next_on.isoformat()
    return facts


def _since(facts: Facts) -> date:
    return date.fromisoformat(facts["since"])


def _days_since(facts: Facts, today: date) -> int:
    return (today - _since(facts)).days


def _planned(facts: Facts, today: date) -> list[Reason]:
    """Say that a meeting is planned, while it is still ahead."""
    if "next" not in facts:
        return []
    planned = date.fromisoformat(facts["next"])
    if planned < today:
        return []
    sentence = format_html(
        _("A meeting is planned on <strong>{day}</strong>."), day=dates.day(planned)
    )
    return [Reason("calendar-check", sentence)]


_alerts: dict[str, Alert] = {}


def register(alert: Alert) -> Alert:
    """Add a rule to those evaluated each night; its code is kept in the cards it opens."""
    _alerts[alert.code] = alert
    return alert


def declared() -> list[Alert]:
    """Return the rules, in order of declaration."""
    return list(_alerts.values())


def named(code: str) -> Alert:
    """Return the rule that opened a card; raise KeyError when it is no longer declared."""
    return _alerts[code]


register(FirstMeetingLate())
register(Silence())
