"""Addresses of the page's own preferences, and of what makes it installable."""

from django.urls import path

from ithaque.ui import installed, views

app_name = "ui"
urlpatterns = [
    path("service-worker.js", installed.service_worker, name="service-worker"),
    path("site.webmanifest", installed.manifest, name="manifest"),
    path("offline/", installed.offline, name="offline"),
    path("preferences/theme/", views.choose_theme, name="theme"),
    path("preferences/language/", views.choose_language, name="language"),
]
