"""Addresses of these pages."""

from django.urls import URLPattern, path

from ithaque.web.coordination.bulletins import views

urlpatterns: list[URLPattern] = [
    path("programmes/<uuid:programme_id>/announcements/", views.bulletins, name="bulletins"),
    path("programmes/<uuid:programme_id>/announcements/new/", views.new, name="bulletin-new"),
    path("programmes/announcements/<uuid:bulletin_id>/", views.bulletin, name="bulletin"),
    path("programmes/announcements/<uuid:bulletin_id>/edit/", views.edit, name="bulletin-edit"),
    path("programmes/announcements/<uuid:bulletin_id>/test/", views.test, name="bulletin-test"),
    path(
        "programmes/announcements/<uuid:bulletin_id>/schedule/",
        views.schedule,
        name="bulletin-schedule",
    ),
    path(
        "programmes/announcements/<uuid:bulletin_id>/cancel/", views.cancel, name="bulletin-cancel"
    ),
]
