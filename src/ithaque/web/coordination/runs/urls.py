"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.runs import changes, views

urlpatterns: list[URLPattern] = [
    path("runs/", views.runs, name="runs"),
    path("cohorts/<uuid:cohort_id>/runs/", views.run_list, name="run-list"),
    path("cohorts/<uuid:cohort_id>/runs/ask/", views.ask, name="run-ask"),
    path("runs/<uuid:run_id>/", views.run, name="run"),
    path("runs/<uuid:run_id>/progress/", views.progress, name="run-progress"),
    path("runs/<uuid:run_id>/announce/", views.announce, name="run-announce"),
    path("runs/<uuid:run_id>/discard/", views.discard, name="run-discard"),
    path("runs/<uuid:run_id>/proof/", views.proof, name="run-proof"),
    path("runs/<uuid:run_id>/record/", views.record, name="run-record"),
    path("runs/<uuid:run_id>/mentees/<uuid:mentee_id>/", changes.others, name="run-others"),
    path("runs/<uuid:run_id>/mentees/<uuid:mentee_id>/choose/", changes.choose, name="run-choose"),
    path("proposals/<uuid:proposal_id>/lock/", changes.lock, name="proposal-lock"),
    path("proposals/<uuid:proposal_id>/unlock/", changes.unlock, name="proposal-unlock"),
    path("proposals/<uuid:proposal_id>/forbid/", changes.forbid, name="proposal-forbid"),
    path("decisions/<uuid:decision_id>/lift/", changes.lift, name="decision-lift"),
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
                "coordination:import",
            ),
        )
    ],
)
