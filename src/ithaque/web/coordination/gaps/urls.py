"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.gaps import views

urlpatterns: list[URLPattern] = [
    path("cohorts/<uuid:cohort_id>/gaps/", views.gaps, name="gaps"),
]
