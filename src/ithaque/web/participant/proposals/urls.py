"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.participant.proposals import views

urlpatterns: list[URLPattern] = [
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("proposals/<uuid:proposal_id>/answer/", views.answer, name="proposal-answer"),
    path("proposals/<uuid:proposal_id>/ask/", views.ask, name="proposal-ask"),
    path("proposals/link/<str:token>/", views.by_link, name="proposal-link"),
]
