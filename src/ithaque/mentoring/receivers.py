"""What happens beside a pair and changes something in it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from ithaque.mentoring.enums import PairStatus
from ithaque.mentoring.models import Pair
from ithaque.mentoring.parties import guardian_of
from ithaque.mentoring.services import refuse_as_guardian
from ithaque.programmes.models import Enrolment
from ithaque.programmes.signals import guardian_withdrew


@receiver(guardian_withdrew, sender=Enrolment, dispatch_uid="mentoring.guardian_withdrew")
def agreement_no_longer_holds(sender: type[Enrolment], enrolment: Enrolment, **kwargs: Any) -> None:
    """Who took back their authorisation no longer agrees with the agreement either; the team is told already."""
    guardian = guardian_of(enrolment)
    going_on = Pair.objects.filter(members__enrolment=enrolment, members__left_at=None)
    for pair in going_on.exclude(status=PairStatus.CLOSED) if guardian else ():
        assert guardian is not None
        refuse_as_guardian(pair=pair, guardian=guardian, tells=False)
