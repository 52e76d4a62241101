"""Anyone may install the site: these pages hold nothing of anybody."""

from __future__ import annotations

from tests.support.access import EVERYONE, Row

ROWS = [
    Row("ui:service-worker", opens=EVERYONE),
    Row("ui:manifest", opens=EVERYONE),
    Row("ui:offline", opens=EVERYONE),
]
