"""Alert rules: what each one looks at, when it speaks, how it says why, and what it suggests.

A rule judges a pair on one day and returns a level with the facts behind it, never a score. Facts are
dates, not counts, and sides, not names: the sentence is built when it is read, in the reader's language,
with the two first names (`mentor`, `mentee`) added, and stays right the day after. Thresholds come from the programme (`ProgrammeSettings.follow_up`); their defaults are ours.
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

from ithaque.mentoring.enums import CardLevel
from ithaque.programmes.settings import FollowUp
from ithaque.ui import dates

CALM_DAYS = 7
"""A meeting planned within this many days lowers an alert by one level."""

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class CalledOff:
    """Meetings one side called off or missed, one after the other, since the pair last met."""

    side: str
    times: int
    last_on: date


@dataclass(frozen=True)
class Waiting:
    """Something of the one (or to the one) that has had no answer since a day."""

    side: str
    since: date
    times: int = 1
    member: str = ""
    """Who it is, by primary key, where a side is several people."""


@dataclass(frozen=True)
class Answers:
    """What was answered after one meeting: the three marks of each side, 1 to 5, None without an answer."""

    held_on: date
    mentee: tuple[int, int, int] | None = None
    mentor: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Help:
    """One of the two asked the coordination for a hand."""

    side: str
    kind: str
    asked_on: date
    member: str = ""


@dataclass(frozen=True)
class PairState:
    """A pair as the rules see it, on one day."""

    today: date
    started_on: date
    last_held_on: date | None
    next_on: date | None
    rhythm_days: float
    thresholds: FollowUp
    is_circle: bool = False
    ends_on: date = date.max
    closing_booked: bool = False
    second_held_on: date | None = None
    goals: int = 0
    goals_moved_on: date | None = None
    last_sign_on: date | None = None
    called_off: CalledOff | None = None
    unanswered: Waiting | None = None
    check_in: Waiting | None = None
    help: Help | None = None
    answers: tuple[Answers, ...] = ()
    """After the latest meetings, the newest first."""

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

    def offering(self, sentence: str) -> Letter:
        """Return the message with one more paragraph, before the name that signs it."""
        words, _mark, name = self.body.rpartition("\n\n")
        return Letter(self.subject, f"{words}\n\n{sentence}\n\n{name}")


class Alert(ABC):
    """A sign that a pair needs someone. Subclasses say which, in `judge`, and why, in `reasons`."""

    code: ClassVar[str]
    title: ClassVar[str | Promise]
    suggestion: ClassVar[str | Promise]
    words: ClassVar[Mapping[str, str | Promise]]
    sense: ClassVar[str | Promise]
    """What the rule looks for, in a sentence for whoever sets its thresholds."""
    yields_to: ClassVar[frozenset[str]] = frozenset()
    """Rules that say the same more clearly: this one keeps silent when one of them speaks."""
    is_calmed: ClassVar[bool] = True
    """Whether a meeting planned soon lowers the level."""
    rests: ClassVar[bool] = True
    """Whether the rule keeps quiet for a week once a coordinator settled what it said."""
    is_optional: ClassVar[bool] = True
    """Whether a programme may switch the rule off."""
    offers_slots: ClassVar[bool] = False
    """Whether its message proposes hours at which everyone is free."""

    def judge(self, state: PairState) -> Finding | None:
        """Return the finding about this pair today, one level calmer when it meets soon, or None."""
        found = self._judge(state)
        if found is None or not (self.is_calmed and state.meets_soon):
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


def level_of(watch: bool, urgent: bool) -> CardLevel | None:
    """Return the higher of the two levels that holds, or None."""
    if urgent:
        return CardLevel.URGENT
    return CardLevel.WATCH if watch else None


def facts_of(state: PairState, since: date) -> dict[str, Any]:
    """Return the day a situation began, and the next meeting if one is planned."""
    facts = {"since": since.isoformat()}
    if state.next_on is not None:
        facts["next"] = state.next_on.isoformat()
    return facts


def since(facts: Facts) -> date:
    """Return the day the situation began."""
    return date.fromisoformat(facts["since"])


def days_since(facts: Facts, today: date) -> int:
    """Return how many days the situation has lasted."""
    return (today - since(facts)).days


def planned(facts: Facts, today: date) -> list[Reason]:
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


def name_of(facts: Facts, side: str | None = None) -> str:
    """Return the first name of a side (that of the facts unless said otherwise), as the reader knows it."""
    return str(facts.get(side or ("member_name" if facts.get("member") else facts["side"]), ""))
