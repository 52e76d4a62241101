"""Addresses of these pages."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.supervision import views

urlpatterns: list[URLPattern] = [
    path("supervised/", views.conversations, name="supervised-list"),
    path("supervised/<uuid:pair_id>/", views.conversation, name="supervised"),
    path("supervised/files/<uuid:file_id>/", views.file, name="supervised-file"),
]


def _is_here(request: HttpRequest) -> bool:
    """Tell whether the page is one of these: elsewhere people come by a mail, the pairs or the concerns."""
    match = request.resolver_match
    return match is not None and match.view_name.startswith("coordination:supervised")


navigation.register(
    "participant",
    [
        navigation.Item(
            _("Supervision"),
            "coordination:supervised-list",
            icon="eye",
            within=("coordination:supervised",),
            shown=_is_here,
        )
    ],
)
