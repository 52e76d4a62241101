"""Signs about meetings: not begun, too far apart, called off, nothing at all."""

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
    name_of,
    planned,
    since,
)
from ithaque.ui import dates


class FirstMeetingLate(Alert):
    """The pair accepted, and has not met."""

    code = "first_meeting_late"
    offers_slots = True
    title = gettext_lazy("First meeting late")
    sense = gettext_lazy("People were introduced and have not met yet.")
    suggestion = gettext_lazy("Write to them to set a date")
    words = {
        CardLevel.WATCH: gettext_lazy("First meeting to set"),
        CardLevel.URGENT: gettext_lazy("Stalled start"),
    }

    def _judge(self, state: PairState) -> Finding | None:
        if state.last_held_on is not None:
            return None
        days = (state.today - state.started_on).days
        level = level_of(
            days >= state.thresholds.first_meeting_watch_days,
            days >= state.thresholds.first_meeting_urgent_days,
        )
        return Finding(level, facts_of(state, state.started_on)) if level else None

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        days = days_since(facts, today)
        sentence = ngettext(
            "The first meeting has not taken place after <strong>{days} day</strong>.",
            "The first meeting has not taken place after <strong>{days} days</strong>.",
            days,
        )
        return [Reason("hourglass", format_html(sentence, days=days)), *planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("Your first meeting"),
            body=_(
                "Hello,\n\nYou were introduced on {day} and your first meeting is still to come. "
                "That happens often: calendars are full.\n\nWould an hour suit you in the coming days? "
                "Choose a date together in your shared space; everything is ready there, the "
                "agenda too.\n\nIf something is in the way, tell me simply by answering this message: "
                "we will find a solution.\n\n{name}"
            ).format(day=dates.day(since(facts), weekday=False), name=signed),
        )


class Silence(Alert):
    """The pair met, then stopped meeting at the pace it chose."""

    code = "silence"
    offers_slots = True
    title = gettext_lazy("Silence")
    sense = gettext_lazy("They met, then stopped meeting at the rhythm they agreed on.")
    suggestion = gettext_lazy("Write to them to hear their news")
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
        level = level_of(
            days > limits.silence_watch_factor * rhythm or days > urgent, days > urgent
        )
        if level is None:
            return None
        return Finding(level, {**facts_of(state, state.last_held_on), "rhythm": round(rhythm)})

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        days, rhythm = days_since(facts, today), int(facts.get("rhythm", 0))
        sentence = ngettext(
            "<strong>{days} day</strong> without a meeting, for an agreed rhythm of {rhythm} days.",
            "<strong>{days} days</strong> without a meeting, for an agreed rhythm of {rhythm} days.",
            days,
        )
        return [
            Reason("calendar-x", format_html(sentence, days=days, rhythm=rhythm)),
            *planned(facts, today),
        ]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("How are you getting on?"),
            body=_(
                "Hello,\n\nYour last meeting dates back to {day}. How are you getting on?\n\nIf you met "
                "since, a few words in your shared space are enough: it takes ten seconds. If time is "
                "short, you may choose another rhythm together, or a shorter meeting.\n\nAnd if something "
                "weighs on you, answer this message: I will read it and call you if you wish.\n\n{name}"
            ).format(day=dates.day(since(facts), weekday=False), name=signed),
        )


class CalledOff(Alert):
    """The same person called off, or did not come, several times in a row."""

    code = "called_off"
    offers_slots = True
    title = gettext_lazy("Meetings called off")
    sense = gettext_lazy("The same person called off, or did not come, several times in a row.")
    suggestion = gettext_lazy("Call the person who calls off: something is often in the way")
    words = {
        CardLevel.WATCH: gettext_lazy("Meetings called off"),
        CardLevel.URGENT: gettext_lazy("Called off again"),
    }
    is_calmed = False

    def _judge(self, state: PairState) -> Finding | None:
        if state.called_off is None:
            return None
        times, limits = state.called_off.times, state.thresholds
        level = level_of(times >= limits.called_off_watch, times >= limits.called_off_urgent)
        if level is None:
            return None
        facts = facts_of(state, state.called_off.last_on)
        return Finding(level, {**facts, "side": state.called_off.side, "times": times})

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        times = int(facts["times"])
        sentence = ngettext(
            "{name} called off or missed <strong>{times} meeting</strong>, on {day}.",
            "{name} called off or missed <strong>{times} meetings</strong> in a row, the last on {day}.",
            times,
        )
        day = dates.day(since(facts), weekday=False)
        told = format_html(sentence, name=name_of(facts), times=times, day=day)
        return [Reason("calendar-x", told), *planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("Your next meeting"),
            body=_(
                "Hello,\n\nYour last meetings could not take place. It happens to everyone, and nobody is "
                "to blame.\n\nWould another rhythm, a shorter meeting or a call at a distance suit you better "
                "for some weeks? You may change it in your shared space.\n\nIf something is in the way, answer "
                "this message: we will look for a solution together.\n\n{name}"
            ).format(name=signed),
        )


class NoSign(Alert):
    """Nothing at all was written, met or planned: no pair stays silent without someone knowing."""

    code = "no_sign"
    offers_slots = True
    title = gettext_lazy("No sign of life")
    sense = gettext_lazy("Nothing was met, written or planned for a while.")
    suggestion = gettext_lazy("Write to them to hear their news")
    words = {
        CardLevel.WATCH: gettext_lazy("No news"),
        CardLevel.URGENT: gettext_lazy("No news for long"),
    }
    yields_to = frozenset(
        {"help_asked", "first_meeting_late", "silence", "called_off", "message_unanswered"}
    )

    def _judge(self, state: PairState) -> Finding | None:
        if state.next_on is not None:
            return None
        last = state.last_sign_on or state.started_on
        days, limit = (state.today - last).days, state.thresholds.quiet_days
        level = level_of(days > limit, days > 2 * limit)
        return Finding(level, facts_of(state, last)) if level else None

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        days = days_since(facts, today)
        sentence = ngettext(
            "Nothing was met, written or planned for <strong>{days} day</strong>.",
            "Nothing was met, written or planned for <strong>{days} days</strong>.",
            days,
        )
        return [Reason("hourglass", format_html(sentence, days=days))]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("How are you getting on?"),
            body=_(
                "Hello,\n\nYour shared space has been quiet since {day}. How are you getting on?\n\nIf you "
                "met or spoke elsewhere, a few words there are enough. If you have nothing planned, half an hour "
                "is a fine way to start again.\n\nAnd if something weighs on you, answer this message: I will "
                "read it and call you if you wish.\n\n{name}"
            ).format(day=dates.day(since(facts), weekday=False), name=signed),
        )
