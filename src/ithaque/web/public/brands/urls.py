"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.public.brands import views

urlpatterns: list[URLPattern] = [
    path("brand/<uuid:organisation_id>/<slug:version>.css", views.style, name="brand-style"),
    path("brand/<uuid:organisation_id>/<slug:version>.png", views.logo, name="brand-logo"),
]
