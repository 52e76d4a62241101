"""What a browser asks of a site that can be installed: manifest, service worker, page without network."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ithaque.kernel.access import PUBLIC, opens

WORKER = Path(__file__).parent / "static" / "ui" / "js" / "service-worker.js"
PAPER, TEAL = "#f7f1e6", "#14504f"
SIZES = (192, 512)


@require_safe
@never_cache
@opens(PUBLIC)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the service worker at the root: from there it serves every page."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
@opens(PUBLIC)
def manifest(request: HttpRequest) -> JsonResponse:
    """Give the manifest by which a browser offers to install the site."""
    icons = [
        {
            "src": static(f"ui/img/icon-{size}{kind}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in SIZES
        for kind, purpose in (("", "any"), ("-maskable", "maskable"))
    ]
    return JsonResponse(
        {
            "id": "/",
            "name": _("Ithaque, mentoring"),
            "short_name": "Ithaque",
            "description": _("Mentoring programmes, from the first call to the last thank-you."),
            "lang": get_language(),
            "start_url": "/me/",
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": TEAL,
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


@require_safe
@opens(PUBLIC)
def offline(request: HttpRequest) -> HttpResponse:
    """Say what can be read without a network, and what waits to be sent."""
    return render(request, "ui/offline.html")
