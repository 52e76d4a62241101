"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.public.certificates import views

urlpatterns: list[URLPattern] = [
    path("certificates/", views.check, name="certificate-check"),
    path("certificates/<str:code>/", views.certificate, name="certificate"),
]
