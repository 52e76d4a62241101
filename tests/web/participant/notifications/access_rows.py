"""Everyone tunes their own messages; a stop link opens by itself."""

from __future__ import annotations

from typing import Any

from ithaque.correspondence.enums import Family
from ithaque.correspondence.models import MobileNumber, PushDevice
from ithaque.kernel import links
from tests.support.access import EVERYONE, SIGNED_IN, Row
from tests.support.world import World


def stop(world: World) -> dict[str, Any]:
    token = links.sign("stop.words", target=world.ines.public_id, person=world.ines.public_id)
    return {"family": Family.WORDS.value, "token": token}


def device(world: World) -> dict[str, Any]:
    made = PushDevice.objects.create(
        person=world.ines, endpoint="https://fcm.googleapis.com/x", p256dh="x", auth="x"
    )
    return {"device_id": made.public_id}


def address(world: World) -> dict[str, Any]:
    me = world.ines.public_id
    return {"token": links.sign("address", target=me, person=me)}


def mobile(world: World) -> dict[str, Any]:
    made = MobileNumber.objects.create(person=world.ines, number="+33612345678")
    return {"key": made.stop_key}


ROWS = [
    Row("participant:mobile-ask", opens=SIGNED_IN, method="post"),
    Row("participant:mobile-confirm", opens=SIGNED_IN, method="post"),
    Row("participant:mobile-remove", opens=SIGNED_IN, method="post"),
    Row("participant:sms-stop", mobile, EVERYONE),
    Row("participant:device-add", opens=SIGNED_IN, method="post"),
    Row("participant:device-remove", device, {"mentee"}, method="post"),
    Row("participant:address-try", opens=SIGNED_IN, method="post"),
    Row("participant:address-confirm", address, EVERYONE),
    Row("participant:notifications", opens=SIGNED_IN),
    Row("participant:notifications-choose", opens=SIGNED_IN, method="post"),
    Row("participant:notifications-stop", stop, EVERYONE),
]
