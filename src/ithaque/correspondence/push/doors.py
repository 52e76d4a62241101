"""The door to one's own devices."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ithaque.correspondence.models import PushDevice
from ithaque.kernel.access import Door


def _own(person: Any, device_id: UUID) -> PushDevice | None:
    return PushDevice.objects.filter(person_id=person.pk, public_id=device_id).first()


OWN_DEVICE = Door("own_device", _own)
