"""A site of this room alone: the page's preferences, and the gallery that only development serves."""

from django.urls import include, path

from ithaque.kernel import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("ithaque.ui.urls")),
    path("gallery/", include("ithaque.ui.gallery_urls")),
]

handler400 = "ithaque.ui.views.bad_request"
handler403 = "ithaque.ui.views.permission_denied"
handler404 = "ithaque.ui.views.page_not_found"
handler500 = "ithaque.ui.views.server_error"
