"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.groups import views

urlpatterns: list[URLPattern] = [
    path("cohorts/<uuid:cohort_id>/groups/new/", views.new, name="group-new"),
    path("pairs/<uuid:pair_id>/members/", views.members, name="pair-members"),
    path("pairs/<uuid:pair_id>/members/remove/", views.remove, name="pair-member-remove"),
]
