"""What this room does when the rooms below change something."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from ithaque.matching.services.answers import withdraw_for
from ithaque.matching.services.suggestions import ask_refresh
from ithaque.programmes.models import Enrolment
from ithaque.programmes.selectors import settings_of
from ithaque.programmes.signals import (
    enrolment_paused,
    enrolment_validated,
    enrolment_withdrawn,
    guardian_withdrew,
)


@receiver(enrolment_withdrawn, sender=Enrolment, dispatch_uid="matching.withdraw")
def withdraw_proposals(*, enrolment: Enrolment, by: Any, **_rest: Any) -> None:
    """Withdraw what was proposed to someone who leaves."""
    withdraw_for(enrolment=enrolment, by=by)


@receiver(enrolment_paused, sender=Enrolment, dispatch_uid="matching.pause")
def withdraw_proposals_meanwhile(*, enrolment: Enrolment, by: Any, **_rest: Any) -> None:
    """Withdraw what was proposed to someone who pauses."""
    withdraw_for(enrolment=enrolment, by=by)


@receiver(guardian_withdrew, sender=Enrolment, dispatch_uid="matching.guardian")
def withdraw_proposals_without_guardian(*, enrolment: Enrolment, **_rest: Any) -> None:
    """Withdraw what was proposed to a minor whose guardian no longer agrees."""
    withdraw_for(enrolment=enrolment, by=None)


@receiver(
    [enrolment_validated, enrolment_withdrawn, enrolment_paused],
    sender=Enrolment,
    dispatch_uid="matching.suggest",
)
def suggest_again(*, enrolment: Enrolment, **_rest: Any) -> None:
    """Allot suggestions again when someone comes or goes where people wish."""
    if settings_of(enrolment.cohort.programme).wishes.sides:
        ask_refresh(enrolment.cohort)
