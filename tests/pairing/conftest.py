"""Fixtures of the engine and its command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pairing.match_bench import MENTEES, MENTORS
from tests.pairing.record_bench import made_record


@pytest.fixture
def people(tmp_path: Path) -> tuple[str, str]:
    """Three mentees, one of whom speaks no common language, and two mentors."""
    (tmp_path / "mentees.csv").write_text(MENTEES, encoding="utf-8")
    (tmp_path / "mentors.csv").write_text(MENTORS, encoding="utf-8")
    return str(tmp_path / "mentees.csv"), str(tmp_path / "mentors.csv")


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record of a small pairing: two pairs, one person no rule lets in, one for whom no place is left."""
    return made_record(tmp_path)
