"""The way to the files: the safeguarding lead's alone."""

from __future__ import annotations

from typing import Any

from ithaque.kernel.access import Door
from ithaque.safeguarding.selectors import concern_for, organisations_protected_by


def _lead(person: Any, **kwargs: Any) -> Any:
    return (kwargs or True) if organisations_protected_by(person).exists() else None


LEAD = Door("safeguarding_lead", _lead)
CONCERN = Door("concern", concern_for)
