"""Signs that people give: a hand asked for, answers after meetings, messages and check-ins without answer.

What someone answered stays theirs: the coordination learns that a pair may need a hand, never a mark.
"""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ithaque.mentoring.enums import CardLevel, HelpKind
from ithaque.mentoring.followup.alerts.base import (
    Alert,
    Answers,
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

GO_ON = 2
"""Place of “I want to go on” among the three marks; 1 there means stop."""


class HelpAsked(Alert):
    """One of the two asked for a hand: always at once, always urgent."""

    code = "help_asked"
    title = gettext_lazy("A hand asked for")
    sense = gettext_lazy("Someone says they are in difficulty, short of time, or wish to change.")
    suggestion = gettext_lazy("Call the person today, before anything else")
    words = {
        CardLevel.WATCH: gettext_lazy("Asks for a hand"),
        CardLevel.URGENT: gettext_lazy("Asks for a hand"),
    }
    is_calmed = False
    rests = False
    is_optional = False

    def _judge(self, state: PairState) -> Finding | None:
        if state.help is None:
            return None
        facts = facts_of(state, state.help.asked_on)
        return Finding(
            CardLevel.URGENT,
            {
                **facts,
                "side": state.help.side,
                "kind": state.help.kind,
                **_who(state.help.member),
            },
        )

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        sentences = {
            HelpKind.DIFFICULTY: _("{name} said on {day}: “I am in difficulty.”"),
            HelpKind.CHANGE: _("{name} said on {day}: “I would like to change.”"),
            HelpKind.TIME: _("{name} said on {day}: “My situation has changed, I lack time.”"),
            HelpKind.CALL: _("{name} said on {day}: “I would like a call.”"),
        }
        day = dates.day(since(facts), weekday=False)
        told = format_html(sentences[HelpKind(facts["kind"])], name=name_of(facts), day=day)
        return [Reason("hand-heart", told)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("Your message reached me"),
            body=_(
                "Hello,\n\nThank you for telling me. What you wrote stays between us; I say nothing of it to "
                "anyone without your agreement.\n\nI will call you in the next two days. If an hour suits you "
                "better, answer this message.\n\n{name}"
            ).format(name=signed),
        )


class PulseLow(Alert):
    """An answer after a meeting is low, fell, or says stop."""

    code = "pulse_low"
    title = gettext_lazy("A meeting left an unease")
    sense = gettext_lazy(
        "An answer after a meeting is low, or fell; the marks themselves stay private."
    )
    suggestion = gettext_lazy("Call each of them, apart, to hear how it goes")
    words = {
        CardLevel.WATCH: gettext_lazy("An unease"),
        CardLevel.URGENT: gettext_lazy("An unease that lasts"),
    }
    is_calmed = False

    def _judge(self, state: PairState) -> Finding | None:
        if not state.answers:
            return None
        latest, before = state.answers[0], state.answers[1:2]
        low, fall = state.thresholds.pulse_low, state.thresholds.pulse_fall
        sides = [
            (latest.mentee, [a.mentee for a in before]),
            (latest.mentor, [a.mentor for a in before]),
        ]
        watch = urgent = False
        for marks, earlier in sides:
            if marks is None:
                continue
            previous = earlier[0] if earlier and earlier[0] else None
            fell = previous is not None and any(
                old - new >= fall for old, new in zip(previous, marks, strict=True)
            )
            watch |= min(marks) <= low or fell
            urgent |= marks[GO_ON] == 1
            urgent |= min(marks) <= low and previous is not None and min(previous) <= low
        level = level_of(watch, urgent)
        return Finding(level, facts_of(state, latest.held_on)) if level else None

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        sentence = _(
            "After the meeting of <strong>{day}</strong>, someone did not feel quite at ease."
        )
        day = dates.day(since(facts), weekday=False)
        return [Reason("heart", format_html(sentence, day=day)), *planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return _how_is_it_going(facts, signed)


class PulseApart(Alert):
    """The two live the same meeting very differently."""

    code = "pulse_apart"
    title = gettext_lazy("Two different views")
    sense = gettext_lazy(
        "The same meeting was lived very differently on each side; the marks themselves stay private."
    )
    suggestion = gettext_lazy("Call each of them, apart, to hear how it goes")
    words = {
        CardLevel.WATCH: gettext_lazy("Two views"),
        CardLevel.URGENT: gettext_lazy("Two views, twice"),
    }
    yields_to = frozenset({"pulse_low"})
    is_calmed = False

    def _judge(self, state: PairState) -> Finding | None:
        apart = [_are_apart(answers, state.thresholds.pulse_gap) for answers in state.answers[:2]]
        level = level_of(apart[:1] == [True], apart == [True, True])
        return Finding(level, facts_of(state, state.answers[0].held_on)) if level else None

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        sentence = _("They lived the meeting of <strong>{day}</strong> differently.")
        day = dates.day(since(facts), weekday=False)
        return [Reason("heart", format_html(sentence, day=day)), *planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return _how_is_it_going(facts, signed)


class MessageUnanswered(Alert):
    """One wrote, and the other has not answered."""

    code = "message_unanswered"
    title = gettext_lazy("Message without an answer")
    sense = gettext_lazy("Someone wrote, and there has been neither an answer nor a meeting since.")
    suggestion = gettext_lazy("Write to the one who has not answered")
    words = {
        CardLevel.WATCH: gettext_lazy("Message waiting"),
        CardLevel.URGENT: gettext_lazy("Message without an answer"),
    }
    yields_to = frozenset({"first_meeting_late", "silence", "called_off"})

    def _judge(self, state: PairState) -> Finding | None:
        if state.unanswered is None:
            return None
        days, limits = (state.today - state.unanswered.since).days, state.thresholds
        level = level_of(days >= limits.message_watch_days, days >= limits.message_urgent_days)
        if level is None:
            return None
        facts = facts_of(state, state.unanswered.since)
        return Finding(level, {**facts, "side": state.unanswered.side})

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        days = days_since(facts, today)
        sentence = ngettext(
            "A message to {name} has had no answer for <strong>{days} day</strong>.",
            "A message to {name} has had no answer for <strong>{days} days</strong>.",
            days,
        )
        told = format_html(sentence, name=name_of(facts), days=days)
        return [Reason("message-circle", told), *planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return Letter(
            subject=_("A message is waiting for you"),
            body=_(
                "Hello,\n\nA message has been waiting for you in your shared space since {day}. A line is "
                "enough, even “I will answer on Thursday”.\n\nIf you lack time at the moment, or if something "
                "holds you back, tell me by answering this message.\n\n{name}"
            ).format(day=dates.day(since(facts), weekday=False), name=signed),
        )


class CheckInUnanswered(Alert):
    """Check-ins of the programme stay without an answer."""

    code = "check_in_unanswered"
    title = gettext_lazy("Check-in without an answer")
    sense = gettext_lazy("Someone left check-ins of the programme without an answer.")
    suggestion = gettext_lazy("Call the person: two minutes say more than a form")
    words = {
        CardLevel.WATCH: gettext_lazy("Check-in waiting"),
        CardLevel.URGENT: gettext_lazy("Check-ins unanswered"),
    }
    yields_to = frozenset({"help_asked", "first_meeting_late", "silence"})
    is_calmed = False

    def _judge(self, state: PairState) -> Finding | None:
        if state.check_in is None:
            return None
        times, limits = state.check_in.times, state.thresholds
        level = level_of(times >= limits.check_ins_watch, times >= limits.check_ins_urgent)
        if level is None:
            return None
        facts = facts_of(state, state.check_in.since)
        who = {"side": state.check_in.side, **_who(state.check_in.member)}
        return Finding(level, {**facts, **who, "times": times})

    def reasons(self, facts: Facts, today: date) -> list[Reason]:
        times = int(facts["times"])
        sentence = ngettext(
            "{name} left <strong>{times} check-in</strong> without an answer, asked on {day}.",
            "{name} left <strong>{times} check-ins</strong> without an answer, the first asked on {day}.",
            times,
        )
        day = dates.day(since(facts), weekday=False)
        told = format_html(sentence, name=name_of(facts), times=times, day=day)
        return [Reason("hourglass", told), *planned(facts, today)]

    def letter(self, facts: Facts, today: date, signed: str) -> Letter:
        return _how_is_it_going(facts, signed)


def _who(member: str) -> dict[str, str]:
    return {"member": member} if member else {}


def _are_apart(answers: Answers, gap: int) -> bool:
    if answers.mentee is None or answers.mentor is None:
        return False
    return any(abs(a - b) >= gap for a, b in zip(answers.mentee, answers.mentor, strict=True))


def _how_is_it_going(facts: Facts, signed: str) -> Letter:
    return Letter(
        subject=_("How is it going?"),
        body=_(
            "Hello,\n\nI like to hear from each of you from time to time. How is it going, really: what helps "
            "you in your meetings, what would you change?\n\nIf you prefer to talk, give me an hour that suits "
            "you and I will call. What you tell me stays between us.\n\n{name}"
        ).format(name=signed),
    )
