"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.enrolments import views

urlpatterns: list[URLPattern] = [
    path("cohorts/<uuid:cohort_id>/enrolments/", views.enrolments, name="enrolments"),
    path("cohorts/<uuid:cohort_id>/enrolments.csv", views.export, name="enrolments-export"),
    path(
        "cohorts/<uuid:cohort_id>/enrolments/validate/",
        views.validate_several,
        name="enrolments-validate",
    ),
    path("enrolments/<uuid:enrolment_id>/", views.enrolment, name="enrolment"),
    path("enrolments/<uuid:enrolment_id>/validate/", views.validate, name="enrolment-validate"),
    path("enrolments/<uuid:enrolment_id>/refuse/", views.refuse, name="enrolment-refuse"),
    path("enrolments/<uuid:enrolment_id>/complete/", views.complete, name="enrolment-complete"),
    path("enrolments/<uuid:enrolment_id>/withdraw/", views.withdraw, name="enrolment-withdraw"),
    path("enrolments/<uuid:enrolment_id>/vetting/", views.vetting, name="enrolment-vetting"),
]
