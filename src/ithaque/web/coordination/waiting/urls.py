"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.waiting import views

urlpatterns: list[URLPattern] = [
    path("cohorts/<uuid:cohort_id>/waiting/", views.waiting_list, name="waiting-list"),
    path("cohorts/<uuid:cohort_id>/places/", views.places, name="cohort-places"),
    path("alarms/", views.alarms, name="enrolment-alarms"),
    path("enrolments/<uuid:enrolment_id>/put-off/", views.put_off, name="alarm-put-off"),
]
