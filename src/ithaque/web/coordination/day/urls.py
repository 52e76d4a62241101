"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.day import views

urlpatterns: list[URLPattern] = [
    path("", views.day, name="day"),
    path("cards/", views.cards, name="cards"),
    path("cards/<uuid:card_id>/", views.card, name="card"),
    path("cards/<uuid:card_id>/hand-over/", views.hand_over, name="card-hand-over"),
    path("cards/<uuid:card_id>/postpone/", views.postpone, name="card-postpone"),
    path("cards/<uuid:card_id>/write/", views.write, name="card-write"),
    path("cards/<uuid:card_id>/call/", views.call, name="card-call"),
    path("cards/<uuid:card_id>/settle/", views.settle, name="card-settle"),
    path("also/", views.also, name="also-waiting"),
    path("figures/", views.figures, name="figures"),
    path("figures/<slug:code>/", views.figure, name="figure"),
]

navigation.register(
    "coordination",
    [
        navigation.Item(
            _("My day"),
            "coordination:day",
            icon="list-checks",
            within=("coordination:card", "coordination:figure", "coordination:also"),
        )
    ],
)
