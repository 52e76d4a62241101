"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.vetting import views

ONE = "programmes/<uuid:programme_id>"
urlpatterns: list[URLPattern] = [
    path(f"{ONE}/vetting/", views.vetting, name="programme-vetting"),
    path(f"{ONE}/guardian-text/", views.guardian_text, name="programme-guardian-text"),
    path(f"{ONE}/interviews/", views.slots, name="interview-slots"),
    path("slots/<uuid:slot_id>/close/", views.close_slot, name="slot-close"),
]
