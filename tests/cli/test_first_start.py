"""The one-time code of the first start: known by the terminal only, used once."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from ithaque.kernel import clock, first_start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A data folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_code_is_accepted_however_it_is_typed():
    code = first_start.issue_code()
    assert first_start.accepts(code)
    assert first_start.accepts(code.lower().replace("-", " "))


def test_code_is_used_once():
    code = first_start.issue_code()
    assert first_start.burn()
    assert not first_start.burn()
    assert not first_start.accepts(code)


def test_wrong_code_changes_nothing():
    code = first_start.issue_code()
    assert not first_start.accepts("BCDF-GHJK-LMNP")
    assert not first_start.accepts("")
    assert first_start.accepts(code)


def test_new_start_forgets_the_code_before():
    before = first_start.issue_code()
    after = first_start.issue_code()
    assert not first_start.accepts(before)
    assert first_start.accepts(after)


def test_code_dies_with_the_first_administrator():
    code = first_start.issue_code()
    get_user_model()._default_manager.create_superuser("adele@ithaque.example")
    assert not first_start.wanted()
    assert not first_start.accepts(code)


def test_code_lives_a_week():
    code = first_start.issue_code()
    with clock.at(clock.now() + first_start.LIFE + timedelta(seconds=1)):
        assert not first_start.accepts(code)


def test_code_itself_is_not_kept(folder):
    code = first_start.issue_code()
    (kept,) = folder.iterdir()
    assert code not in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
