"""The rules of follow-up, in the order in which a situation is told.

A module declares the rules of one kind: `voices` what people say, `rhythm` how they meet, `course` where
they stand. Each judges a pair on one day and keeps the facts; the sentence is built when it is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from ithaque.mentoring.followup.alerts import course, rhythm, voices
from ithaque.mentoring.followup.alerts.base import (
    Alert,
    Answers,
    CalledOff,
    Facts,
    Finding,
    Help,
    Letter,
    PairState,
    Reason,
    Waiting,
)

__all__ = [
    "Alert", "Answers", "CalledOff", "Facts", "Finding", "Help", "Letter", "PairState", "Reason",
    "Waiting", "declared", "findings", "named",
]  # fmt: skip

_RULES: tuple[Alert, ...] = (
    voices.HelpAsked(),
    rhythm.FirstMeetingLate(),
    rhythm.Silence(),
    rhythm.CalledOff(),
    voices.PulseLow(),
    voices.PulseApart(),
    voices.CheckInUnanswered(),
    voices.MessageUnanswered(),
    course.NoGoal(),
    course.EndNotPrepared(),
    rhythm.NoSign(),
)
_BY_CODE = {rule.code: rule for rule in _RULES}


def declared() -> tuple[Alert, ...]:
    """Return the rules, the one that speaks first in front."""
    return _RULES


def named(code: str) -> Alert:
    """Return the rule that opened a card; raise KeyError when it is no longer declared."""
    return _BY_CODE[code]


def findings(state: PairState) -> Iterator[tuple[Alert, Finding | None]]:
    """Yield each rule with what it finds today; one that is switched off, or yields to another, finds nothing."""
    spoken: set[str] = set()
    for rule in _RULES:
        silent = (rule.is_optional and rule.code in state.thresholds.off) or rule.yields_to & spoken
        found = None if silent else rule.judge(state)
        if found is not None:
            spoken.add(rule.code)
        yield rule, found
