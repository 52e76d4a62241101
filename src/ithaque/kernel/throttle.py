"""Throttles: so many attempts in so much time for one key (an account, an address, a form)."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter


@lru_cache
def _limiter() -> FixedWindowRateLimiter:
    return FixedWindowRateLimiter(storage_from_string(settings.THROTTLE_STORAGE))


def allow(name: str, rate: str, *keys: str) -> bool:
    """Count one attempt and tell whether it is within `rate` ("5/minute", "20 per hour")."""
    return bool(_limiter().hit(parse(rate), name, *keys))


def address(request: HttpRequest) -> str:
    """Return the visitor's network address, the proxy's word taken only when one is trusted."""
    if settings.TRUST_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.split(",")[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
