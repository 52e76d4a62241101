"""Per request: an id in the logs, and the person's language and time zone."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

log = structlog.get_logger("ithaque.request")
Handler = Callable[[HttpRequest], HttpResponse]


def request_log(get_response: Handler) -> Handler:
    """Log one line per request: route name, status, milliseconds. No address, no name, no query."""

    def handle(request: HttpRequest) -> HttpResponse:
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=uuid.uuid4().hex[:12])
        started = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.view_name if match else "unresolved",
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000),
        )
        return response

    return handle


def whole_address(get_response: Handler) -> Handler:
    """Answer 400 to an address with a NUL byte: nobody types one, and PostgreSQL stores none."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return handle


def person_preferences(get_response: Handler) -> Handler:
    """Activate the signed-in person's language and time zone for the request."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.locale)
            request.LANGUAGE_CODE = request.user.locale
            timezone.activate(request.user.time_zone)
        else:
            timezone.activate(settings.TIME_ZONE)
        try:
            return get_response(request)
        finally:
            timezone.deactivate()

    return handle
