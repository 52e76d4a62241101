"""The guide says of each rule and each figure what the product says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import translation

from ithaque.insight import indicators
from ithaque.mentoring.followup import alerts
from ithaque.programmes.settings import FollowUp
from ithaque.safeguarding.emergency import LINES

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guide"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_guide_defines_every_figure_in_the_words_of_the_page(language: str) -> None:
    page = (GUIDES / language / "follow-pairs.md").read_text(encoding="utf-8")
    with translation.override(language):
        missing = [
            each.code
            for each in indicators.declared()
            if f"| {each.label} | {each.definition} |" not in page
        ]
    assert missing == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_guide_names_every_rule_and_its_default_thresholds(language: str) -> None:
    page = (GUIDES / language / "follow-pairs.md").read_text(encoding="utf-8")
    limits = FollowUp()
    with translation.override(language):
        assert [each.code for each in alerts.declared() if f"| {each.title} |" not in page] == []
    for days in (
        limits.first_meeting_watch_days,
        limits.first_meeting_urgent_days,
        limits.silence_urgent_days,
    ):
        assert str(days) in page


@pytest.mark.parametrize("language", ["fr", "en"])
def test_guide_gives_every_emergency_number(language: str) -> None:
    page = (GUIDES / language / "protect.md").read_text(encoding="utf-8")
    assert [line.number for line in LINES if line.number not in page] == []
