"""Fixtures every test may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest
from django.utils import timezone, translation

from tests.support.client import StrictClient

if TYPE_CHECKING:
    from ithaque.people.models import Person
    from tests.support.world import World

# The same examples on every run of one commit: what fails here fails for everybody, and nothing fails by chance.
hypothesis.settings.register_profile("ithaque", derandomize=True, deadline=None)
hypothesis.settings.load_profile("ithaque")


@pytest.fixture
def client() -> StrictClient:
    """A visitor who is not signed in."""
    return StrictClient()


@pytest.fixture
def as_() -> Callable[[Person], StrictClient]:
    """Make the browser of a signed-in person: `as_(ines).get(url)`."""

    def signed_in(person: Person) -> StrictClient:
        browser = StrictClient()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return signed_in


@pytest.fixture
def world(db: None) -> World:
    """The small world: one person of each kind around a pair that has met."""
    from tests.support.world import build_world

    return build_world()


@pytest.fixture(autouse=True)
def _fresh_language_and_throttles() -> Iterator[None]:
    """Leave no language, zone or count of attempts to the next test."""
    from django.core.cache import cache

    from ithaque.kernel import throttle

    cache.clear()
    throttle._limiter.cache_clear()
    with translation.override("fr"):
        yield
    timezone.deactivate()
