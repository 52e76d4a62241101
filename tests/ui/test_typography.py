"""Dates, hours and spaces as each language writes them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from ithaque.kernel import clock
from ithaque.ui import dates
from ithaque.ui.templatetags import typo

PARIS = ZoneInfo("Europe/Paris")
START = dt.datetime(2026, 11, 26, 18, 0, tzinfo=PARIS)
END = dt.datetime(2026, 11, 26, 18, 50, tzinfo=PARIS)
N = "\u00a0"


@pytest.fixture(autouse=True)
def _in_paris_this_year(monkeypatch):
    monkeypatch.setattr(dates.timezone, "localdate", lambda *args: dt.date(2026, 11, 23))
    with timezone.override(PARIS):
        yield


def test_slot_in_french_reads_like_a_letter() -> None:
    assert typo.slot(START, END) == f"jeudi 26 novembre de 18{N}h à 18{N}h{N}50"


def test_slot_in_english_reads_like_a_letter() -> None:
    with translation.override("en"):
        words = typo.slot(START, END).replace("\u202f", " ").replace("\u2009", "")
    assert words == "Thursday 26 November, 6:00–6:50 pm"


def test_slot_is_told_in_the_reader_s_time_zone() -> None:
    with timezone.override(ZoneInfo("Indian/Reunion")):
        assert typo.hour(START) == f"21{N}h"
        assert typo.day(dt.datetime(2026, 11, 26, 22, 30, tzinfo=dt.UTC)) == "vendredi 27 novembre"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (dt.date(2026, 12, 1), "mardi 1er décembre"),
        (dt.date(2026, 12, 11), "vendredi 11 décembre"),
        (dt.date(2027, 2, 5), "vendredi 5 février 2027"),
    ],
)
def test_day_in_french(value: dt.date, words: str) -> None:
    assert typo.day(value) == words


def test_short_and_full_days() -> None:
    assert typo.short_day(dt.date(2026, 12, 1)) == "1er décembre"
    assert typo.full_day(dt.date(2026, 12, 1)) == "1er décembre 2026"
    assert typo.month(dt.date(2026, 12, 1)) == "décembre 2026"
    assert typo.short_month(dt.date(2026, 9, 24)) == "septembre"


def test_first_of_the_month_in_english_stays_a_number() -> None:
    with translation.override("en"):
        assert typo.day(dt.date(2026, 12, 1)) == "Tuesday 1 December"


@pytest.mark.parametrize(
    ("minutes", "words"), [(50, f"50{N}min"), (60, f"1{N}h"), (65, f"1{N}h{N}05"), (0, f"0{N}min")]
)
def test_duration(minutes: int, words: str) -> None:
    assert typo.duration(minutes) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "aujourd’hui"), (1, "demain"), (3, "dans 3 jours"), (-1, "hier"), (-5, "il y a 5 jours")],
)
def test_days_left_are_counted_by_the_calendar(days: int, words: str) -> None:
    with clock.at(dt.datetime(2026, 11, 23, 23, 30, tzinfo=PARIS)):
        assert typo.days_left(dt.date(2026, 11, 23) + dt.timedelta(days)) == words


def test_french_spaces_are_put_and_markup_is_escaped() -> None:
    words = typo.french_spaces("L'étape : « prête » ? <b>")
    assert words == "L’étape\u00a0: «\u00a0prête\u00a0»\u202f? &lt;b&gt;"


def test_numbers_follow_the_language() -> None:
    assert typo.number(2241) == "2\u202f241"
    assert typo.percent(0.83) == "83\u00a0%"
    assert typo.file_size(1_400_000) == "1,4 Mo"
    assert typo.file_size(320_000) == "320 ko"
    with translation.override("en"):
        assert typo.number(2241) == "2,241"
        assert typo.percent(0.83) == "83%"


@pytest.mark.parametrize(
    "say",
    [
        typo.day,
        typo.short_day,
        typo.full_day,
        typo.month,
        typo.short_month,
        typo.hour,
        typo.moment,
        typo.duration,
        typo.number,
        typo.percent,
        typo.days_left,
        typo.file_size,
    ],
)
def test_nothing_is_said_of_nothing(say) -> None:
    assert say(None) == ""
