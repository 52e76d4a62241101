"""The provider's HTTP API: one request, described by the settings, and what its answer means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)
PATIENCE = 10
BUSY = (408, 425, 429)
OURS = (401, 402, 403, 404, 405, 406, 407, 411, 413, 414, 415)
"""They speak of our account, our address or our request: no number is to blame (RFC 9110, 15.5)."""


class Answer(Enum):
    """What became of a message."""

    TAKEN = "sent"
    BUSY = "waiting"
    """Nothing left; the same request may be made again."""
    FAILED = "failed"
    """It did not leave, or nobody knows: it is not sent again."""
    REFUSED = "refused"
    """The provider will not send to this number."""


def send(*, to: str, text: str, reference: str) -> Answer:
    """Hand one message to the provider; `reference` is the same however often it is tried."""
    # Slow to load, and needed by the worker alone.
    import requests
    from urllib3.exceptions import MaxRetryError

    values = {"to": to, "text": text, "from": settings.SMS_FROM, "id": reference}
    try:
        with requests.Session() as session:
            answer = session.post(
                str(settings.SMS_URL),
                json=filled(settings.SMS_BODY, values),
                headers=settings.SMS_HEADERS,
                timeout=PATIENCE,
                allow_redirects=False,
                stream=True,
            )
            return _meaning(answer.status_code, reference)
    except requests.RequestException as error:
        # Neither the address nor the number: the class of the error says enough.
        log.info("sms.unreachable", message=reference, why=type(error).__name__)
        never_left = isinstance(error, requests.ConnectTimeout) or (
            bool(error.args) and isinstance(error.args[0], MaxRetryError)
        )
        return Answer.BUSY if never_left else Answer.FAILED


def filled(template: Any, values: Mapping[str, str]) -> Any:
    """Return the template with its places filled, inside its texts: no value can change its shape."""
    if isinstance(template, str):
        return _filled_text(template, values)
    if isinstance(template, dict):
        return {name: filled(value, values) for name, value in template.items()}
    if isinstance(template, list):
        return [filled(value, values) for value in template]
    return template


def _filled_text(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(to|text|from|id)\}", lambda found: values[found[1]], text)


def _meaning(status: int, reference: str) -> Answer:
    if 200 <= status < 300:
        return Answer.TAKEN
    log.info("sms.refused", message=reference, status=status)
    if status in BUSY or status >= 500:
        return Answer.BUSY
    return Answer.FAILED if status < 400 or status in OURS else Answer.REFUSED
