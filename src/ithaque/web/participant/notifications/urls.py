"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.notifications import views

urlpatterns: list[URLPattern] = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/choose/", views.choose, name="notifications-choose"),
    path("notifications/stop/<str:family>/<str:token>/", views.stop, name="notifications-stop"),
]

navigation.register(
    navigation.EVERYONE,
    [
        navigation.Item(
            _("Notifications"),
            "participant:notifications",
            icon="bell",
            place="account",
            within=("participant:notifications",),
        )
    ],
)
