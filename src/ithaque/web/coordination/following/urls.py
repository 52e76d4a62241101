"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.following import views

urlpatterns: list[URLPattern] = [
    path("following/", views.following, name="following"),
    path("observed/", views.observed, name="observed"),
    path("observed/<uuid:programme_id>/", views.figures, name="programme-figures"),
]

navigation.register(
    "following",
    [
        navigation.Item(
            _("Entrusted pairs"),
            "coordination:following",
            icon="users",
            within=("coordination:pair", "coordination:card"),
        )
    ],
)
navigation.register(
    "observing",
    [
        navigation.Item(
            _("Figures"),
            "coordination:observed",
            icon="chart-column",
            within=("coordination:programme-figures",),
        )
    ],
)
