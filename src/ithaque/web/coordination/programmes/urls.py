"""Addresses of these pages."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from ithaque.ui import navigation
from ithaque.web.coordination.programmes import team_views as team
from ithaque.web.coordination.programmes import template_views as templates
from ithaque.web.coordination.programmes import views

urlpatterns: list[URLPattern] = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/new/", templates.choose, name="programme-choose"),
    path("programmes/new/<slug:template>/", templates.create, name="programme-create"),
    path(
        "programmes/new/<slug:template>/file/",
        templates.shipped_file,
        name="programme-template-shipped",
    ),
    path(
        "programmes/new/own/<uuid:template_id>/",
        templates.create_own,
        name="programme-create-own",
    ),
    path("programmes/templates/import/", templates.import_, name="programme-template-import"),
    path("programmes/templates/<uuid:template_id>/", templates.template, name="programme-template"),
    path(
        "programmes/templates/<uuid:template_id>/file/",
        templates.template_file,
        name="programme-template-file",
    ),
    path(
        "programmes/templates/<uuid:template_id>/delete/",
        templates.delete,
        name="programme-template-delete",
    ),
    path("programmes/<uuid:programme_id>/template/", templates.save, name="programme-save"),
    path(
        "programmes/<uuid:programme_id>/template/file/",
        templates.programme_file,
        name="programme-save-file",
    ),
    path("programmes/<uuid:programme_id>/", views.programme, name="programme"),
    path("programmes/<uuid:programme_id>/open/", views.open_, name="programme-open"),
    path("programmes/<uuid:programme_id>/close/", views.close, name="programme-close"),
    path(
        "programmes/<uuid:programme_id>/settings/<slug:part>/",
        views.settings,
        name="programme-settings",
    ),
    path("programmes/<uuid:programme_id>/team/", team.team, name="programme-team"),
    path("programmes/<uuid:programme_id>/team/remove/", team.remove, name="programme-team-remove"),
    path(
        "programmes/<uuid:programme_id>/team/<uuid:person_id>/pairs/",
        team.entrust,
        name="programme-team-pairs",
    ),
    path("programmes/<uuid:programme_id>/cohorts/new/", views.new_cohort, name="cohort-new"),
    path("cohorts/<uuid:cohort_id>/dates/", views.dates, name="cohort-dates"),
]

navigation.register(
    "coordination",
    [
        navigation.Item(
            _("Programmes"),
            "coordination:programmes",
            icon="sailboat",
            within=(
                "coordination:programme",
                "coordination:cohort",
                "coordination:enrolment",
                "coordination:bulletin",
            ),
        )
    ],
)
