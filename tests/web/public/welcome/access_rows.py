"""Who opens the signed pages: whoever holds the link; an altered one says so; a mentor's link is public."""

from __future__ import annotations

from typing import Any

from ithaque.programmes import services
from tests.support.access import EVERYONE, Row
from tests.support.world import World

GONE = frozenset({410})


def _altered(world: World) -> dict[str, Any]:
    return {"token": "altered"}


def _code(world: World) -> dict[str, Any]:
    return {"code": services.referral_of(world.enrolments["claire"]).code}


GETS = ("reference", "interview")
POSTS = ("reference", "reference-decline", "reference-erase", "interview", "interview-cancel")
ROWS = [
    *(Row(f"public:{name}", kwargs=_altered, opens=EVERYONE, answers=GONE) for name in GETS),
    *(
        Row(f"public:{name}", kwargs=_altered, opens=EVERYONE, answers=GONE, method="post")
        for name in POSTS
    ),
    Row("public:referral", kwargs=_code, opens=EVERYONE),
]
