"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.flash import views

urlpatterns: list[URLPattern] = [
    path("flash/", views.flash, name="flash"),
    path("flash/<uuid:slot_id>/book/", views.book, name="flash-book"),
    path("flash/<uuid:slot_id>/withdraw/", views.withdraw, name="flash-withdraw"),
]

navigation.register(
    "participant",
    [navigation.Item(_("Flash meetings"), "participant:flash", icon="clock", place="account")],
)
