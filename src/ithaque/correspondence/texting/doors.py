"""The door of the short link that ends each text message."""

from __future__ import annotations

from typing import Any

from ithaque.correspondence.models import MobileNumber
from ithaque.kernel.access import Door


def _by_link(visitor: Any, key: str) -> MobileNumber | None:
    return MobileNumber.objects.select_related("person").filter(stop_key=key).first()


STOP_SMS = Door("stop_sms", _by_link, signed_in=False)
