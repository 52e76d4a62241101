"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.public.legal import views

urlpatterns: list[URLPattern] = [
    path("data/", views.data, name="data"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("emergency/", views.emergency, name="emergency"),
    path("about/", views.about, name="about"),
]

navigation.register(
    navigation.EVERYONE,
    [
        navigation.Item(_("Your data and your rights"), "public:data", place="footer"),
        navigation.Item(
            _("Accessibility: partially compliant"), "public:accessibility", place="footer"
        ),
        navigation.Item(
            _("Emergency: 17, 112, 114 · Children in danger: 119"),
            "public:emergency",
            place="footer",
        ),
        navigation.Item(_("About and sources"), "public:about", place="footer"),
    ],
)
