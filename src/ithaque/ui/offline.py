"""Pages kept on a phone: which may be, and for whom.

    @keeps_offline
    def room(request, pair): ...

The service worker keeps a page only when the server says so, under a key of its reader that tells nothing of
them. Any page says who it was made for: kept pages of somebody else, or of someone who signed out, then go.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac

SALT = "ithaque.offline.reader"
NOBODY = "none"
Handler = Callable[[HttpRequest], HttpResponseBase]


def reader_key(user: Any | None) -> str:
    """Return the key under which a person's pages are kept, the same on each of their visits.

    A page refused before anybody was known has no user.
    """
    if user is None or not user.is_authenticated:
        return NOBODY
    return salted_hmac(SALT, user.public_id.hex, algorithm="sha256").hexdigest()[:32]


def keeps_offline(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page be read again without a network, by the person it was made for."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        is_page = request.method == "GET" and "HX-Request" not in request.headers
        if is_page and answer.status_code == 200 and request.user.is_authenticated:
            answer["X-Keep-Offline"] = "yes"
        return answer

    return kept


def says_reader(get_response: Handler) -> Handler:
    """Say on every page whom it was made for."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        answer = get_response(request)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            answer["X-Reader"] = reader_key(request.user)
        return answer

    return handle
