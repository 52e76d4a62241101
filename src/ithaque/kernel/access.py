"""Doors: the one way from a URL to an object, closed by default.

Every view says through which door its object is found:

    team_programme = Door("team_programme", lambda person, programme_id: ...)

    @opens(team_programme)
    def programme_settings(request, programme): ...

A door's finder gets the signed-in person and the URL's arguments and returns the object, or None: then
the answer is 404, so that a stranger learns nothing. `tests/house` refuses a view without a door and a
URL without its row in the matrix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

Finder = Callable[..., Any]


@dataclass(frozen=True)
class Door:
    """A named way in. `find(person, **url_kwargs)` returns the object or None (404).

    `signed_in=False` lets anonymous visitors reach the finder (it then receives an AnonymousUser).
    """

    name: str
    find: Finder | None = None
    signed_in: bool = True


PUBLIC = Door("public", signed_in=False)
SIGNED_IN = Door("signed_in")
ADMINISTRATOR = Door(
    "administrator", lambda person, **kwargs: kwargs or True if person.is_superuser else None
)


def opens(door: Door) -> Callable[[Callable[..., Any]], Callable[..., HttpResponseBase]]:
    """Guard a view with `door`; the view receives `(request, found)` or `(request, **kwargs)`.

    A door without finder, or whose finder returns True or the arguments themselves, passes the URL's arguments through unchanged.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            if door.signed_in and not request.user.is_authenticated:
                return _ask_sign_in(request)
            if door.find is None:
                return view(request, **kwargs)
            found = door.find(request.user, **kwargs)
            if found is None:
                raise Http404
            if found is True or found == kwargs:
                return view(request, **kwargs)
            return view(request, found)

        guarded.door = door  # type: ignore[attr-defined]
        return guarded

    return decorate


def _ask_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = redirect_to_login("/").url
        return response
    return redirect_to_login(request.get_full_path())
