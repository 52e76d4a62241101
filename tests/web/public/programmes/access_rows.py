"""Who opens the public pages: everyone; signed links say what is wrong instead of asking to sign in."""

from __future__ import annotations

from ithaque.kernel import links
from tests.support.access import EVERYONE, Row
from tests.support.world import World

GONE = frozenset({410})


def _invitation(world: World) -> dict[str, str]:
    token = links.sign(
        "programmes.invitation.mentor", target=world.cohort.public_id, person=world.nadia.public_id
    )
    return {"side": "mentor", "token": token}


ROWS = [
    Row("public:home", opens=EVERYONE),
    Row("public:programme", kwargs=lambda w: {"slug": w.programme.slug}, opens=EVERYONE),
    Row("public:invitation", kwargs=_invitation, opens=EVERYONE),
    Row("public:guardian", kwargs=lambda w: {"token": "altered"}, opens=EVERYONE, answers=GONE),
]
