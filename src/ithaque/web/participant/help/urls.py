"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.participant.help import views

urlpatterns: list[URLPattern] = [
    path("check-in/<str:token>/", views.check_in, name="check-in"),
    path("pairs/<uuid:pair_id>/help/", views.ask, name="pair-help"),
    path("pairs/<uuid:pair_id>/help/withdraw/", views.withdraw, name="pair-help-withdraw"),
]
