"""A programme and who coordinates it."""

import pytest

from tests.programmes import factories as make


@pytest.fixture
def nadia():
    return make.person("Nadia")


@pytest.fixture
def programme(nadia):
    return make.programme(nadia)
