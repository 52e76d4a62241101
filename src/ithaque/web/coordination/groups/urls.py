"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.groups import meanwhile, views

urlpatterns: list[URLPattern] = [
    path("cohorts/<uuid:cohort_id>/groups/new/", views.new, name="group-new"),
    path("cohorts/<uuid:cohort_id>/peers/new/", meanwhile.peers, name="peers-new"),
    path("enrolments/<uuid:enrolment_id>/flash/", meanwhile.flash, name="enrolment-flash"),
    path("pairs/<uuid:pair_id>/members/", views.members, name="pair-members"),
    path("pairs/<uuid:pair_id>/members/remove/", views.remove, name="pair-member-remove"),
]
