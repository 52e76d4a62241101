"""What each rule says of a pair, day after day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from ithaque.mentoring.enums import CardLevel
from ithaque.mentoring.followup import alerts
from ithaque.programmes.settings import FollowUp

TODAY = date(2026, 11, 23)
FIRST, SILENCE = alerts.named("first_meeting_late"), alerts.named("silence")


def state(
    *, opened: int = 200, held: int | None = None, ahead: int | None = None, rhythm: float = 15
) -> alerts.PairState:
    return alerts.PairState(
        today=TODAY,
        started_on=TODAY - timedelta(opened),
        last_held_on=None if held is None else TODAY - timedelta(held),
        next_on=None if ahead is None else TODAY + timedelta(ahead),
        rhythm_days=rhythm,
        thresholds=FollowUp(),
    )


def level(alert: alerts.Alert, seen: alerts.PairState) -> str | None:
    found = alert.judge(seen)
    return found.level if found else None


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (9, None),
        (10, CardLevel.WATCH),
        (20, CardLevel.WATCH),
        (21, CardLevel.URGENT),
        (90, CardLevel.URGENT),
    ],
)
def test_first_meeting_late_after_ten_then_twenty_one_days(days: int, expected: str | None) -> None:
    assert level(FIRST, state(opened=days)) == expected


def test_first_meeting_held_says_nothing() -> None:
    assert level(FIRST, state(opened=40, held=2)) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [(22, None), (23, CardLevel.WATCH), (30, CardLevel.WATCH), (31, CardLevel.URGENT)],
)
def test_silence_beyond_the_agreed_rhythm(days: int, expected: str | None) -> None:
    assert level(SILENCE, state(held=days, rhythm=15)) == expected


@pytest.mark.parametrize(("days", "expected"), [(45, None), (46, CardLevel.URGENT)])
def test_silence_with_a_slow_rhythm_is_urgent_after_forty_five_days(
    days: int, expected: str | None
) -> None:
    assert level(SILENCE, state(held=days, rhythm=60)) == expected


def test_silence_before_any_meeting_says_nothing() -> None:
    assert level(SILENCE, state(opened=90)) is None


@pytest.mark.parametrize(
    ("held", "ahead", "expected"),
    [(25, 7, None), (25, 8, CardLevel.WATCH), (47, 3, CardLevel.WATCH), (47, 20, CardLevel.URGENT)],
)
def test_a_meeting_planned_in_the_next_days_calms_by_one_level(
    held: int, ahead: int, expected: str | None
) -> None:
    assert level(SILENCE, state(held=held, ahead=ahead)) == expected


def test_thresholds_are_those_of_the_programme() -> None:
    patient = FollowUp(first_meeting_watch_days=30, first_meeting_urgent_days=60)
    seen = alerts.PairState(TODAY, TODAY - timedelta(29), None, None, 15, patient)
    assert level(FIRST, seen) is None


def test_reason_is_counted_when_read_in_the_language_of_the_reader() -> None:
    found = SILENCE.judge(state(held=47))
    assert found is not None
    with translation.override("fr"):
        today = SILENCE.reasons(found.facts, TODAY)[0].sentence
        tomorrow = SILENCE.reasons(found.facts, TODAY + timedelta(1))[0].sentence
    assert today == "<strong>47 jours</strong> sans rencontre, pour un rythme convenu de 15 jours."
    assert "48 jours" in tomorrow
    with translation.override("en"):
        assert (
            "47 days</strong> without a meeting" in SILENCE.reasons(found.facts, TODAY)[0].sentence
        )


def test_reason_names_the_planned_meeting_until_its_day() -> None:
    found = SILENCE.judge(state(held=47, ahead=20))
    assert found is not None
    assert "13 décembre" in SILENCE.reasons(found.facts, TODAY)[1].sentence
    assert len(SILENCE.reasons(found.facts, TODAY + timedelta(21))) == 1


@pytest.mark.parametrize("alert", alerts.declared(), ids=lambda alert: alert.code)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_speaks_suggests_and_writes(alert: alerts.Alert, language: str) -> None:
    facts = {
        "since": "2026-10-07", "rhythm": 15, "side": "mentee", "times": 2, "has_goals": False,
        "kind": "call", "mentee": "Moussa", "mentor": "Thierry",
    }  # fmt: skip
    with translation.override(language):
        letter = alert.letter(facts, TODAY, "Nadia")
        assert alert.reasons(facts, TODAY)
        assert alert.title
        assert alert.suggestion
        assert {alert.word(each) for each in CardLevel}
    assert letter.subject
    assert letter.body.endswith("Nadia")
