"""The addresses of the house; each audience declares its own."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from ithaque.kernel import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("account/", include("allauth.urls")),
    path("", include("ithaque.ui.urls")),
    path("", include("ithaque.web.public.urls")),
    path("me/", include("ithaque.web.participant.urls")),
    path("coordination/", include("ithaque.web.coordination.urls")),
    path("administration/", include("ithaque.web.administration.urls")),
    path("set-up/", include("ithaque.web.administration.setup.urls")),
]

handler400 = "ithaque.ui.views.bad_request"
handler403 = "ithaque.ui.views.permission_denied"
handler404 = "ithaque.ui.views.page_not_found"
handler500 = "ithaque.ui.views.server_error"

if settings.DEBUG:
    urlpatterns += [path("gallery/", include("ithaque.ui.gallery_urls"))]
