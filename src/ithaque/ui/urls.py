"""Addresses of the page's own preferences."""

from django.urls import path

from ithaque.ui import views

app_name = "ui"
urlpatterns = [
    path("preferences/theme/", views.choose_theme, name="theme"),
    path("preferences/language/", views.choose_language, name="language"),
]
