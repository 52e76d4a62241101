"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.imports import views

urlpatterns: list[URLPattern] = [
    path("cohorts/<uuid:cohort_id>/import/", views.new, name="import-new"),
    path("cohorts/<uuid:cohort_id>/import/sample/", views.sample, name="import-sample"),
    path("imports/<uuid:import_id>/", views.import_, name="import"),
    path("imports/<uuid:import_id>/columns/", views.columns, name="import-columns"),
    path("imports/<uuid:import_id>/preview/", views.preview, name="import-preview"),
    path("imports/<uuid:import_id>/progress/", views.progress, name="import-progress"),
    path("imports/<uuid:import_id>/bad-rows/", views.bad_rows, name="import-bad-rows"),
    path("imports/<uuid:import_id>/undo/", views.undo, name="import-undo"),
    path("imports/<uuid:import_id>/discard/", views.discard, name="import-discard"),
]
