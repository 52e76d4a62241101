"""Light, dark or automatic: the server writes the theme in the page, a cookie remembers it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

COOKIE = "theme"
ONE_YEAR = 365 * 24 * 3600


class Theme(TextChoices):
    """How the pages look."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    AUTO = "auto", _("Automatic")


def chosen_theme(request: HttpRequest | None) -> Theme:
    """Return the theme of the signed-in person, else of this browser, else automatic."""
    if request is None:
        return Theme.AUTO
    person = getattr(request, "user", None)
    kept = getattr(person, "theme", "") if person is not None and person.is_authenticated else ""
    value = kept or request.COOKIES.get(COOKIE, "")
    return Theme(value) if value in Theme.values else Theme.AUTO


def remember_theme(response: HttpResponse, theme: Theme) -> None:
    """Keep the choice in the browser for a year."""
    response.set_cookie(
        COOKIE,
        theme.value,
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
