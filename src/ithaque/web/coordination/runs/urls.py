"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.runs import changes, criteria, team, telling, views

urlpatterns: list[URLPattern] = [
    path("runs/", views.runs, name="runs"),
    path("cohorts/<uuid:cohort_id>/runs/", views.run_list, name="run-list"),
    path("cohorts/<uuid:cohort_id>/runs/ask/", views.ask, name="run-ask"),
    path("cohorts/<uuid:cohort_id>/criteria/", criteria.criteria, name="criteria"),
    path("trials/<uuid:trial_id>/", criteria.trial, name="trial"),
    path("trials/<uuid:trial_id>/progress/", criteria.trial_progress, name="trial-progress"),
    path("trials/<uuid:trial_id>/save/", criteria.trial_save, name="trial-save"),
    path("trials/<uuid:trial_id>/drop/", criteria.trial_drop, name="trial-drop"),
    path("runs/<uuid:run_id>/", views.run, name="run"),
    path("runs/<uuid:run_id>/progress/", views.progress, name="run-progress"),
    path("runs/<uuid:run_id>/cancel/", views.cancel, name="run-cancel"),
    path("runs/<uuid:run_id>/announce/", telling.announce, name="run-announce"),
    path("runs/<uuid:run_id>/discard/", views.discard, name="run-discard"),
    path("runs/<uuid:run_id>/compare/", views.compare, name="run-compare"),
    path("runs/<uuid:run_id>/fairness/", views.equity, name="run-equity"),
    path("runs/<uuid:run_id>/note/", team.note, name="run-note"),
    path("runs/<uuid:run_id>/proof/", views.proof, name="run-proof"),
    path("runs/<uuid:run_id>/replay/", views.replay, name="run-replay"),
    path("runs/<uuid:run_id>/record/", views.record, name="run-record"),
    path("runs/<uuid:run_id>/mentees/<uuid:mentee_id>/", changes.others, name="run-others"),
    path("runs/<uuid:run_id>/mentees/<uuid:mentee_id>/choose/", changes.choose, name="run-choose"),
    path(
        "announcements/<uuid:announcement_id>/cancel/", telling.cancel, name="announcement-cancel"
    ),
    path(
        "announcements/<uuid:announcement_id>/hasten/", telling.hasten, name="announcement-hasten"
    ),
    path("proposals/<uuid:proposal_id>/lock/", changes.lock, name="proposal-lock"),
    path("proposals/<uuid:proposal_id>/unlock/", changes.unlock, name="proposal-unlock"),
    path("proposals/<uuid:proposal_id>/forbid/", changes.forbid, name="proposal-forbid"),
    path("decisions/<uuid:decision_id>/lift/", changes.lift, name="decision-lift"),
    path("mentors/<uuid:mentor_id>/reserve/", team.reserve, name="mentor-reserve"),
    path("reservations/<uuid:reservation_id>/release/", team.release, name="reservation-release"),
    path("notes/<uuid:note_id>/remove/", team.remove_note, name="note-remove"),
]

navigation.register(
    "coordination",
    [
        navigation.Item(
            _("Match runs"),
            "coordination:runs",
            icon="shuffle",
            within=(
                "coordination:run",
                "coordination:proposal",
                "coordination:decision",
                "coordination:criteria",
                "coordination:trial",
                "coordination:mentor-reserve",
                "coordination:import",
            ),
        )
    ],
)
