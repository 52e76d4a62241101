"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.enrolments import acts, views

COHORT, ONE = "cohorts/<uuid:cohort_id>/enrolments", "enrolments/<uuid:enrolment_id>"

urlpatterns: list[URLPattern] = [
    path(f"{COHORT}/", views.enrolments, name="enrolments"),
    path(f"{COHORT}/board/", views.board, name="enrolments-board"),
    path(f"{COHORT}/several/", views.several, name="enrolments-several"),
    path(f"{COHORT}/views/", views.save_view, name="enrolments-save-view"),
    path(f"{COHORT}/views/forget/", views.forget_view, name="enrolments-forget-view"),
    path(f"{ONE}/", acts.enrolment, name="enrolment"),
    path(f"{ONE}/move/", acts.move, name="enrolment-move"),
    path(f"{ONE}/validate/", acts.validate, name="enrolment-validate"),
    path(f"{ONE}/refuse/", acts.refuse, name="enrolment-refuse"),
    path(f"{ONE}/complete/", acts.complete, name="enrolment-complete"),
    path(f"{ONE}/wait/", acts.wait, name="enrolment-wait"),
    path(f"{ONE}/pause/", acts.pause, name="enrolment-pause"),
    path(f"{ONE}/resume/", acts.resume, name="enrolment-resume"),
    path(f"{ONE}/withdraw/", acts.withdraw, name="enrolment-withdraw"),
    path(f"{ONE}/step/", acts.step, name="enrolment-step"),
    path(f"{ONE}/check/", acts.check, name="enrolment-check"),
    path(f"{ONE}/promise/", acts.promise, name="enrolment-promise"),
    path(f"{ONE}/offer/", acts.offer, name="enrolment-offer"),
    path(f"{ONE}/guardian/", acts.guardian, name="enrolment-guardian"),
    path("interviews/<uuid:interview_id>/note/", acts.note_interview, name="interview-note"),
    path("interviews/<uuid:interview_id>/cancel/", acts.cancel_interview, name="interview-cancel"),
    path("references/<uuid:reference_id>/again/", acts.ask_again, name="reference-again"),
    path("references/<uuid:reference_id>/remove/", acts.remove_reference, name="reference-remove"),
]
