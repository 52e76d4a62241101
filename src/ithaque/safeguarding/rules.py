"""Who may read a concern, and what may follow."""

from __future__ import annotations

from typing import Any

from ithaque.mentoring.rules import was_of_pair
from ithaque.people.enums import OrganisationRole
from ithaque.people.models import OrganisationMember
from ithaque.safeguarding.enums import CONCERN_ARROWS
from ithaque.safeguarding.models import Concern


def can_read_concern(person: Any, concern: Concern) -> bool:
    """Tell whether the person is a safeguarding lead of the concern's organisation, and not of its pair.

    Nobody else, whatever their power elsewhere: not the coordinators, not who administers, not its author.
    """
    is_lead = OrganisationMember.objects.filter(
        organisation=concern.organisation_id,
        person_id=person.pk,
        role=OrganisationRole.SAFEGUARDING_LEAD,
    ).exists()
    return is_lead and (concern.pair is None or not was_of_pair(person, concern.pair))


def can_move_concern(concern: Concern, to: str) -> bool:
    """Tell whether the concern may go to this state."""
    return to in CONCERN_ARROWS[concern.status]
