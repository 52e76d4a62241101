"""Signs about the course of the mentoring: no goal, no progress, an ending nobody prepares."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.mentoring.enums import CardLevel
from ithaque.mentoring.followup.alerts.base import (
    Alert,
    Facts,
    Finding,
    Letter,
    PairState,
    Reason,
    days_since,
    facts_of,
    level_of,
    planned,
    since,
)
from ithaque.ui import dates


class NoGoal(Alert):
    """They met twice and wrote no goal, or no goal moved for long; a circle follows its dates, not goals."""

    code = "no_goal"
    title = gettext_lazy("No goal, or no progress")
    sense = gettext_lazy("They met twice and wrote no goal, or no goal has moved for long.")
    suggestion = gettext_lazy("Offer the goals guide for the next meeting")
    words = {
        CardLevel.WATCH: gettext_lazy("Goals to set"),
        CardLevel.URGENT: gettext_lazy("No goal for long"),
    }
    yields_to = frozenset({"help_asked", "first_meeting_late", "silence"})
    is_calmed = False

    def _judge(self, state: PairState) -> Finding | None:
        if state.is_circle:
            return None
        begun = state.goals_moved_on if state.goals else state.second_held_on
        if begun is None:
            return None
        days, limits = (state.today - begun).days, state.thresholds
        level = level_of(days >= limits.goal_watch_days, days >= limits.goal_urgent_days)
        if level is None:
            return None
        return Finding(level, {**facts_of(state, begun), "has_goals": bool(state.goals)})

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        days = days_since(facts, today)
        if facts["has_goals"]:
            sentence = ngettext(
                "No goal has been reviewed for <strong>{days} day</strong>.",
                "No goal has been reviewed for <strong>{days} days</strong>.",
                days,
            )
        else:
            sentence = ngettext(
                "No goal is written, <strong>{days} day</strong> after the second meeting.",
                "No goal is written, <strong>{days} days</strong> after the second meeting.",
                days,
            )
        return [Reason("target", format_html(sentence, days=days)), *planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("Where do you want to go?"),
            body=_(
                "Hello,\n\nA goal, even a small one, helps you see the way you have come. In your shared space, "
                "the goals guide takes twenty minutes: what would you like to be different in two months, and how "
                "will you notice?\n\nIf your goals are clear to you but written elsewhere, one sentence in "
                "your space is enough.\n\n{name}"
            ).format(name=signed),
        )


class EndNotPrepared(Alert):
    """The last day comes near and no last meeting is planned."""

    code = "end_not_prepared"
    offers_slots = True
    title = gettext_lazy("Ending not prepared")
    sense = gettext_lazy("The last day comes near, and no closing meeting is planned.")
    suggestion = gettext_lazy("Offer to prepare the last meeting, or more time")
    words = {
        CardLevel.WATCH: gettext_lazy("Ending to prepare"),
        CardLevel.URGENT: gettext_lazy("The end is near"),
    }
    yields_to = frozenset({"help_asked", "first_meeting_late"})
    is_calmed = False

    def _judge(self, state: PairState) -> Finding | None:
        if state.closing_booked:
            return None
        left, limits = (state.ends_on - state.today).days, state.thresholds
        level = level_of(left <= limits.end_watch_days, left <= limits.end_urgent_days)
        return Finding(level, facts_of(state, state.ends_on)) if level else None

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        day, left = dates.day(since(facts), weekday=False), -days_since(facts, today)
        if left < 0:
            told = format_html(_("The mentoring was to end on <strong>{day}</strong>."), day=day)
        else:
            sentence = ngettext(
                "The mentoring ends on {day}, in <strong>{left} day</strong>, and no closing meeting is planned.",
                "The mentoring ends on {day}, in <strong>{left} days</strong>, and no closing meeting is planned.",
                left,
            )
            told = format_html(sentence, day=day, left=left)
        return [Reason("flag", told)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("Preparing your last meeting"),
            body=_(
                "Hello,\n\nYour mentoring is planned to end on {day}. A good ending is worth a meeting of its "
                "own: the way travelled, what each takes along, what comes next, and a thank-you. The agenda of "
                "that meeting is ready in your shared space.\n\nIf you need more time, answer this message: we "
                "can extend it.\n\n{name}"
            ).format(day=dates.day(since(facts), weekday=False), name=signed),
        )
