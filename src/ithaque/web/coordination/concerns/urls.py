"""Addresses of these pages."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.concerns import views

urlpatterns: list[URLPattern] = [
    path("concerns/", views.concerns, name="concerns"),
    path("concerns/<uuid:concern_id>/", views.concern, name="concern"),
    path("concerns/<uuid:concern_id>/take/", views.take, name="concern-take"),
    path("concerns/<uuid:concern_id>/pause/", views.pause, name="concern-pause"),
    path("concerns/<uuid:concern_id>/close/", views.close, name="concern-close"),
]


def _is_here(request: HttpRequest) -> bool:
    """Tell whether the page is one of these: elsewhere the lead comes by their home, which knows the role."""
    match = request.resolver_match
    return match is not None and match.view_name.startswith("coordination:concern")


navigation.register(
    "participant",
    [
        navigation.Item(
            _("Concerns received"),
            "coordination:concerns",
            icon="shield",
            within=("coordination:concern",),
            shown=_is_here,
        )
    ],
)
