"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.concern import views

urlpatterns: list[URLPattern] = [
    path("concern/", views.concern, name="concern"),
    path("concern/received/", views.received, name="concern-received"),
]

navigation.register(
    "participant",
    [navigation.Item(_("A concern?"), "participant:concern", icon="life-buoy", place="tool")],
)
