"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.calendars import views

urlpatterns: list[URLPattern] = [
    path("calendars/", views.calendars, name="calendars"),
    path("calendars/week/", views.week, name="calendars-week"),
    path("calendars/<uuid:calendar_id>/refresh/", views.refresh, name="calendars-refresh"),
    path("calendars/<uuid:calendar_id>/remove/", views.remove, name="calendars-remove"),
]

navigation.register(
    navigation.EVERYONE,
    [
        navigation.Item(
            _("My availability"),
            "participant:calendars",
            icon="calendar-clock",
            place="account",
            within=("participant:calendars",),
        )
    ],
)
