"""What the templates of the room need, said once: tabs, readers, goal levels, cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ithaque.kernel.bilingual import Bilingual
from ithaque.library.content import QuestionCard
from ithaque.mentoring import documents, selectors
from ithaque.mentoring.models import Goal, GoalReview, GoalStep, Meeting, Pair
from ithaque.mentoring.models.pairs import names_of
from ithaque.mentoring.selectors import AgreementState
from ithaque.people.models import Person
from ithaque.programmes.enums import PairFormat
from ithaque.ui import dates

GAS_LEVELS = (-2, -1, 0, 1, 2)


@dataclass(frozen=True)
class Card:
    """A question card as the drawer shows it."""

    key: str
    theme: str
    phase: str
    text: str
    avoid: str
    kept: bool


def head(pair: Pair, me: Person, current: str, *, unread: int | None = None) -> dict[str, Any]:
    """Return what every page of the room shows at its top."""
    count = selectors.unread_messages(pair, me) if unread is None else unread
    return {
        "pair": pair,
        "other": pair.other(me),
        "members": [] if pair.is_of_two else pair.present,
        "us_only": _("The two of you only") if pair.is_of_two else _("All of you, nobody else"),
        "us_and_team": _("The two of you and the coordination")
        if pair.is_of_two
        else _("All of you and the coordination"),
        "tabs": _tabs(pair, current, count),
        "nobody_else": [_("Nobody else, not even the coordination")],
        "you_alone": [_("You, and nobody else")],
        "nobody_at_all": [
            _("Nobody else: neither here, nor the coordination, nor the safeguarding lead")
        ],
        "no_funder": [_("Neither the funders nor an employer")],
    }


def _tabs(pair: Pair, current: str, unread: int) -> list[dict[str, Any]]:
    pages = [
        ("pair", _("Our way"), ""),
        ("pair-meetings", _("Meetings"), ""),
        ("pair-messages", _("Messages"), unread or ""),
        ("pair-agreement", _("Agreement"), ""),
    ]
    if pair.format == PairFormat.FLASH:
        pages = pages[:-1]
    elif pair.status != "active":
        pages.append(("pair-closure", _("Ending"), ""))
    return [
        {
            "href": reverse(f"participant:{name}", args=[pair.public_id]),
            "label": label,
            "count": count,
            "current": name == current,
        }
        for name, label, count in pages
    ]


def changes(state: AgreementState, pair: Pair) -> list[dict[str, Any]]:
    """Return the amendments, newest first, each with what it changed."""
    return [
        {
            "amendment": one,
            "rows": documents.differences(one.before, one.after, pair),
        }
        for one in selectors.amendments_of(state.agreement)
    ]


def messages_of(pair: Pair) -> str:
    """Return the path of a pair's conversation."""
    return reverse("participant:pair-messages", args=[pair.public_id])


def both_readers(pair: Pair) -> list[str]:
    """Return everyone in the room, as readers."""
    return [names_of(pair.people)]


def letter_readers(pair: Pair, watch: selectors.Watch) -> list[str]:
    """Return everyone who can read what is written in a conversation, by name."""
    adults = [
        _("%(name)s, designated adult") % {"name": one.get_full_name()} for one in watch.adults
    ]
    return [*both_readers(pair), *adults]


def team_readers(coordinators: Iterable[Person]) -> list[str]:
    """Return the coordinators, as readers, and why."""
    return [
        _("%(name)s, coordination, for the follow-up") % {"name": one.get_full_name()}
        for one in coordinators
    ]


def balance_readers(pair: Pair, me: Person, coordinators: Iterable[Person]) -> list[str]:
    """Return who reads a balance, and when."""
    other = _("%(name)s, once everyone has written") % {"name": pair.other(me).get_short_name()}
    return [other, *team_readers(coordinators)]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, as written."""
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def levels(goal: Goal) -> list[dict[str, Any]]:
    """Return the five levels of a goal as the scale shows them; the aim is 0, then the next one up."""
    texts = [*goal.levels, "", "", "", "", ""][:5]
    aim = max(0, goal.level + 1)
    return [
        {
            "level": level,
            "text": text,
            "reached": level < goal.level,
            "current": level == goal.level,
            "aim": level == aim,
        }
        for level, text in zip(GAS_LEVELS, texts, strict=True)
    ]


def curve(reviews: Iterable[GoalReview]) -> list[dict[str, Any]]:
    """Return the levels noted on a goal, oldest first, as a curve shows them."""
    return [
        {
            "at": one.at,
            "label": dates.day(one.at, weekday=False),
            "value": one.level,
            "note": one.by.get_short_name() if one.by else "",
        }
        for one in sorted(reviews, key=lambda one: (one.at, one.pk))
    ]


def voyage(steps: Iterable[GoalStep]) -> list[dict[str, Any]]:
    """Return the steps of a goal as a voyage: those done, the one under way, those to come."""
    rows, is_reached = [], False
    for step in steps:
        state = "done" if step.done_at else ("todo" if is_reached else "current")
        is_reached = is_reached or state == "current"
        note = dates.day(step.due_on, weekday=False) if step.due_on else ""
        rows.append({"title": step.text, "note": note, "state": state})
    return rows


def cards(found: Iterable[QuestionCard], meeting: Meeting | None, *, familiar: bool) -> list[Card]:
    """Return the cards as the drawer shows them, those kept for the next meeting marked."""
    kept = set(meeting.kept_cards) if meeting else set()
    return [
        Card(
            key=card.key,
            theme=str(card.theme),
            phase=str(card.phase),
            text=str(card.worded(familiar=familiar)),
            avoid=str(card.avoid),
            kept=card.key in kept,
        )
        for card in found
    ]


def agenda(meeting: Meeting) -> list[dict[str, Any]]:
    """Return the agenda of a meeting in the active language, each point with its hours."""
    rows, at = [], meeting.starts_at
    for row in meeting.agenda:
        ends = at + timedelta(minutes=row["minutes"])
        text = str(Bilingual(**row["text"]))
        rows.append({"minutes": row["minutes"], "text": text, "starts": at, "ends": ends})
        at = ends
    return rows


def keep_for(meeting: Meeting) -> str:
    """Return the day a card is kept for, as one says it: “jeudi”."""
    return dates.weekday(dates._local(meeting.starts_at).weekday())
