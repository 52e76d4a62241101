"""A village, played once for the tests of a file and taken back after the last of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from ithaque.demo.village import Village


@pytest.fixture(scope="module")
def village(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Village]:
    """The village of seed 2026; what a test adds stays until the end of its file."""
    with django_db_blocker.unblock(), transaction.atomic():
        played = Village(2026)
        played.build(lambda *_: None)
        yield played
        transaction.set_rollback(True)
