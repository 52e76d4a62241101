"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.participant.enrolment import acts, elsewhere, filling, views

urlpatterns: list[URLPattern] = [
    path("enrolments/join/<uuid:cohort_id>/<slug:side>/", views.start, name="enrolment-start"),
    path("enrolments/<uuid:enrolment_id>/", views.enrolment, name="enrolment"),
    path("enrolments/<uuid:enrolment_id>/review/", views.review, name="enrolment-review"),
    path("enrolments/<uuid:enrolment_id>/guardian/", views.guardian, name="enrolment-guardian"),
    path("enrolments/<uuid:enrolment_id>/edit/", views.edit, name="enrolment-edit"),
    path("enrolments/<uuid:enrolment_id>/withdraw/", views.withdraw, name="enrolment-withdraw"),
    path(
        "enrolments/<uuid:enrolment_id>/form/<slug:section>/", filling.step, name="enrolment-step"
    ),
    path(
        "enrolments/<uuid:enrolment_id>/files/<slug:question>/",
        filling.file,
        name="enrolment-file",
    ),
    path(
        "enrolments/<uuid:enrolment_id>/elsewhere/",
        elsewhere.go_on,
        name="enrolment-elsewhere",
    ),
    path("enrolments/resume/<str:token>/", elsewhere.resume, name="enrolment-resume"),
    path("enrolments/<uuid:enrolment_id>/book/", acts.book, name="enrolment-book"),
    path("enrolments/<uuid:enrolment_id>/unbook/", acts.cancel, name="enrolment-unbook"),
    path("enrolments/<uuid:enrolment_id>/referee/", acts.referee, name="enrolment-referee"),
    path("referees/<uuid:reference_id>/remove/", acts.remove_referee, name="referee-remove"),
    path("enrolments/<uuid:enrolment_id>/trained/", acts.trained, name="enrolment-trained"),
    path("offers/<uuid:fallback_id>/", acts.answer, name="fallback-answer"),
    path("enrolments/<uuid:enrolment_id>/pause/", acts.pause, name="enrolment-pause"),
    path("enrolments/<uuid:enrolment_id>/return/", acts.resume, name="enrolment-return"),
]
