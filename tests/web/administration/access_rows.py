"""Who opens the pages of the instance."""

from __future__ import annotations

from ithaque.kernel.models import OutboxMessage
from tests.support.access import EVERYONE, Row
from tests.support.world import World

ADMIN = {"administrator"}


def organisation(world: World) -> dict[str, object]:
    return {"organisation_id": world.organisation.public_id}


def brand(world: World) -> dict[str, object]:
    return {"organisation_id": world.organisation.public_id, "version": "0123456789ab"}


def message(world: World) -> dict[str, object]:
    made = OutboxMessage.objects.create(
        kind="test", to="ines@ithaque.example", subject="s", text="t", status="failed"
    )
    return {"message_id": made.public_id}


ROWS = [
    Row("health-live", opens=EVERYONE),
    Row("health-ready", opens=EVERYONE),
    Row("public:skill-search", opens=EVERYONE, query="?q=comptabilite"),
    Row("administration:status", opens=ADMIN),
    Row("administration:outbox", opens=ADMIN),
    Row("administration:outbox-retry", message, ADMIN, method="post"),
    Row("administration:organisations", opens=ADMIN),
    Row("administration:organisation", organisation, ADMIN),
    Row("administration:organisation-brand", organisation, ADMIN),
    Row("administration:organisation-brand-logo", organisation, ADMIN, method="post"),
    Row("administration:organisation-brand-logo-remove", organisation, ADMIN, method="post"),
    Row("public:brand-style", brand, opens=EVERYONE),
    Row("public:brand-logo", brand, opens=EVERYONE, answers=frozenset({404})),
    Row("administration:role-give", organisation, ADMIN, method="post"),
    Row("administration:role-take", organisation, ADMIN, method="post"),
    # Someone runs the world's instance already: the first start is over for everyone.
    Row("set_up:code", opens=()),
    Row("set_up:organisation", opens=()),
    Row("set_up:mail", opens=ADMIN),
]
ROWS += [
    Row("ui:language", opens=EVERYONE, method="post", data=lambda world: {"language": "en"}),
    Row("ui:theme", opens=EVERYONE, method="post", data=lambda world: {"theme": "dark"}),
]
