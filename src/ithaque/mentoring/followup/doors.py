"""The ways to a follow-up card, and to a check-in from the link of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ithaque.kernel import links
from ithaque.kernel.access import Door
from ithaque.mentoring.followup.checkins import LINK
from ithaque.mentoring.followup.selectors import card_for
from ithaque.mentoring.models import CheckIn

LINK_AGE = timedelta(days=45)


@dataclass(frozen=True)
class CheckInLink:
    """What the link of a check-in opens: that question, for one person; nothing once it is too old."""

    check_in: CheckIn | None
    expired: bool = False


def _check_in(person: Any, token: str) -> CheckInLink | None:
    try:
        link = links.read(LINK, token, max_age=LINK_AGE)
    except links.LinkError as error:
        return CheckInLink(None, expired=True) if error.expired else None
    found = (
        CheckIn.objects.filter(
            public_id=link.target, person__public_id=link.person, person__erased_at=None
        )
        .select_related(
            "person", "pair__cohort__programme", "pair__mentee__person", "pair__mentor__person"
        )
        .first()
    )
    return CheckInLink(found) if found else None


CARD = Door("card", card_for)
CHECK_IN_LINK = Door("check_in_link", _check_in, signed_in=False)
