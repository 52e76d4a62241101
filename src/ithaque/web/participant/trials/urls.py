"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.participant.trials import views

urlpatterns: list[URLPattern] = [
    path("pairs/<uuid:pair_id>/trial/", views.trial, name="trial"),
    path("trials/<str:token>/", views.linked, name="trial-link"),
    path("pairs/<uuid:pair_id>/debrief/", views.debrief, name="debrief"),
]
