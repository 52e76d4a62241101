"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.answers import views

urlpatterns: list[URLPattern] = [
    path("answers/", views.answers, name="answers"),
    path("questions/<uuid:question_id>/", views.question, name="question"),
    path("repairs/<uuid:repair_id>/", views.repair, name="repair"),
    path("repairs/<uuid:repair_id>/keep/", views.keep, name="repair-keep"),
    path("repair-ways/<uuid:option_id>/announce/", views.announce, name="repair-announce"),
    path("pairs/<uuid:pair_id>/debrief/", views.debrief, name="debrief"),
]
