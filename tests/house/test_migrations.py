"""The migrations say what the models say. Other tests make their tables from the models, faster."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_models_have_no_change_without_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
