"""Every test of the room lives on the same quiet Monday."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ithaque.kernel import clock
from ithaque.mentoring.models import Pair
from tests.mentoring import factories


@pytest.fixture(autouse=True)
def _quiet_monday() -> Iterator[None]:
    with clock.at(factories.MONDAY):
        yield


@pytest.fixture
def pair(db: None) -> Pair:
    """Inès and Claire, just introduced."""
    return factories.pair()
