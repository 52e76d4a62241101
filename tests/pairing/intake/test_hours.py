"""Free hours as people write them."""

from __future__ import annotations

import pytest

from ithaque.pairing.intake.hours import read_hours

DAY = list(range(9, 18))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("lundi 18h-20h ; jeudi midi", {0: [18, 19], 3: [12, 13]}),
        ("Mon-Wed 9-12, weekend", {0: [9, 10, 11], 1: [9, 10, 11], 2: [9, 10, 11], 5: DAY, 6: DAY}),
        ("du lundi au mercredi matin", {0: [9, 10, 11], 1: [9, 10, 11], 2: [9, 10, 11]}),
        ("Monday to Friday evening", {day: [18, 19, 20] for day in range(5)}),
        ("lun., mer., ven. 12h-14h", {0: [12, 13], 2: [12, 13], 4: [12, 13]}),
        ("mardi 18h30 - 20h", {1: [19]}),
        ("mardi 18h30-19h15", {1: [18]}),
        ("fri 10:00-11:30", {4: [10]}),
        ("Tuesday 6pm-8pm", {1: [18, 19]}),
        ("week-end après-midi", {5: [14, 15, 16, 17], 6: [14, 15, 16, 17]}),
        ("lundis et jeudis 17h à 19h", {0: [17, 18], 3: [17, 18]}),
        ("Mardi : 18h-20h, Jeudi : 12h-13h", {1: [18, 19], 3: [12]}),
        ("mercredi après-midi / samedi matin", {2: [14, 15, 16, 17], 5: [9, 10, 11]}),
        ("lundi 9h-10h, 14h-15h", {0: [9, 14]}),
        ("samedi", {5: DAY}),
    ],
)
def test_hours_are_read_in_both_languages(written: str, expected: dict[int, list[int]]) -> None:
    assert read_hours(written) == {
        day * 24 + hour for day, hours in expected.items() for hour in hours
    }


@pytest.mark.parametrize("written", ["jamais", "18h-20h", "selon l’agenda", "99"])
def test_text_without_a_day_is_not_hours(written: str) -> None:
    assert read_hours(written) is None
