"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.participant.home import views

urlpatterns: list[URLPattern] = [path("", views.home, name="home")]

navigation.register("participant", [navigation.Item(_("Home"), "participant:home", icon="house")])
