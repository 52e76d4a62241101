"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.participant.wishes import views

urlpatterns: list[URLPattern] = [
    path("wishes/<uuid:enrolment_id>/", views.wishes, name="wishes"),
    path("wishes/<uuid:enrolment_id>/withdraw/", views.withdraw, name="wishes-withdraw"),
    path("suggestions/<uuid:suggestion_id>/rule-out/", views.rule_out, name="suggestion-rule-out"),
    path("ruled-out/<uuid:veto_id>/lift/", views.lift, name="veto-lift"),
]
