"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.participant.enrolment import views

urlpatterns: list[URLPattern] = [
    path("enrolments/join/<uuid:cohort_id>/<slug:side>/", views.start, name="enrolment-start"),
    path("enrolments/<uuid:enrolment_id>/", views.enrolment, name="enrolment"),
    path("enrolments/<uuid:enrolment_id>/review/", views.review, name="enrolment-review"),
    path("enrolments/<uuid:enrolment_id>/guardian/", views.guardian, name="enrolment-guardian"),
    path("enrolments/<uuid:enrolment_id>/edit/", views.edit, name="enrolment-edit"),
    path("enrolments/<uuid:enrolment_id>/withdraw/", views.withdraw, name="enrolment-withdraw"),
    path("enrolments/<uuid:enrolment_id>/form/<slug:section>/", views.step, name="enrolment-step"),
]
