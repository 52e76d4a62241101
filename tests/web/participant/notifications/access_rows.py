"""Everyone tunes their own messages; a stop link opens by itself."""

from __future__ import annotations

from typing import Any

from ithaque.correspondence.enums import Family
from ithaque.kernel import links
from tests.support.access import EVERYONE, SIGNED_IN, Row
from tests.support.world import World


def stop(world: World) -> dict[str, Any]:
    token = links.sign("stop.words", target=world.ines.public_id, person=world.ines.public_id)
    return {"family": Family.WORDS.value, "token": token}


ROWS = [
    Row("participant:notifications", opens=SIGNED_IN),
    Row("participant:notifications-choose", opens=SIGNED_IN, method="post"),
    Row("participant:notifications-stop", stop, EVERYONE),
]
