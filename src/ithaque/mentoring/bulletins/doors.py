"""The way to an announcement: its programme's coordinators."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ithaque.kernel.access import Door
from ithaque.mentoring.models import Bulletin
from ithaque.programmes.enums import TeamRole


def _bulletin(person: Any, bulletin_id: UUID) -> Bulletin | None:
    return (
        Bulletin.objects.select_related("programme__organisation", "author")
        .filter(
            public_id=bulletin_id,
            programme__team__person=person,
            programme__team__role=TeamRole.COORDINATOR,
        )
        .first()
    )


TEAM_BULLETIN = Door("team_bulletin", _bulletin)
