"""What every page needs around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from ithaque.ui.navigation import EVERYONE
from ithaque.ui.offline import NOBODY, reader_key
from ithaque.ui.theme import Theme, chosen_theme

# A view may give its own brand (a programme's public page), footer sentence or audience.
PAGE: dict[str, Any] = {
    "brand": "Ithaque",
    "brand_url": "/",
    "footer_words": "",
    "house_brand": None,
    "audience": EVERYONE,
    "page_url": "/",
    "reader_key": NOBODY,
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the theme, the languages offered and the frame of the page to every template."""
    return {
        **PAGE,
        "theme": SimpleLazyObject(lambda: str(chosen_theme(request))),
        "themes": Theme.choices,
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
        "page_url": request.get_full_path(),
        "reader_key": SimpleLazyObject(lambda: reader_key(getattr(request, "user", None))),
    }
